"""What the look at a template says: Russian as it stands, and in another language with the same values."""

from copy import deepcopy

import pytest

from templates.errors import BadCondition, RenderFailed
from templates.findings import Finding, Severity, Spot, TemplateFaults
from templates.phrase import Phrase, joined, phrase_of

ENGLISH = {
    "%(fault)s. %(hint)s": "%(fault)s. %(hint)s",
    "неизвестное поле %(shown)s": "unknown field %(shown)s",
    "Может быть, %(guess)s?": "Perhaps %(guess)s?",
    "таблица %(number)s": "table %(number)s",
    "строка %(number)s": "row %(number)s",
    "сноска": "footnote",
    "надпись": "text box",
    "Документ не собран (%(part)s): %(reason)s": "The document could not be made (%(part)s): %(reason)s",
    "деление на ноль": "division by zero",
    "Шаблон с ошибками: %(faults)s": "The template has errors: %(faults)s",
}
UNKNOWN = Finding(
    Severity.ERROR,
    "unknown-field",
    Spot(table=2, row=3),
    "сумма",
    Phrase("неизвестное поле %(shown)s", shown="DEAL.AMUONT"),
    Phrase("Может быть, %(guess)s?", guess="DEAL.AMOUNT"),
)


def english(words: str) -> str:
    return ENGLISH.get(words, words)


def test_a_finding_is_told_in_both_languages_and_the_templates_own_text_in_its_own() -> None:
    said = UNKNOWN.words()
    assert said == ("таблица 2, строка 3: неизвестное поле DEAL.AMUONT — «сумма». Может быть, DEAL.AMOUNT?")
    assert said.text(english) == ("table 2, row 3: unknown field DEAL.AMUONT — «сумма». Perhaps DEAL.AMOUNT?")


def test_a_note_of_word_is_named_by_its_number_and_a_block_as_it_is_called() -> None:
    assert Spot("сноска 2, надпись").words().text(english) == "footnote 2, text box"
    assert Spot(Phrase("блок «%(name)s»", name="сноска, 1")).words() == "блок «сноска, 1»"


def test_a_refusal_carries_its_words_as_a_phrase() -> None:
    refused = RenderFailed("template.html", "деление на ноль")
    assert str(refused) == "Документ не собран (template.html): деление на ноль"
    assert phrase_of(str(refused)).text(english) == (
        "The document could not be made (template.html): division by zero"
    )
    assert (
        phrase_of(str(TemplateFaults([UNKNOWN]))).text(english).startswith("The template has errors: table 2")
    )


def test_an_error_within_a_phrase_is_told_too() -> None:
    inner = BadCondition(UNKNOWN.message, UNKNOWN.suggestion)
    assert Phrase("%(why)s!", why=inner).text(english) == "unknown field DEAL.AMUONT. Perhaps DEAL.AMOUNT?!"


@pytest.mark.parametrize("words", ["скидка 100 %", "пустой тег {% %}", ""])
def test_words_without_values_stay_as_they_are(words: str) -> None:
    assert phrase_of(words).text(english) == words == joined("; ", [words])


def test_a_copy_is_the_same_phrase() -> None:
    assert deepcopy(UNKNOWN).words().text(english) == UNKNOWN.words().text(english)
