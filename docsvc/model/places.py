"""The places of a version: who signs where, and what is filled in together with which signature.

A place is `{"party", "page", "box", "kind", "name", "label", "required"}`; without `kind` it is a place to
sign, without `name` it is named by its party.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

SIGNATURE: Final = "signature"
GAP: Final = 6.0
"""Between places that one was split into, in points."""

FILLED_IN: Final[Mapping[str, str]] = {
    "initials": "Инициалы",
    "date": "Дата",
    "text": "Текст",
    "checkbox": "Отметка",
    "name": "Фамилия, имя и отчество",
    "company": "Организация",
    "stamp": "Печать",
}
"""What people call a place to fill in that its author did not name."""

Place = Mapping[str, Any]


def kind_of(place: Place) -> str:
    """Return what a place takes."""
    return str(place.get("kind") or SIGNATURE)


def name_of(place: Place) -> str:
    """Return the name of a place's field: one to sign is named by its party."""
    party = str(place["party"])
    return party if kind_of(place) == SIGNATURE else str(place.get("name") or party)


def label_of(place: Place) -> str:
    """Return what people call a place: as its author did, else by what it takes; a signature has no name."""
    return str(place.get("label") or FILLED_IN.get(kind_of(place), ""))


def to_sign(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places for signatures."""
    return tuple(place for place in places if kind_of(place) == SIGNATURE)


def parties_to_sign(places: Iterable[Place]) -> set[str]:
    """Return the names of the places for signatures: the parties that sign."""
    return {name_of(place) for place in to_sign(places)}


def place_of(places: Iterable[Place], name: str) -> Place | None:
    """Return the place of a signature by its name."""
    return next((place for place in to_sign(places) if name_of(place) == name), None)


def signing_names(party: str, needed: int) -> tuple[str, ...]:
    """Return the names of the fields that `needed` signatures of a party take: `client`, `client2`, …."""
    return (party, *(f"{party}{number}" for number in range(2, needed + 1)))


def filled_by(places: Iterable[Place], field: str) -> tuple[Place, ...]:
    """Return what is filled in together with the signature in `field`."""
    return tuple(
        place for place in places if kind_of(place) != SIGNATURE and name_of(place).startswith(f"{field}.")
    )


def reserve(places: Sequence[Place], needed: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the places that a sending uses, when `needed` says how many signatures each party gives.

    Where there are fewer places than signatures, the first one is split side by side.
    """
    return list(chain.from_iterable(_of_party(places, *pair) for pair in needed.items()))


def _of_party(places: Sequence[Place], party: str, needed: int) -> list[dict[str, Any]]:
    first = place_of(places, party)
    if first is None:
        return []
    names = signing_names(party, needed)
    known = {name: place for name in names if (place := place_of(places, name)) is not None}
    boxes = iter(_columns(first["box"], 1 + len(names) - len(known)))
    known[party] = {**first, "box": next(boxes)}
    signed = [{**known.get(name, {**first, "party": name, "box": None})} for name in names]
    for place in signed:
        place["box"] = place["box"] or next(boxes)
    return signed + [dict(place) for name in names for place in filled_by(places, name)]


def _columns(box: Sequence[float], count: int) -> list[list[float]]:
    """Split a box (x0, y0, x1, y1) into equal ones from left to right."""
    x0, y0, x1, y1 = box
    width = (x1 - x0 - GAP * (count - 1)) / count
    return [
        [x0 + number * (width + GAP), y0, x0 + number * (width + GAP) + width, y1] for number in range(count)
    ]
