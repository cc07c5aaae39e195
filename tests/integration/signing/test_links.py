"""A link opens one session after another for its recipient, and nothing for anybody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.open_link import open_link
from docsvc.errors import (
    LinkInvalid,
)
from docsvc.model import (
    Recipient,
    SigningSession,
)
from docsvc.tools import Tools
from signing import links
from tests.integration.core.installation import Clock
from tests.integration.signing.sending import (
    CLIENT,
    DIRECTOR,
    HERE,
    put_sent,
)
from tests.integration.signing.steps import (
    code_for,
    count,
    mails,
    opened,
    signs_well,
    states,
)


def test_the_first_opening_is_told_to_the_owner_once(tools: Tools) -> None:
    sent = put_sent(tools)
    opened(tools, sent)
    opened(tools, sent)
    assert mails(tools, "opened") == ["manager@polaris.example"]
    assert states(tools, sent) == {CLIENT.email: "opened"}
    assert count(tools, SigningSession) == 2


def test_no_secret_is_stored(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    with tools.read() as reading:
        row = reading.scalars(select(SigningSession)).one()
        recipient = reading.get_one(Recipient, sent.recipients[CLIENT.email])
        assert row.token_hash == links.token_hash(session) != session
        assert recipient.token_hash != sent.links[CLIENT.email]


MANGLED: dict[str, Callable[[str], str]] = {
    "cut": lambda link: link[:-1],
    "longer": lambda link: link + "A",
    "empty": lambda _link: "",
    "guessed": lambda link: "A" * len(link),
    "recased": lambda link: link.swapcase(),
}


@pytest.mark.parametrize("how", MANGLED)
def test_a_mangled_or_foreign_link_opens_nothing(tools: Tools, how: str) -> None:
    sent = put_sent(tools)
    with tools.work() as work, pytest.raises(LinkInvalid):
        open_link(work, MANGLED[how](sent.links[CLIENT.email]), **HERE)
    assert count(tools, SigningSession) == 0


def test_a_link_past_its_last_day_opens_nothing(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools, lasts=timedelta(days=3))
    clock.ahead = timedelta(days=3, seconds=1)
    with pytest.raises(LinkInvalid):
        opened(tools, sent)


def test_a_link_that_was_replaced_opens_nothing_and_ends_its_sessions(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    with tools.work() as work:
        work.document(sent.document_id)
        recipient = work.get(Recipient, sent.recipients[CLIENT.email])
        recipient.generation += 1
        fresh = links.token(work.secrets.tokens, recipient.id, recipient.generation)
        recipient.token_hash = links.token_hash(fresh)
    with pytest.raises(LinkInvalid):
        opened(tools, sent)
    with pytest.raises(LinkInvalid):
        code_for(tools, sent, session)


def test_the_link_of_one_whose_turn_has_not_come_opens_nothing(tools: Tools) -> None:
    sent = put_sent(tools, recipients=(DIRECTOR, CLIENT))
    with pytest.raises(LinkInvalid):
        opened(tools, sent, CLIENT.email)


def test_a_session_ends_after_twelve_hours(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    clock.ahead = timedelta(hours=12, seconds=1)
    with pytest.raises(LinkInvalid):
        code_for(tools, sent, session)


def test_a_session_opens_no_document_of_another_dispatch(tools: Tools) -> None:
    mine, foreign = put_sent(tools), put_sent(tools)
    session = opened(tools, mine)
    with pytest.raises(LinkInvalid):
        code_for(tools, foreign, session)


def test_whoever_has_signed_may_come_back(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools)
    signs_well(tools, sent)
    clock.ahead = timedelta(days=100)
    assert opened(tools, sent)
