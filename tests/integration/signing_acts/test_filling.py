"""What is filled in beside a signature, and how the signature looks: kept with the act, put into the file."""

import json
from datetime import timedelta

import pytest

from docsvc.actions.clean_look import clean_look
from docsvc.errors import BadInput
from docsvc.model import Kind
from docsvc.model.will import LookInput, LookKind
from tests.integration.signing_acts.office import CLIENT, DIRECTOR, Office, fields_of

STROKES = {
    "width": 300,
    "height": 100,
    "strokes": [[[10, 50, 0.5], [60, 20, 0.7], [120, 80, 0.4], [200, 40]]],
}
DRAWN = LookInput(LookKind.DRAWN, content=json.dumps(STROKES).encode())


def with_fields(office: Office) -> str:
    """Make a contract in which the client fills in a date, a box and a remark."""
    (contract,) = office.approved(Kind.CONTRACT)
    with office.installation.tools.work() as work:
        version = work.document(contract).version
        extra = [
            {"party": "client", "name": "client.date", "kind": "date", "required": True},
            {"party": "client", "name": "client.agree", "kind": "checkbox", "required": True},
            {"party": "client", "name": "client.note", "kind": "text", "required": False},
        ]
        boxes = ([60, 700, 160, 720], [200, 700, 214, 714], [60, 660, 260, 680])
        version.places = [
            *version.places,
            *({**each, "page": 0, "box": box} for each, box in zip(extra, boxes, strict=True)),
        ]
    return contract


def test_fields_are_filled_in_with_the_signature_and_the_file_holds(office: Office) -> None:
    contract = with_fields(office)
    office.send([contract])
    office.sign(contract, DIRECTOR)
    assert fields_of(office.view(office.open(contract, CLIENT), contract)) == {
        "contract": ["client.date", "client.agree", "client.note"]
    }
    given = {"client.date": "2026-11-22", "client.agree": "on", "client.note": " ок ", "seller.x": "чужое"}
    office.sign(contract, CLIENT, values={contract: given}, look=DRAWN)
    act = office.signatures(contract)[-1]
    assert act.values == {"client.date": "22.11.2026", "client.agree": "yes", "client.note": "ок"}
    assert act.look == {"kind": "drawn", "face": ""}
    assert json.loads(office.installation.tools.blobs.get(act.look_blob or ""))["strokes"]
    assert office.states([contract]) == ["archived"]
    verdict = office.verdict(contract)
    assert verdict.ok
    # The author named none of them: people read what each takes, not how the program calls it.
    assert [name for one in verdict.signatures for name, _ in one.filled] == ["Дата", "Отметка", "Текст"]


def test_what_is_missing_or_wrong_is_said_at_once_and_spends_no_code(office: Office) -> None:
    contract = with_fields(office)
    office.send([contract])
    office.sign(contract, DIRECTOR)
    opened = office.open(contract, CLIENT)
    given = {"client.date": "31.02.2026", "client.note": "a" * 301}
    will = office.will(opened, contract, CLIENT, values={contract: given}, look=LookInput(LookKind.DRAWN))
    with pytest.raises(BadInput) as refused:
        office.signs(opened, contract, will)
    paths = [path for path, _ in refused.value.problems]
    assert paths == [*(f"values.{contract}.client.{name}" for name in ("date", "agree", "note")), "drawn"]
    assert len(office.signatures(contract)) == 1


def test_the_time_of_an_act_is_the_servers(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract])
    office.installation.clock.ahead = timedelta(hours=5)
    before = office.installation.tools.clock()
    office.sign(contract, DIRECTOR)
    (act,) = office.signatures(contract)
    assert before <= act.at <= office.installation.tools.clock()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"strokes":[]}', b"[" * 100_000, b"\xff", b" " * 300_000]
)
def test_a_drawing_that_is_none_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadInput):
        clean_look(LookInput(LookKind.DRAWN, content=content))


def test_an_unknown_face_is_written_in_the_usual_one() -> None:
    assert clean_look(LookInput(face="comic-sans")).face == ""
    assert clean_look(LookInput(face="caveat")).face == "caveat"


def test_a_picture_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(BadInput) as refused:
        clean_look(LookInput(LookKind.PICTURE, content=b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    assert refused.value.problems[0][0] == "picture"
