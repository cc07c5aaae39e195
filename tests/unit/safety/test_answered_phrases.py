"""A cook's answer is words with their values; one who was taken over cannot have us write a book."""

import pickle
from typing import Any, Self

import pytest

from templates.errors import RenderFailed
from templates.limits.wire import LONGEST_PHRASE, Ending, read_answer, write
from templates.phrase import Phrase
from templates.shape import Kind


class Forged(Phrase):
    """What only looks like a phrase: made without being filled in here."""

    def __new__(cls, message: str, values: dict[str, Any]) -> Self:
        made = str.__new__(cls, "")
        made.message, made.values = message, values
        return made


def answered(value: object) -> object:
    return read_answer(write((Ending.DONE.value, value)))[1]


def test_a_phrase_comes_back_with_its_values_and_those_within() -> None:
    inner = Phrase("текст «%(value)s»", value="100 %")
    phrase = answered(Phrase("нужно число, а здесь %(value)s", value=inner))
    assert isinstance(phrase, Phrase)
    assert phrase == "нужно число, а здесь текст «100 %»"
    assert phrase.text(lambda words: words.replace("текст", "the text")).endswith("здесь the text «100 %»")


def test_a_refusal_comes_back_as_it_was() -> None:
    refused = read_answer(write((Ending.REFUSED.value, RenderFailed("template.html", "нет поля"))))[1]
    assert str(refused) == "Документ не собран (template.html): нет поля"


def test_an_answer_is_read_whatever_a_python_makes_of_the_members_of_an_enum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Kind, "__reduce_ex__", lambda kind, _protocol: (getattr, (Kind, kind.name)))
    assert answered((Kind.MONEY, [Kind.DATE])) == (Kind.MONEY, [Kind.DATE])


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("%(x)1000000000s", {"x": "1"}),
        ("%(x)s %1000000000d", {"x": "1"}),
        ("%(x)s" * 1000, {"x": "1" * (LONGEST_PHRASE // 999)}),
        ("%(x)s", {}),
        ("%(x)s", {"x": 1}),
        ("%(message)s", {"message": "1"}),
    ],
)
def test_a_phrase_that_would_grow_is_refused(message: str, values: dict[str, Any]) -> None:
    with pytest.raises(pickle.UnpicklingError, match="фраза"):
        answered(Forged(message, values))
