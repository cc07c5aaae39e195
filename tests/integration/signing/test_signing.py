"""Signing: once, by the right person, on the bytes that they saw."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.accept_document import accept_document
from docsvc.errors import (
    AlreadyActed,
    BadInput,
    ConsentRequired,
    DocsvcError,
    NotYourTurn,
    StalePage,
    WrongMove,
)
from docsvc.model import (
    AgreementAcceptance,
    Recipient,
    Signature,
)
from docsvc.tools import Tools
from tests.integration.core.installation import Clock
from tests.integration.signing.sending import (
    CLIENT,
    DIRECTOR,
    HERE,
    put_sent,
    will,
)
from tests.integration.signing.steps import (
    ACCOUNTANT,
    code_for,
    count,
    mails,
    opened,
    promised,
    signs,
    signs_well,
    state,
    states,
    withdraw,
)


def test_the_last_signature_finishes_the_document_and_promises_its_seal(tools: Tools) -> None:
    sent = put_sent(tools, recipients=(DIRECTOR, CLIENT, ACCOUNTANT))
    assert mails(tools, "invitation") == [DIRECTOR.email]
    signs_well(tools, sent, DIRECTOR.email)
    assert mails(tools, "invitation") == [DIRECTOR.email, CLIENT.email]
    assert state(tools, sent) == "sent"
    assert promised(tools, "seal") == 0
    signs_well(tools, sent, CLIENT.email)
    assert state(tools, sent) == "sealing"
    assert (promised(tools, "sign"), promised(tools, "seal")) == (2, 1)
    assert states(tools, sent)[ACCOUNTANT.email] == "waiting"
    with tools.read() as session:
        signatures = session.scalars(select(Signature).order_by(Signature.position)).all()
        assert [(row.position, row.level, row.shown_sha256) for row in signatures] == [
            (1, "advanced", sent.shown_sha256),
            (2, "advanced", sent.shown_sha256),
        ]
        assert signatures[1].address == HERE["address"]


def test_whoever_accepted_the_agreement_is_not_asked_again(tools: Tools) -> None:
    signs_well(tools, put_sent(tools))
    again = put_sent(tools)
    session = opened(tools, again)
    given = will(again, code_for(tools, again, session), agreed_sha256="")
    assert signs(tools, again, session, given) is None
    assert count(tools, AgreementAcceptance) == 1


def test_the_accepted_words_are_kept(tools: Tools) -> None:
    sent = put_sent(tools)
    signs_well(tools, sent)
    with tools.read() as session:
        accepted = session.scalars(select(AgreementAcceptance)).one()
    assert tools.blobs.get(f"agreement/{accepted.sha256}") == b"we agree"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"typed": " \u200b "}, BadInput),
        ({"typed": "я" * 201}, BadInput),
        ({"consent": ""}, ConsentRequired),
        ({"agreed_sha256": ""}, ConsentRequired),
        ({"agreed_sha256": "0" * 64}, StalePage),
        ({"shown_sha256": "0" * 64}, StalePage),
        ({"shown_sha256": ""}, StalePage),
    ],
)
def test_an_incomplete_will_changes_nothing_and_spends_no_code(
    tools: Tools, changes: dict[str, str], refusal: type[DocsvcError]
) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    with pytest.raises(refusal):
        signs(tools, sent, session, will(sent, code, **changes))
    assert signs(tools, sent, session, will(sent, code)) is None


def test_signing_twice_is_one_signature(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    assert signs(tools, sent, session, will(sent, code)) is None
    with pytest.raises(AlreadyActed):
        signs(tools, sent, session, will(sent, code))
    assert count(tools, Signature) == 1


def test_a_withdrawn_document_cannot_be_signed(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    withdraw(tools, sent)
    with pytest.raises(WrongMove):
        signs(tools, sent, session, will(sent, code))
    with pytest.raises(WrongMove):
        code_for(tools, sent, session)
    assert count(tools, Signature) == 0


def test_nothing_can_be_signed_after_the_last_moment(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools, lasts=timedelta(minutes=5))
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    clock.ahead = timedelta(minutes=5, seconds=1)
    with pytest.raises(WrongMove):
        signs(tools, sent, session, will(sent, code))


def test_a_contract_is_not_accepted_by_a_button(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    with tools.work() as work, pytest.raises(WrongMove):
        accept_document(
            work,
            session,
            document_id=sent.document_id,
            consent="да",
            shown_sha256=sent.shown_sha256,
            **HERE,
        )


def test_a_session_from_before_does_not_skip_the_turn(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    with tools.work() as work:
        work.get(Recipient, sent.recipients[CLIENT.email]).state = "waiting"
    with pytest.raises(NotYourTurn):
        code_for(tools, sent, session)
