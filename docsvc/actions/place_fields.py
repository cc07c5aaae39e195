"""Put places to sign and other fields on the pages of a document."""

from collections.abc import Mapping
from typing import Any

from docsvc.access import Right, allow
from docsvc.errors import NotRendered, PlacesSettled, StalePage
from docsvc.model import RenderState
from docsvc.model.field_places import read_places
from docsvc.queries.placed_fields import are_open
from docsvc.work import Actor, Work
from signing import page_sizes


def place_fields(work: Work, document_id: str, places: object, *, actor: Actor, version_id: str = "") -> int:
    """Replace all fields of the current version with `places`, and return their number.

    `version_id` is the version that the person saw. Raises `BadInput`, `PlacesSettled`, `NotRendered`,
    `StalePage` where another version came between.
    """
    document = work.document(document_id)
    allow(actor, Right.EDIT, document)
    version = document.version
    if not are_open(document):
        raise PlacesSettled
    if version.render_state != RenderState.DONE.value or version.rendered_blob is None:
        raise NotRendered
    if version_id and version.id != version_id:
        raise StalePage
    read = read_places(places, sizes=page_sizes(work.blobs.get(version.rendered_blob)))
    if read == version.places:
        return len(read)
    version.places = read
    work.record(
        document,
        "document.places_set",
        actor,
        version=version.label,
        places=[_told(place) for place in read],
    )
    return len(read)


def _told(place: Mapping[str, Any]) -> dict[str, Any]:
    """Say a field as the trail can: it takes no fractions but as text."""
    box = " ".join(f"{edge:g}" for edge in place["box"])
    return {name: place[name] for name in ("name", "kind", "page", "required")} | {"box": box}
