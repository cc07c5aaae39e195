"""Russian names and positions in a grammatical case.

A machine's guess, right in about 26 of 27 cases: what it proposes stays an editable field of the contact.
Dictionaries load on first use (some 200 ms) and stay.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Case(StrEnum):
    """A grammatical case by its Russian name."""

    NOMINATIVE = "именительный"
    GENITIVE = "родительный"
    DATIVE = "дательный"
    ACCUSATIVE = "винительный"
    INSTRUMENTAL = "творительный"
    PREPOSITIONAL = "предложный"


_GRAMMEMES = {
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|инична)$|^(?:оглы|кызы|оглу|угли)$", re.IGNORECASE)
_INITIAL = re.compile(r"^(?:[А-ЯЁ]\.-?)+$")
_CYRILLIC = re.compile(r"^[А-ЯЁа-яё.\-]+$")
_NAME_WORDS = range(2, 5)


@lru_cache(maxsize=1)
def _morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=1)
def _petrovich() -> tuple[Any, Any]:
    from pytrovich.detector import PetrovichGenderDetector
    from pytrovich.maker import PetrovichDeclinationMaker

    return PetrovichDeclinationMaker(), PetrovichGenderDetector()


def _is_first_name(word: str) -> bool:
    return any("Name" in parse.tag for parse in _morphology().parse(word))


def _parts(words: list[str]) -> list[str]:
    """Say of each word of a name what it is: LASTNAME, FIRSTNAME, MIDDLENAME or "" (left alone)."""
    last, first, middle = "LASTNAME", "FIRSTNAME", "MIDDLENAME"
    if any(_INITIAL.match(word) for word in words):
        return ["" if _INITIAL.match(word) else last for word in words]
    if len(words) == 1:
        return [first if _is_first_name(words[0]) else last]
    if _PATRONYMIC.search(words[1]):
        return [first, middle, *[last] * (len(words) - 2)]
    if len(words) < len((last, first, middle)) and _is_first_name(words[0]) and not _is_first_name(words[1]):
        return [first, last]
    return [last, first, middle, ""][: len(words)]


def _can_decline(words: list[str]) -> bool:
    return 1 <= len(words) < _NAME_WORDS.stop and all(map(_CYRILLIC.match, words))


def _gender(words: list[str], parts: list[str]) -> Any:
    from pytrovich.enums import Gender

    known = {part.lower(): word for part, word in zip(parts, words, strict=True) if part}
    gender = _petrovich()[1].detect(**known)
    # "Саша Ким" may be either: a man's forms are the ones a reader corrects most easily.
    return Gender.MALE if gender is Gender.ANDROGYNOUS else gender


@lru_cache(maxsize=2048)
def decline_name(name: str, case: Case) -> str:
    """Put a person's name into a case: «Иванова Ивана Ивановича».

    Takes «Фамилия Имя Отчество», «Имя Отчество Фамилия», «Имя Фамилия» and «Фамилия И. О.».
    A name that is not Cyrillic comes back as it is.
    """
    words = name.split()
    if case is Case.NOMINATIVE or not _can_decline(words):
        return name
    from pytrovich.enums import Case as PetrovichCase
    from pytrovich.enums import NamePart

    parts = _parts(words)
    gender, wanted = _gender(words, parts), PetrovichCase[case.name]
    make = _petrovich()[0].make
    return " ".join(
        make(NamePart[part], gender, wanted, word) if part else word
        for part, word in zip(parts, words, strict=True)
    )


def _capitals_like(word: str, pattern: str) -> str:
    if pattern.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


@lru_cache(maxsize=2048)
def decline_phrase(phrase: str, case: Case) -> str:
    """Put a position into a case: «генерального директора», «заместителя директора по развитию».

    Adjectives and participles up to the first singular noun in the nominative are inflected, and that noun.
    """
    if case is Case.NOMINATIVE:
        return phrase
    done: list[str] = []
    words = phrase.split()
    for index, word in enumerate(words):
        # The first reading in the nominative: an analyser may put another case first.
        parse = next((p for p in _morphology().parse(word) if {"nomn", "sing"} in p.tag), None)
        inflected = parse and parse.inflect({_GRAMMEMES[case]})
        if not inflected:
            return " ".join([*done, *words[index:]])
        done.append(_capitals_like(inflected.word, word))
        if inflected.tag.POS == "NOUN":
            return " ".join([*done, *words[index + 1 :]])
    return " ".join(done)


def is_woman(name: str) -> bool:
    """Guess whether a name is a woman's; a name that may be either counts as a man's."""
    from pytrovich.enums import Gender

    words = name.split()
    return _can_decline(words) and _gender(words, _parts(words)) is Gender.FEMALE


def is_name(text: str) -> bool:
    """Tell a person's name from a position: capitals, and a patronymic, initials or a first name."""
    words = text.split()
    capitals = all(word[:1].isupper() or _PATRONYMIC.search(word) for word in words)
    if len(words) not in _NAME_WORDS or not capitals:
        return False
    return any(_PATRONYMIC.search(word) or _INITIAL.match(word) or _is_first_name(word) for word in words)


def decline(text: str, case: Case) -> str:
    """Put a name or a position into a case, whichever it looks like."""
    return decline_name(text, case) if is_name(text) else decline_phrase(text, case)


def genitive_name(name: str) -> str:
    """Give the genitive of a person's name."""
    return decline_name(name, Case.GENITIVE)


def genitive_position(position: str) -> str:
    """Give the genitive of a position."""
    return decline_phrase(position, Case.GENITIVE)
