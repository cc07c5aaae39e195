"""Characters made comparable, and patterns kept short."""

import pytest

from templates import RenderFailed, complete
from templates.fill import fill
from templates.text import squeeze
from tests.unit.language.kit import template, tree


def test_the_shape_that_a_phone_asks_of_a_sign_is_no_difference() -> None:
    assert squeeze("звоните ☎\ufe0f") == squeeze("звоните ☎")


def test_a_pattern_has_an_end() -> None:
    source = template('{DEAL.DATE | format: "' + "y" * 101 + '"}')
    with pytest.raises(RenderFailed, match="образец длиннее 100 знаков"):
        fill(source, complete(tree()))
