"""The other two answers: an offer is accepted by a button, anything is declined with a reason."""

import pytest
from sqlalchemy import select

from docsvc.actions.accept_document import accept_document
from docsvc.actions.decline_document import decline_document
from docsvc.errors import (
    AlreadyActed,
    BadInput,
    CommentRequired,
    ConsentRequired,
    LinkInvalid,
    StalePage,
)
from docsvc.model import (
    Kind,
    Mail,
)
from docsvc.tools import Tools
from tests.integration.signing.sending import (
    BUYER,
    CLIENT,
    DIRECTOR,
    HERE,
    Sent,
    put_sent,
)
from tests.integration.signing.steps import ACCOUNTANT, opened, promised, state, states


def accepts(tools: Tools, sent: Sent, session: str, **changes: str) -> None:
    given = {"consent": "Принимаю", "shown_sha256": sent.shown_sha256} | changes
    with tools.work() as work:
        accept_document(work, session, document_id=sent.document_id, **given, **HERE)


def test_an_accepted_offer_goes_to_its_seal_without_a_code(tools: Tools) -> None:
    sent = put_sent(tools, kind=Kind.QUOTE, recipients=(BUYER,))
    session = opened(tools, sent)
    with pytest.raises(ConsentRequired):
        accepts(tools, sent, session, consent="")
    with pytest.raises(StalePage):
        accepts(tools, sent, session, shown_sha256="0" * 64)
    accepts(tools, sent, session)
    with pytest.raises(AlreadyActed):
        accepts(tools, sent, session)
    assert state(tools, sent) == "sealing"
    assert (promised(tools, "sign"), promised(tools, "seal")) == (0, 1)


def declines(tools: Tools, sent: Sent, session: str, reason: str) -> None:
    with tools.work() as work:
        decline_document(work, session, document_id=sent.document_id, reason=reason, **HERE)


def test_declining_needs_a_reason(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    with pytest.raises(CommentRequired):
        declines(tools, sent, session, " \n\t ")
    with pytest.raises(BadInput):
        declines(tools, sent, session, "a" * 2001)
    assert state(tools, sent) == "sent"


def test_declining_ends_it_for_everybody_and_tells_the_owner(tools: Tools) -> None:
    sent = put_sent(tools, recipients=(DIRECTOR, CLIENT, ACCOUNTANT))
    director = opened(tools, sent, DIRECTOR.email)
    declines(tools, sent, director, "Пункт 3.2\x00 \nне подходит")
    assert state(tools, sent) == "declined"
    assert states(tools, sent) == {
        DIRECTOR.email: "declined",
        CLIENT.email: "cancelled",
        ACCOUNTANT.email: "cancelled",
    }
    with tools.read() as session:
        mail = session.scalars(select(Mail).filter_by(template="declined")).one()
    assert mail.to_email == "manager@polaris.example"
    assert (mail.params["who"], mail.params["reason"]) == (DIRECTOR.name, "Пункт 3.2\nне подходит")
    with pytest.raises(AlreadyActed):
        declines(tools, sent, director, "ещё раз")
    with pytest.raises(LinkInvalid):
        opened(tools, sent, CLIENT.email)
