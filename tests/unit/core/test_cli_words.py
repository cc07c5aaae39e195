"""The command line speaks Russian, and English where `DOCSVC_LANGUAGE` says so."""

import pytest

from docsvc.cli.output import complain, done
from docsvc.cli.words import VARIABLE, in_words
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from templates.errors import RenderFailed

READY = Phrase("%(name)s: шаблон можно использовать", name="offer.docx")


@pytest.mark.parametrize("language", ["", "ru", "ru_RU.UTF-8"])
def test_russian_goes_without_saying(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv(VARIABLE, language)
    assert in_words(READY) == "offer.docx: шаблон можно использовать"


def test_everything_is_told_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "en")
    done(READY)
    complain(RenderFailed("template.html", "деление на ноль"))
    complain(BadInput([("--by", Phrase("нет сотрудника с почтой %(by)s", by="a@b.ru"))]))
    told = capsys.readouterr()
    assert told.out == "✓ offer.docx: the template can be used\n"
    assert told.err.splitlines() == [
        "The document could not be made (template.html): division by zero",
        "Check these fields:",
        "  • --by: there is no employee with the e-mail a@b.ru",
    ]


def test_what_is_no_word_of_ours_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "en")
    assert in_words("/srv/Договоры/шаблон.docx") == "/srv/Договоры/шаблон.docx"
