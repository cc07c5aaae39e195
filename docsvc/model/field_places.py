"""Fields that a person puts on pages: read with distrust, named, and kept as `DocumentVersion.places`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.places import SIGNATURE, kind_of
from signing import FieldKind

MOST_PLACES: Final = 200
LONGEST_LABEL: Final = 120
LEAST: Final[Mapping[str, tuple[float, float]]] = {SIGNATURE: (60, 20), FieldKind.STAMP.value: (30, 30)}
"""The least width and height by kind, in points: a smaller one could not be read."""

LEAST_OF_ANY: Final = (8.0, 8.0)

_PARTY: Final = re.compile(r"[a-z]{1,20}[0-9]{0,2}")
_NAME: Final = re.compile(r"[a-z]{1,20}[0-9]{0,2}\.[a-z][a-z0-9]{0,30}")
_CORNERS: Final = 4
_FAR: Final = 1e6
"""Points; beyond it lies no page, and a whole number may be longer than any float."""

Sizes = Sequence[tuple[float, float]]


def read_places(given: object, *, sizes: Sizes) -> list[dict[str, Any]]:
    """Return places as a version keeps them; `sizes` are width and height of the pages, in points.

    A party's first place to sign bears its name, further ones `client2`, `client3`. Raises `BadInput` with
    every wrong field by its number.
    """
    if not isinstance(given, list) or len(given) > MOST_PLACES:
        raise BadInput([("places", Phrase("нужен список, не больше %(most)s полей", most=MOST_PLACES))])
    problems: list[tuple[str, str]] = []
    read = [_read(each, number, sizes, problems) for number, each in enumerate(given)]
    if problems:
        raise BadInput(problems)
    named = _named([place for place in read if place is not None])
    if orphans := _orphans(named):
        words = "у стороны «%(party)s» есть поля, но нет места для подписи: поставьте его или уберите поля"
        raise BadInput([("places", Phrase(words, party=orphans[0]))])
    return named


def _read(given: object, number: int, sizes: Sizes, problems: list[tuple[str, str]]) -> dict[str, Any] | None:
    where = f"places[{number}]"
    if not isinstance(given, Mapping):
        problems.append((where, "нужен объект"))
        return None
    party, kind, page = given.get("party"), given.get("kind") or SIGNATURE, given.get("page")
    if not isinstance(party, str) or not _PARTY.fullmatch(party):
        problems.append((where, "выберите, чьё это поле"))
    if kind not in set(FieldKind):
        problems.append((where, "неизвестный вид поля"))
    if isinstance(page, bool) or not isinstance(page, int) or not 0 <= page < len(sizes):
        problems.append((where, Phrase("страница от 1 до %(last)s", last=len(sizes))))
        return None
    box = _box(given.get("box"), sizes[page], str(kind))
    if box is None:
        problems.append((where, "поле должно целиком лежать на странице и не быть слишком мелким"))
    name, label = given.get("name"), given.get("label")
    return {
        "party": party,
        "page": page,
        "box": box,
        "kind": kind,
        "name": name if isinstance(name, str) and _NAME.fullmatch(name) else "",
        "label": label.strip()[:LONGEST_LABEL] if isinstance(label, str) and label.isprintable() else "",
        "required": given.get("required") is True or kind == SIGNATURE,
    }


def _box(given: object, size: tuple[float, float], kind: str) -> list[float] | None:
    """Read (x0, y0, x1, y1) from the bottom left; what leans over the edge by a hair is put back."""
    if not isinstance(given, list) or len(given) != _CORNERS:
        return None
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in given):
        return None
    if not all(-_FAR < each < _FAR for each in given):
        return None
    width, height = size
    x0, y0, x1, y1 = (float(each) for each in given)
    if x0 < -1 or y0 < -1 or x1 > width + 1 or y1 > height + 1:
        return None
    box = [max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)]
    least = LEAST.get(kind, LEAST_OF_ANY)
    if box[2] - box[0] < least[0] - 0.5 or box[3] - box[1] < least[1] - 0.5:
        return None
    return [round(each, 2) for each in box]


def _named(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every place a name of its own, and keep the names that are right already."""
    signed: dict[str, int] = {}
    taken: set[str] = set()
    for place in places:
        if kind_of(place) == SIGNATURE:
            base = str(place["party"]).rstrip("0123456789")
            signed[base] = signed.get(base, 0) + 1
            place["party"] = base if signed[base] == 1 else f"{base}{signed[base]}"
            place["name"] = place["party"]
            continue
        kept = str(place["name"])
        if not kept.startswith(f"{place['party']}.") or kept in taken:
            place["name"] = _free(f"{place['party']}.{place['kind']}", taken)
        taken.add(place["name"])
    return places


def _free(stem: str, taken: set[str]) -> str:
    return next(name for number in range(1, MOST_PLACES + 2) if (name := f"{stem}{number}") not in taken)


def _orphans(places: list[dict[str, Any]]) -> list[str]:
    signers = {place["party"] for place in places if kind_of(place) == SIGNATURE}
    return sorted({str(place["party"]) for place in places} - signers)
