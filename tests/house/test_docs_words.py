"""The documentation calls pages and buttons what they are called."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

BOLD = re.compile(r"\*\*([^*]+)\*\*")
BEGINNING = re.compile(r"^(?:\d+\. |- |\| )?$")
"""Bold that begins a paragraph, item or row may be its heading; elsewhere it names what a page shows."""
SHORTEST = 8
"""Letters by which the beginning of a phrase is known."""


def words_of_pages(root: Path) -> tuple[set[str], tuple[str, ...]]:
    """Return the phrases of all pages in both languages, and how those begin that are filled in or go on."""
    with (root / "api/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        both = [words for each in read_po(file) for words in (each.id, each.string)]
    said = {plain(word) for each in both for word in ([each] if isinstance(each, str) else each or ())}
    begun = {re.split(r"%\(|:", phrase)[0] for phrase in said if re.search(r"%\(|:", phrase)}
    return said, tuple(each for each in begun if len(each) >= SHORTEST)


def plain(words: str) -> str:
    return " ".join(words.split()).removesuffix("…")


def names(text: str) -> Iterator[str]:
    """Return what stands in bold in the midst of a paragraph: names, or ways from name to name."""
    for paragraph in re.split(r"\n(?:\n|(?= *(?:\d+\.|-|\|) ))", text):
        line = " ".join(paragraph.split())
        for found in BOLD.finditer(line):
            if not BEGINNING.match(line[: found.start()]):
                yield from (plain(name) for name in found[1].split(" → "))


def test_names_are_told_from_headings() -> None:
    text = "- **Почта** важна.\n- Нажмите **Отозвать…** или\n  **Настройки → SMS**.\n\n**Совет.** Ждите."
    assert list(names(text)) == ["Отозвать", "Настройки", "SMS"]


def test_every_page_and_button_named_in_the_documentation_exists(root: Path) -> None:
    said, begun = words_of_pages(root)
    pages = sorted((root / "docs").glob("*.md"))
    named = [(page.name, name) for page in pages for name in names(page.read_text(encoding="utf-8"))]
    assert len(named) > len(pages)
    assert {
        (page, name)
        for page, name in named
        if name not in said and not any(each.startswith(name) or name.startswith(each) for each in begun)
    } == set()
