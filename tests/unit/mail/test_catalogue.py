from pathlib import Path

from docsvc.mail.catalogue import known_language, read_catalogue

ENGLISH = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Открыть документ"
msgstr "Open the document"
"""


def test_words_are_read_without_being_compiled_before(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(ENGLISH, encoding="utf-8")
    assert read_catalogue(tmp_path, "en").gettext("Открыть документ") == "Open the document"


def test_without_a_catalogue_the_words_are_russian(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path, "en").gettext("Открыть документ") == "Открыть документ"


def test_an_unknown_language_is_russian() -> None:
    assert known_language("../../etc") == "ru"
