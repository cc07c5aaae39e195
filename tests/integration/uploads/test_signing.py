"""A PDF that was received goes through our approval and our director's signature, fields and all."""

import io
from dataclasses import replace
from itertools import count

import pypdf
import pytest

from docsvc.actions.place_fields import place_fields
from docsvc.actions.upload_pdf import upload_pdf
from docsvc.model import Act
from docsvc.model.incoming import Incoming, take
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.signing_acts.office import CLIENT, DIRECTOR, Office
from tests.integration.uploads.conftest import said
from tests.unit.incoming.hostile import mended, with_form

OURS = [
    {"party": "seller", "page": 0, "box": [60, 60, 270, 130], "kind": "signature"},
    {"party": "seller", "page": 0, "box": [300, 60, 380, 80], "kind": "date"},
    {"party": "seller", "page": 0, "box": [300, 90, 360, 120], "kind": "initials"},
    {"party": "seller", "page": 0, "box": [400, 60, 500, 130], "kind": "stamp"},
]
NUMBERS = count(1)
GIVEN = {"seller.date1": "22.11.2026", "seller.initials1": "САВ", "seller.stamp1": "ООО «Полярная звезда»"}


def approved(office: Installation, incoming: Incoming, *places: object) -> str:
    with office.tools.work() as work:
        document_id = upload_pdf(
            work,
            incoming,
            actor=office.people["manager"],
            upload=said(received=True, number=f"К-{next(NUMBERS)}"),
        )
    with office.tools.work() as work:
        place_fields(work, document_id, list(places), actor=office.people["manager"])
    story.submit(office, document_id)
    for who in ("lawyer", "finance", "director"):
        story.decide(office, document_id, who)
    return document_id


def test_our_director_signs_what_was_received(office: Installation, incoming: Incoming, deal_id: str) -> None:
    document_id = approved(office, incoming, *OURS)
    desk = Office(office, deal_id)
    desk.send([document_id], DIRECTOR, replace(CLIENT, act=Act.RECEIVE))
    desk.sign(document_id, DIRECTOR, values={document_id: GIVEN})
    assert story.state_of(office, document_id) == "archived"
    final = office.tools.blobs.get(story.version_of(office, document_id).final_blob or "")
    fields = pypdf.PdfReader(io.BytesIO(final)).get_fields() or {}
    assert fields["seller:date1"]["/V"] == "22.11.2026"
    assert fields["seller:initials1"]["/V"] == "САВ"
    assert desk.verdict(document_id).ok


@pytest.mark.parametrize("turn", [90, 270])
def test_a_turned_page_is_signed_like_any_other(office: Installation, deal_id: str, turn: int) -> None:
    def turned(writer: pypdf.PdfWriter) -> None:
        with_form(writer)
        writer.pages[0].rotate(turn)

    document_id = approved(office, take(mended(turned)), *OURS[:1])
    desk = Office(office, deal_id)
    desk.send([document_id], DIRECTOR)
    desk.sign(document_id, DIRECTOR)
    assert desk.verdict(document_id).ok
