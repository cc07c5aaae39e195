"""The compiled merge beside docxtpl on every shipped Word template: the same text and structure."""

import json

import pytest

from templates import Engine, complete, library
from tests.unit.word.test_against_docxtpl import same

SHIPPED = {source.code: source for source in library() if source.engine is Engine.DOCX}


@pytest.mark.parametrize("code", SHIPPED)
def test_compiled_and_docxtpl_agree_on_the_shipped_library(code: str) -> None:
    same(SHIPPED[code], complete(json.loads(SHIPPED[code].files["sample.json"])))
