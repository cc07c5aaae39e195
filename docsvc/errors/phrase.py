"""What a refusal says to people: Russian as it stands, in another language by its message id."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, Self, runtime_checkable

Translate = Callable[[str], str]
_MESSAGE, _VALUES, _CAPITAL = "message", "values", "capital"


@runtime_checkable
class Worded(Protocol):
    """Words that can say themselves in another language: a phrase of ours, or one of `templates.phrase`."""

    @property
    def message(self) -> str:
        """Return the message id."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what stands in its places, phrases among it."""

    def text(self, translate: Translate = str) -> str:
        """Return the words in the language that `translate` leads to."""


class Phrase(str):
    """Words with values in them (`%(most)s`); a value that is a phrase is translated too.

    As a string it is the Russian, so whoever knows nothing of languages may use it as one; `str` of it, and
    of an error whose message it is, is itself. With `capital` it begins a sentence, whatever its first value
    is.
    """

    __slots__ = ("capital", "message", "values")

    message: str
    values: dict[str, object]
    capital: bool

    def __new__(cls, message: str, *, capital: bool = False, **values: object) -> Self:
        """Keep the message id and its values beside the Russian words."""
        made = super().__new__(cls, _begun(message % values if values else message, capital=capital))
        made.message, made.values, made.capital = message, values, capital
        return made

    def __str__(self) -> str:
        return self

    @classmethod
    def made(cls, message: str, values: Mapping[str, object], *, capital: bool = False) -> Self:
        """Make a phrase of values that are known by then only."""
        return cls(message, capital=capital, **values)

    def text(self, translate: Translate = str) -> str:
        """Return the words in the language that `translate` leads to."""
        told = {name: translated(each, translate) for name, each in self.values.items()}
        words = translate(self.message) if self.message else ""
        return _begun(words % told if told else words, capital=self.capital)


def phrase_of(text: str) -> Phrase:
    """Return words that are perhaps a phrase already as one."""
    if isinstance(text, Phrase):
        return text
    return Phrase.made(text.message, text.values) if isinstance(text, Worded) else Phrase(text)


def as_sentence(text: str) -> Phrase:
    """Return words of ours with a capital at their beginning and a full stop at their end."""
    ended = text.endswith((".", "!", "?"))
    return Phrase("%(words)s" if ended else "%(words)s.", capital=True, words=phrase_of(text))


def translated(value: object, translate: Translate) -> object:
    """Return a phrase in the reader's language, and anything else as it is."""
    return value.text(translate) if isinstance(value, Worded) else value


def listed(phrases: Iterable[str], parting: str = "; ") -> Phrase:
    """Return several words of ours as one phrase."""
    values = {f"p{number}": phrase_of(each) for number, each in enumerate(phrases)}
    return Phrase.made(parting.join(f"%({name})s" for name in values), values)


def kept(phrase: Worded) -> str:
    """Write a phrase down, to be read by `read_kept` in another language later."""
    return json.dumps(_plain(phrase), ensure_ascii=False)


def read_kept(text: str) -> str:
    """Return what `kept` wrote; words that were kept as such stay as they are."""
    return _phrase(json.loads(text)) if text.startswith('{"' + _MESSAGE) else text


def _plain(value: object) -> Any:
    if not isinstance(value, Worded):
        return str(value)
    values = {name: _plain(each) for name, each in value.values.items()}
    return {_MESSAGE: value.message, _VALUES: values, _CAPITAL: getattr(value, "capital", False)}


def _phrase(plain: dict[str, Any]) -> Phrase:
    values = {
        name: _phrase(each) if isinstance(each, dict) else each for name, each in plain[_VALUES].items()
    }
    return Phrase.made(plain[_MESSAGE], values, capital=plain[_CAPITAL])


def _begun(words: str, *, capital: bool) -> str:
    return words[:1].upper() + words[1:] if capital else words
