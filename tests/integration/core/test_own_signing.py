"""A colleague signs where they work: together with the last approval, or many documents by one code."""

import json

import pytest
from sqlalchemy import select

from docsvc.actions.approve_and_sign import approve_and_sign, ask_code_to_approve
from docsvc.actions.revise_document import revise_document
from docsvc.actions.sign_many import Chosen, ask_code_for_many, sign_many
from docsvc.errors import ConsentRequired, NotFound, SignatureNotOffered, StalePage, WrongCode, WrongMove
from docsvc.model import Kind, Mail, PreparedWill, Signature, SigningCode
from docsvc.model.will import Offer, Will
from docsvc.queries.agreement import read_agreement
from docsvc.queries.own_signing import to_sign
from docsvc.queries.trail import verify_trail
from signing import code as derive_code
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH, address

DIRECTOR = "director@polaris.example"
SESSION = "a" * 64


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Who is offered to sign is a matter of rules; one story of each kind runs on both."""
    return address(request)


@EACH
def test_the_last_approver_approves_and_signs_and_is_not_asked_again(
    installation: Installation, deal_id: str
) -> None:
    contract = before_the_director(installation, deal_id)
    assert approve(installation, contract, code=ask(installation, contract)) is None
    assert story.state_of(installation, contract) == "approved"
    story.send(installation, contract)

    (signature,) = signatures(installation, contract)
    assert (signature.typed, signature.field) == ("Соколов А. В.", "seller")
    assert signature.applied_at is not None
    assert letters(installation, "invitation") == ["ivanov@vector.example"]
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов Иван Иванович")
    assert story.state_of(installation, contract) == "archived"
    with installation.tools.read() as session:
        assert not verify_trail(session).broken


def test_a_new_version_asks_for_a_new_signature(installation: Installation, deal_id: str) -> None:
    contract = before_the_director(installation, deal_id)
    approve(installation, contract, code=ask(installation, contract))
    with installation.tools.work() as work:
        revise_document(work, contract, actor=installation.people["manager"], comment="Опечатка")
    installation.run_jobs()
    story.submit(installation, contract)
    for who in ("lawyer", "finance", "director"):
        story.decide(installation, contract, who)
    story.send(installation, contract)
    assert signatures(installation, contract) == []
    assert letters(installation, "invitation") == [DIRECTOR]


def test_a_wrong_code_decides_nothing_and_is_counted(installation: Installation, deal_id: str) -> None:
    contract = before_the_director(installation, deal_id)
    right = ask(installation, contract)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert isinstance(approve(installation, contract, code=wrong), WrongCode)
    assert story.state_of(installation, contract) == "in_approval"
    with installation.tools.read() as session:
        assert session.scalars(select(SigningCode)).one().tries == 1
        assert session.scalars(select(PreparedWill)).all() == []


def test_without_consent_nothing_is_decided(installation: Installation, deal_id: str) -> None:
    contract = before_the_director(installation, deal_id)
    code = ask(installation, contract)
    with pytest.raises(ConsentRequired):
        approve(installation, contract, code=code, consent="")
    assert story.state_of(installation, contract) == "in_approval"


@pytest.mark.parametrize("who", ["lawyer", "manager"])
def test_who_is_not_the_last_and_first_is_not_offered_to_sign(
    installation: Installation, deal_id: str, who: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    seen = story.version_of(installation, contract).rendered_sha256 or ""
    with pytest.raises(SignatureNotOffered), installation.tools.work() as work:
        ask_code_to_approve(
            work, contract, actor=installation.people[who], session_hash=SESSION, seen_sha256=seen
        )


@pytest.mark.parametrize(
    ("database_url", "many"), [("sqlite", 5), ("postgresql", 2)], indirect=["database_url"]
)
def test_a_director_signs_many_documents_by_one_code(
    installation: Installation, deal_id: str, many: int
) -> None:
    contracts = [sent_contract(installation, deal_id) for _ in range(many)]
    chosen = choose(installation, contracts)
    code = ask_for_many(installation, chosen)
    assert sign(installation, chosen, code) is None
    installation.run_jobs()
    for contract in contracts:
        (signature,) = signatures(installation, contract)
        assert signature.applied_at is not None
    with installation.tools.read() as session:
        assert to_sign(session, installation.people["director"], now=installation.clock()) == ()
        assert not verify_trail(session).broken
    assert len(letters(installation, "own_code")) == 1


@EACH
def test_many_are_signed_together_or_not_at_all(installation: Installation, deal_id: str) -> None:
    first, second = (sent_contract(installation, deal_id) for _ in range(2))
    chosen = choose(installation, [first, second])
    code = ask_for_many(installation, chosen)
    changed = Chosen(dict(chosen.shown) | {second: "0" * 64})
    with pytest.raises(StalePage):
        sign(installation, changed, code)
    narrowed = Chosen({first: chosen.shown[first]})
    assert isinstance(sign(installation, narrowed, code), WrongCode)  # the code was for both
    assert signatures(installation, first) == signatures(installation, second) == []


def test_a_second_click_is_told_that_it_is_done(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    chosen = choose(installation, [contract])
    code = ask_for_many(installation, chosen)
    with installation.tools.read() as session:
        (row,) = to_sign(session, installation.people["director"], now=installation.clock())
    wills = {row.recipient_id: will(installation, contract, chosen, code)}
    assert sign(installation, chosen, code) is None
    with pytest.raises(StalePage), installation.tools.work() as work:
        sign_many(work, chosen, actor=installation.people["director"], session_hash=SESSION, wills=wills)
    assert len(signatures(installation, contract)) == 1


@EACH
def test_approving_and_signing_twice_says_where_the_document_is(
    installation: Installation, deal_id: str
) -> None:
    contract = before_the_director(installation, deal_id)
    code = ask(installation, contract)
    approve(installation, contract, code=code)
    with pytest.raises(WrongMove):
        approve(installation, contract, code=code)


def test_nobody_signs_for_somebody_else(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    chosen = choose(installation, [contract])
    with pytest.raises(NotFound), installation.tools.work() as work:
        ask_code_for_many(work, chosen, actor=installation.people["manager"], session_hash=SESSION)


def before_the_director(installation: Installation, deal_id: str) -> str:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    for who in ("lawyer", "finance"):
        story.decide(installation, contract, who)
    return contract


def sent_contract(installation: Installation, deal_id: str) -> str:
    contract = story.approved_contract(installation, deal_id)
    story.send(installation, contract)
    return contract


def ask(installation: Installation, contract: str) -> str:
    seen = story.version_of(installation, contract).rendered_sha256 or ""
    with installation.tools.work() as work:
        ask_code_to_approve(
            work, contract, actor=installation.people["director"], session_hash=SESSION, seen_sha256=seen
        )
    return newest_code(installation)


def approve(installation: Installation, contract: str, *, code: str, consent: str = "Подписываю") -> object:
    version = story.version_of(installation, contract)
    offer = agreement(installation, contract)
    will = Will("Соколов А. В.", code, consent, offer, offer.sha256)
    with installation.tools.work() as work:
        return approve_and_sign(
            work,
            contract,
            actor=installation.people["director"],
            session_hash=SESSION,
            seen_sha256=version.rendered_sha256 or "",
            will=will,
        )


def choose(installation: Installation, contracts: list[str]) -> Chosen:
    return Chosen({each: story.version_of(installation, each).sent_sha256 or "" for each in contracts})


def ask_for_many(installation: Installation, chosen: Chosen) -> str:
    with installation.tools.work() as work:
        ask_code_for_many(work, chosen, actor=installation.people["director"], session_hash=SESSION)
    return newest_code(installation)


def sign(installation: Installation, chosen: Chosen, code: str) -> object:
    with installation.tools.read() as session:
        rows = to_sign(session, installation.people["director"], now=installation.clock())
    wills = {row.recipient_id: will(installation, row.document_id, chosen, code) for row in rows}
    with installation.tools.work() as work:
        return sign_many(
            work, chosen, actor=installation.people["director"], session_hash=SESSION, wills=wills
        )


def will(installation: Installation, contract: str, chosen: Chosen, code: str) -> Will:
    offer = agreement(installation, contract)
    return Will("Соколов А. В.", code, "Подписываю", offer, offer.sha256, shown=chosen.shown)


def agreement(installation: Installation, contract: str) -> Offer:
    facts = installation.tools.blobs.get(story.version_of(installation, contract).facts_blob)
    found = read_agreement(json.loads(facts), language="ru")
    return Offer(found.version, found.sha256, found.text)


def newest_code(installation: Installation) -> str:
    with installation.tools.read() as session:
        code_id = session.scalars(select(SigningCode.id).order_by(SigningCode.id.desc())).first() or ""
    return derive_code(installation.tools.secrets.codes, code_id)


def signatures(installation: Installation, contract: str) -> list[Signature]:
    version = story.version_of(installation, contract).id
    with installation.tools.read() as session:
        return list(session.scalars(select(Signature).where(Signature.version_id == version)))


def letters(installation: Installation, template: str) -> list[str]:
    with installation.tools.read() as session:
        return list(session.scalars(select(Mail.to_email).where(Mail.template == template)))
