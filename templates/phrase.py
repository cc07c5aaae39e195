"""Words for people that can be said in another language: Russian as it stands, and what it is made of."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

Translate = Callable[[str], str]


class Phrase(str):
    """Words with values in them (`%(name)s`); a value that is a phrase is translated too.

    As a string it is the Russian. `str` of a phrase, and of an error whose message it is, is the phrase
    itself, so that a reason stays one from the tag to the page. The application's own phrases
    (`docsvc.errors.phrase`) go by the same form: they are made where this package is not loaded.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, str]

    def __new__(cls, message: str, **values: object) -> Self:
        """Keep the message id and its values, as text or phrases, beside the Russian words."""
        said = {name: str(each) for name, each in values.items()}
        made = super().__new__(cls, message % said if said else message)
        made.message, made.values = message, said
        return made

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return phrase_made, (self.message, self.values)

    def text(self, translate: Translate = str) -> str:
        """Return the words in the language that `translate` leads to."""
        told = {name: translated(each, translate) for name, each in self.values.items()}
        words = translate(self.message) if self.message else ""
        return words % told if told else words


def phrase_made(message: str, values: Mapping[str, object]) -> Phrase:
    """Make a phrase of values that are known by then only."""
    return Phrase(message, **values)


def phrase_of(words: str) -> Phrase:
    """Return words of ours, which are perhaps a phrase already, as one."""
    return words if isinstance(words, Phrase) else Phrase(words)


def translated(value: str, translate: Translate) -> str:
    """Return a phrase in the reader's language, and anything else as it is."""
    return value.text(translate) if isinstance(value, Phrase) else value


def joined(parting: str, phrases: Iterable[str]) -> Phrase:
    """Return several words of ours as one phrase, parted so."""
    values = {f"p{number}": phrase_of(each) for number, each in enumerate(phrases)}
    return phrase_made(parting.replace("%", "%%").join(f"%({name})s" for name in values), values)
