"""Every string of the staff pages and every refusal has English words, and Russian counts rightly."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api.errors import STATUS
from api.language import TRANSLATIONS
from docsvc import errors
from templates.incoming import Why, reason_of
from tests.integration.web.persons import Browse

API = TRANSLATIONS.parent
WHERE = [("web/pages/**.html", "jinja2"), ("*.py", "python"), ("web/*.py", "python")]
PHRASED = sorted(path for part in ("docsvc", "templates") for path in (API.parent / part).rglob("*.py"))
RUSSIAN = re.compile("[А-Яа-яЁё]")
CALLS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as words:
        return read_po(words, locale=language)


def said() -> Iterator[str | tuple[str, ...]]:
    for found in extract_from_dir(API, WHERE, keywords=CALLS, directory_filter=lambda _path: True):
        if "__pycache__" not in found[0]:
            yield found[2]
    for _name, refusal in inspect.getmembers(errors, inspect.isclass):
        if issubclass(refusal, errors.DocsvcError):
            yield refusal.message
    yield from (reason_of(why) for why in Why)
    for path in PHRASED:
        yield from phrases_of(path)
        if path.parent.name == "actions":
            yield from reasons_of(path)


def phrases_of(path: Path) -> Iterator[str]:
    """Return the message ids of the phrases that a file makes; what only joins others needs no words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Phrase":
            said = (str(each.value) for each in node.args if isinstance(each, ast.Constant))
            yield from filter(RUSSIAN.search, said)


def reasons_of(path: Path) -> Iterator[str]:
    """Return what an action says of single fields: the second of each pair (field, words)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Tuple(elts=[_field, ast.Constant(value=str(words))]) if not words.isascii():
                yield words


def test_every_string_has_english_words() -> None:
    english = catalogue("en")
    untold = [words for words in said() if not (known := english.get(words)) or not known.string]
    assert not untold


def test_no_english_words_lose_a_value() -> None:
    english = catalogue("en")
    for message in english:
        if isinstance(message.id, str) and message.id:
            assert not list(message.check(english)), message.id


def test_russian_counts_in_three_forms(browse: Browse) -> None:
    page = browse("manager").get("/documents").text
    assert "2 документа" in page


def test_the_language_chosen_here_is_kept(browse: Browse) -> None:
    browser = browse("manager")
    browser.post("/language", language="en", next="/documents")
    assert "<h1>Documents</h1>" in browser.get("/documents").text
    assert 'lang="en"' in browser.get("/documents").text


def test_compiled_words_are_not_kept_in_the_repository() -> None:
    assert "*.mo" in Path(API.parent / ".gitignore").read_text(encoding="utf-8")


def test_every_refusal_has_a_status_of_its_own() -> None:
    refusals = {each for _name, each in inspect.getmembers(errors, inspect.isclass)}
    assert {each for each in refusals if issubclass(each, errors.DocsvcError)} == set(STATUS)
