"""On what our signatory and the client's sign: written down on the company's page and by the deal's API."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.actions.edit_legal_entity import add_legal_entity, edit_legal_entity
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.errors import BadInput
from docsvc.model import Deal, Document, Kind, LegalEntity, Recipient
from docsvc.model.deal_input import read_deal
from docsvc.queries.deals import one_deal
from docsvc.queries.detached_files import authority_files
from docsvc.queries.facts_tree import facts_tree
from docsvc.queries.suggest_recipients import suggest_recipients
from templates import complete
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.unit.model.test_mchd import GUID, MCHD

PROXY = {"kind": "proxy", "number": "17/26", "date": "2026-02-01", "until": "2027-01-31"}


@pytest.fixture
def entity_id(installation: Installation) -> str:
    """A second company of ours: what these tests write must not reach the others' documents."""
    with installation.tools.work() as work:
        requisites = {"name": "ООО «Вега»", "inn": "7736050003", "authority": "Устава"}
        return add_legal_entity(work, actor=installation.people["administrator"], requisites=requisites)


def edit(installation: Installation, entity_id: str, requisites: dict[str, str], mchd: bytes = b"") -> Any:
    with installation.tools.work() as work:
        administrator = installation.people["administrator"]
        edit_legal_entity(work, entity_id, actor=administrator, requisites=requisites, mchd=mchd)
    with installation.tools.read() as session:
        return session.get_one(LegalEntity, entity_id).details


def test_a_power_of_attorney_gives_words_and_end(installation: Installation, entity_id: str) -> None:
    form = {f"authority_{name}": value for name, value in PROXY.items()}
    details = edit(installation, entity_id, form | {"authority": "Устава"})
    assert details["authority"] == "доверенности № 17/26 от 01.02.2026"
    assert details["authority_until"] == "2027-01-31"
    assert details["authority_terms"] == PROXY
    assert not {"authority_kind", "authority_number"} & details.keys()


def test_a_wrong_power_of_attorney_changes_nothing(installation: Installation, entity_id: str) -> None:
    before = edit(installation, entity_id, {})
    with pytest.raises(BadInput) as refused:
        edit(installation, entity_id, {"authority_kind": "proxy", "authority_number": "5"})
    assert [path for path, _ in refused.value.problems] == ["authority_date"]
    with pytest.raises(BadInput):
        edit(installation, entity_id, {"authority_kind": "mchd"}, b"<a/>")
    assert edit(installation, entity_id, {}) == before


def test_the_file_of_an_mchd_tells_it_whole_and_stays(installation: Installation, entity_id: str) -> None:
    details = edit(installation, entity_id, {"authority_kind": "", "authority": ""}, MCHD.encode())
    terms = details["authority_terms"]
    assert (terms["number"], terms["agent"]) == (GUID, "Петрова Анна Сергеевна")
    assert installation.tools.blobs.get(terms["file"]) == MCHD.encode()
    assert details["authority_until"] == "2027-08-31"
    form = {f"authority_{name}": terms.get(name, "") for name in ("kind", "number", "date", "until")}
    assert edit(installation, entity_id, form)["authority_terms"]["file"] == terms["file"]


def test_an_authority_can_be_taken_away(installation: Installation, entity_id: str) -> None:
    edit(installation, entity_id, {f"authority_{name}": value for name, value in PROXY.items()})
    emptied = dict.fromkeys((f"authority_{name}" for name in PROXY), "")
    details = edit(installation, entity_id, emptied | {"authority": "Устава"})
    assert not details.get("authority_terms")
    assert details["authority"] == "Устава"


def test_the_clients_authority_comes_with_the_deal_and_reaches_the_document(
    installation: Installation,
) -> None:
    manager, deal = installation.people["manager"], json.loads(json.dumps(DEAL))
    deal["external_id"] = "with-authority"
    deal["contact"] |= {"authority": "", "authority_terms": PROXY}
    with installation.tools.work() as work:
        saved = upsert_deal(work, read_deal(json.dumps(deal).encode()), actor=manager)
        again = upsert_deal(work, read_deal(json.dumps(deal).encode()), actor=manager)
    assert not again.changed
    quote = story.make(installation, saved.id, Kind.QUOTE)
    with installation.tools.read() as session:
        row = session.get_one(Deal, saved.id)
        entity = session.scalars(select(LegalEntity)).first()
        assert row.contact
        assert entity
        assert row.contact.details["authority_terms"] == PROXY
        client = suggest_recipients(session, quote)[-1]
        assert client.authority == "доверенности № 17/26 от 01.02.2026"
        shown = dict(one_deal(session, manager, saved.id).contact.details)  # type: ignore[union-attr]
        assert (shown["Номер"], shown["authority_until"]) == ("17/26", "31.01.2027")
        assert row.owner
        tree = facts_tree(row, seller=entity, manager=row.owner, document={}, basis=None, today=row.date)
    facts = complete(tree, today=row.date)
    assert facts["contact"]["authority"] == "доверенности № 17/26 от 01.02.2026"


def test_terms_from_outside_name_no_other_blob(installation: Installation) -> None:
    blobs = installation.tools.blobs
    secret = blobs.put("documents", b"somebody else's contract")
    for made_up in (secret, "authority/../secret", f"authority/{'0' * 64}"):
        quote = _signed_on(installation, made_up)
        with installation.tools.read() as session:
            version = session.get_one(Document, quote).version
            assert authority_files(session, blobs, version, name="x") == {}


def _signed_on(installation: Installation, file: str) -> str:
    """Accept a quote on an authority whose terms name this file."""
    with installation.tools.work() as work:
        saved = upsert_deal(work, read_deal(json.dumps(DEAL).encode()), actor=installation.people["manager"])
    quote = story.make(installation, saved.id, Kind.QUOTE)
    story.submit(installation, quote)
    story.send(installation, quote)
    with installation.tools.work() as work:
        terms = {"kind": "charter", "file": file}
        recipient = work.session.scalars(select(Recipient).order_by(Recipient.id.desc())).first()
        assert recipient
        recipient.authority_terms = terms
    story.accept(installation, quote, "ivanov@vector.example")
    return quote
