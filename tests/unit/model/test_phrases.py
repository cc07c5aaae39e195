"""Refusals are Russian as they stand, and themselves again in another language, values and all."""

import pytest

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase, kept, listed, phrase_of, read_kept
from docsvc.model import Channel
from docsvc.model.input_errors import checked
from docsvc.model.mailing_input import PersonInput
from docsvc.queries.mailing_list import weigh_people

ENGLISH = {
    "имя": "name",
    "— обязательное поле": "is required",
    "Почта уже есть в строке %(line)s: уберите повтор.": "This e-mail stands in line %(line)s already.",
    "не больше %(most)s знаков": "%(most)s characters at most",
}


def english(words: str) -> str:
    return ENGLISH.get(words, words)


def test_a_phrase_is_russian_words_and_english_ones_with_the_same_value() -> None:
    phrase = Phrase("не больше %(most)s знаков", most=40)
    assert phrase == "не больше 40 знаков"
    assert phrase.text(english) == "40 characters at most"
    assert phrase_of(phrase) is phrase


def test_what_is_wrong_with_a_field_can_be_said_in_english() -> None:
    with pytest.raises(BadInput) as refused:
        checked(PersonInput, {"name": "", "email": "ivanov@many.example"})
    [(path, words)] = refused.value.problems
    assert (path, words) == ("name", "Имя — обязательное поле")
    assert phrase_of(words).text(english) == "Name is required"


def test_a_line_of_a_list_says_why_in_the_readers_language() -> None:
    person = {"name": "Анна", "email": "anna@many.example"}
    _, twice = weigh_people([(2, person), (3, person)], channel=Channel.EMAIL)
    assert twice.problems[0].text(english) == "This e-mail stands in line 2 already."


def test_a_phrase_that_was_written_down_is_read_as_the_same() -> None:
    first = Phrase(
        "%(label)s %(phrase)s", capital=True, label=Phrase("имя"), phrase=Phrase("— обязательное поле")
    )
    again = read_kept(kept(listed([first, Phrase("не больше %(most)s знаков", most=40)])))
    assert again == "Имя — обязательное поле; не больше 40 знаков"
    assert phrase_of(again).text(english) == "Name is required; 40 characters at most"


@pytest.mark.parametrize("words", ["", "Документ отозван", "{name} 100 %", '{"a": 1}'])
def test_words_that_were_kept_before_stay_as_they_are(words: str) -> None:
    assert read_kept(words) == words


def test_a_percent_sign_without_values_is_a_percent_sign() -> None:
    assert read_kept(kept(Phrase("скидка 100 %"))) == "скидка 100 %"
