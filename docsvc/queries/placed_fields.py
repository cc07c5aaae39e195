"""The fields on the pages of a document, and whether they may be put anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docsvc.access import Right, holds
from docsvc.model import Document, RenderState, State
from docsvc.model.places import kind_of, name_of
from docsvc.work import Actor

PLACEABLE = frozenset({State.DRAFT, State.APPROVED})
"""States in which fields may be put: they are no content, so that approvals stay what they are."""


@dataclass(frozen=True, slots=True)
class PlacedField:
    """One field on a page; `box` is (x0, y0, x1, y1) in points of the page as it is seen."""

    name: str
    party: str
    kind: str
    page: int
    box: tuple[float, float, float, float]
    label: str
    required: bool


def placed(places: Iterable[Mapping[str, Any]]) -> tuple[PlacedField, ...]:
    """Return the fields of a version in the order of its pages."""
    found = (_field(place) for place in places)
    return tuple(sorted(found, key=lambda each: (each.page, -each.box[3], each.box[0])))


def _field(place: Mapping[str, Any]) -> PlacedField:
    x0, y0, x1, y1 = place["box"]
    return PlacedField(
        name=name_of(place),
        party=str(place["party"]),
        kind=kind_of(place),
        page=int(place["page"]),
        box=(x0, y0, x1, y1),
        label=str(place.get("label") or ""),
        required=bool(place.get("required", True)),
    )


def are_open(document: Document) -> bool:
    """Tell whether the fields of the current version may still be put: nobody was shown it."""
    return State(document.state) in PLACEABLE and document.version.sent_blob is None


def may_place(actor: Actor, document: Document) -> bool:
    """Tell whether the actor may put fields on the pages now."""
    ready = document.version.render_state == RenderState.DONE.value
    return ready and are_open(document) and holds(actor, Right.EDIT, document)
