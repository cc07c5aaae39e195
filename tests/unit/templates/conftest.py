"""Templates of a few lines, and the shipped ones with their samples."""

import copy
import json
from collections.abc import Mapping

import pytest

from templates import Source, complete, library
from tests.unit.templates.kit import FactsOf, Shipped, Tiny, Tree, TreeOf

SAMPLES = {source.code: json.loads(source.text("sample.json")) for source in library()}


@pytest.fixture
def tiny() -> Tiny:
    def make(
        body: str, *, fields: str = "{}", files: Mapping[str, bytes] | None = None, language: str = "ru"
    ) -> Source:
        about = f"code: tiny\nkind: quote\nlanguage: {language}\ntitle: T\n"
        about += 'version: "1.0"\nengine: html\nfields: '
        page = f'<html lang="ru"><title>t</title><body>{body}</body></html>'
        return Source.from_files(
            {"template.html": page.encode(), "fields.yaml": (about + fields).encode(), **(files or {})}
        )

    return make


@pytest.fixture
def tree() -> TreeOf:
    def get(code: str) -> Tree:
        return copy.deepcopy(SAMPLES[code])

    return get


@pytest.fixture
def facts(tree: TreeOf) -> FactsOf:
    return lambda code: complete(tree(code)) if code != "certificate" else tree(code)


@pytest.fixture
def shipped() -> Shipped:
    return {source.code: source for source in library()}
