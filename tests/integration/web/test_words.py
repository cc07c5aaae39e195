"""Every string of the staff pages and every refusal has English words, and Russian counts rightly."""

import inspect
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api.errors import STATUS
from api.language import TRANSLATIONS
from docsvc import errors
from tests.integration.web.persons import Browse

API = TRANSLATIONS.parent
WHERE = [("web/pages/**.html", "jinja2"), ("*.py", "python"), ("web/*.py", "python")]
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


def test_every_string_has_english_words() -> None:
    english = catalogue("en")
    untold = [words for words in said() if not (known := english.get(words)) or not known.string]
    assert not untold


def test_no_english_words_lose_a_value() -> None:
    for message in catalogue("en"):
        if isinstance(message.id, str) and message.id:
            assert not list(message.check(catalogue("en"))), message.id


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
