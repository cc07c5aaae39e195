"""Batches of a mailing: copies made and sent, or taken back, as the person who asked for it."""

from collections.abc import Mapping

from docsvc.actions.send_copies import send_copies
from docsvc.actions.withdraw_mailing import withdraw_copies
from docsvc.model import Mailing, User
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.work import Actor, Work

Payload = Mapping[str, str]


def mail_copies(tools: Tools, payload: Payload) -> None:
    """Send the batch in one transaction: it may be cut off anywhere and is then done whole, once."""
    with tools.work() as work:
        sender = _who(work, work.get(Mailing, payload["mailing"]).sender_id)
        send_copies(work, payload["mailing"], actor=sender, **_bounds(payload))


def withdraw_batch(tools: Tools, payload: Payload) -> None:
    """Take the batch back."""
    with tools.work() as work:
        who = _who(work, work.get(Mailing, payload["mailing"]).terms["withdrawn"]["by"])
        withdraw_copies(work, payload["mailing"], actor=who, **_bounds(payload))


def _bounds(payload: Payload) -> dict[str, int]:
    return {"first": int(payload["first"]), "last": int(payload["last"])}


def _who(work: Work, user_id: str) -> Actor:
    """Return the person with the rights that they have by now; one who has left has none."""
    user = work.get(User, user_id)
    return actor_of(user) if user.active else Actor(actor_of(user).kind, user.id, user.name)
