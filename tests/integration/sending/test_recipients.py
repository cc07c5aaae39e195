"""Who may be asked together: places, groups, channels and access codes over several documents."""

from dataclasses import replace

import pytest

from docsvc.errors import BadInput, NoRecipients, SetupIncomplete
from docsvc.model import Act, Asked, Channel, Kind
from docsvc.queries.enclosures import enclosures
from tests.integration.core.installation import Installation
from tests.integration.sending import post


@pytest.fixture
def nda(installation: Installation, deal_id: str) -> str:
    return post.nda(installation, deal_id)


def refused(installation: Installation, *ids: str, recipients: list[Asked], **terms: object) -> list[str]:
    """Return the paths that a sending is refused for."""
    with pytest.raises(BadInput) as refusal:
        post.send(installation, *ids, recipients=recipients, **terms)
    return [path for path, _ in refusal.value.problems]


def test_documents_of_one_deal_are_offered_together_and_what_rests_on_it_is_chosen(
    installation: Installation, deal_id: str, nda: str
) -> None:
    invoice = post.approved(installation, deal_id, Kind.INVOICE, basis_id=None)
    quote = post.approved(installation, deal_id, Kind.QUOTE)
    with installation.tools.read() as session:
        offered = enclosures(session, installation.people["manager"], nda)
        assert quote not in {each.id for each in offered}  # an offer is accepted, not signed
        assert invoice in {each.id for each in offered}
        assert enclosures(session, installation.people["administrator"], nda) == offered


def test_the_usual_recipients_of_an_envelope_are_our_director_and_then_the_client(
    installation: Installation, deal_id: str, nda: str
) -> None:
    invoice = post.approved(installation, deal_id, Kind.INVOICE)
    usual = post.usual(installation, nda, invoice)
    assert [(each.email, each.act, each.order) for each in usual] == [
        (post.DIRECTOR, Act.SIGN, 1),
        (post.CLIENT, Act.SIGN, 2),
    ]


def test_two_sign_at_one_place_only_as_a_group_with_a_quorum(installation: Installation, nda: str) -> None:
    ours, client = post.usual(installation, nda)
    second = replace(client, name="Петров Пётр", email="petrov@vector.example")
    assert refused(installation, nda, recipients=[ours, client, second]) == ["recipients"]
    grouped = [replace(each, group="А") for each in (client, second)]
    assert refused(installation, nda, recipients=[ours, *grouped]) == ["quorums"]
    assert refused(installation, nda, recipients=[ours, *grouped], quorums={"А": 3}) == ["quorums"]
    apart = [grouped[0], replace(grouped[1], order=5)]
    assert refused(installation, nda, recipients=[ours, *apart], quorums={"А": 1}) == ["recipients"]
    sent = post.send(installation, nda, recipients=[ours, *grouped], quorums={"А": 1})
    assert post.dispatch(installation.tools, sent).quorums == {"А": 1}


def test_a_code_needs_a_way_to_its_signer(installation: Installation, nda: str) -> None:
    ours, client = post.usual(installation, nda)
    for phone in ("", "+7 495 120-45-67", "нет"):
        texted = replace(client, channel=Channel.SMS, phone=phone)
        assert refused(installation, nda, recipients=[ours, texted]) == ["recipients[1].phone"]
    pinned = replace(client, channel=Channel.PIN)
    assert refused(installation, nda, recipients=[ours, pinned]) == ["recipients[1].channel"]
    short = replace(client, access_code="12 34")
    assert refused(installation, nda, recipients=[ours, short]) == ["recipients[1].access_code"]


def test_every_document_that_waits_needs_somebody_who_answers(
    installation: Installation, deal_id: str, nda: str
) -> None:
    quote = post.approved(installation, deal_id, Kind.QUOTE)
    ours, client = post.usual(installation, nda)
    assert refused(installation, nda, quote, recipients=[ours, client]) == ["recipients"]
    assert refused(installation, nda, nda, recipients=[ours, client]) == ["documents"]
    assert refused(installation, nda, recipients=[client]) == ["recipients"]
    with pytest.raises(NoRecipients):
        post.send(installation, nda, recipients=[])
    with pytest.raises(SetupIncomplete):
        post.send(installation, nda, recipients=[ours, replace(client, party="witness")])


def test_an_authority_that_has_run_out_is_told_before_anything_is_sent(
    installation: Installation, nda: str
) -> None:
    ours, client = post.usual(installation, nda)
    terms = {"kind": "proxy", "number": "5", "date": "2020-02-01", "until": "2021-02-01"}
    late = replace(client, authority_terms=terms)
    assert refused(installation, nda, recipients=[ours, late]) == ["recipients[1].authority_terms.until"]
