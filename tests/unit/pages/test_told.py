import pytest

from api.told import told_note, told_problems
from docsvc.errors.phrase import Phrase

TAKEN = ("user_email", Phrase("нет работающего сотрудника с почтой %(email)s", email="a@b.ru"))
WORDY = ("замечание 2", "напишите, о чём речь")
BARE = ("rate", "— обязательное поле")


def test_people_are_told_what_is_wrong_without_a_programs_names() -> None:
    said = told_problems([TAKEN, WORDY], paths=False)
    assert said == "нет работающего сотрудника с почтой a@b.ru; замечание 2 — напишите, о чём речь"


def test_words_that_go_on_from_a_field_keep_its_name() -> None:
    assert (
        told_problems([BARE], paths=False) == told_problems([BARE], paths=True) == "rate — обязательное поле"
    )


def test_programs_are_told_every_field() -> None:
    assert told_problems([TAKEN], paths=True).startswith("user_email — нет")


NOTES = {
    "Поставляется с docsvc": "Comes with docsvc",
    "Создан на основе шаблона «%(title)s»": "Made from the template “%(title)s”",
    "Счёт на оплату": "Invoice",
}


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Поставляется с docsvc", "Comes with docsvc"),
        ("Создан на основе шаблона «Счёт на оплату»", "Made from the template “Invoice”"),
        ("Создан на основе шаблона «Свой»", "Made from the template “Свой”"),
        ("Исправлен пункт 4", "Исправлен пункт 4"),
    ],
)
def test_a_note_of_docsvc_is_told_and_a_persons_stays(
    monkeypatch: pytest.MonkeyPatch, note: str, said: str
) -> None:
    def english(words: str, **values: str) -> str:
        told = NOTES.get(words, words)
        return told % values if values else told

    monkeypatch.setattr("api.told.gettext", english)
    assert told_note(note) == said
