"""Figures of a field that no page has: refused by its number, whatever a program sends."""

from typing import Any

import pytest

from docsvc.errors import BadInput
from docsvc.model.field_places import read_places

PAGE = ((595.0, 842.0),)


@pytest.mark.parametrize(
    "corner", [10**400, -(10**400), float("nan"), float("inf"), -200, True, "100", None], ids=repr
)
def test_a_corner_that_lies_on_no_page_is_refused(corner: Any) -> None:
    place = {"party": "client", "page": 0, "box": [corner, 100, 300, 200]}
    with pytest.raises(BadInput, match="на странице"):
        read_places([place], sizes=PAGE)


@pytest.mark.parametrize("page", [1, -1, 10**400, True, 0.0, "0", None], ids=repr)
def test_a_page_that_is_not_there_is_refused(page: Any) -> None:
    with pytest.raises(BadInput, match="страница от 1 до 1"):
        read_places([{"party": "client", "page": page, "box": [100, 100, 300, 200]}], sizes=PAGE)
