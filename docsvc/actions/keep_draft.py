"""Keeping what a recipient has filled in so far: they may come back later, from anywhere."""

from collections.abc import Mapping

from docsvc.actions.enter import enter, require_turn
from docsvc.errors import BadInput
from docsvc.model import ACTING, SigningSession
from docsvc.work import Work

MOST_VALUES, LONGEST_IN_ALL = 200, 64 * 1024


def keep_draft(
    work: Work,
    session_token: str,
    *,
    document_id: str,
    values: Mapping[str, str],
    address: str = "",
    device: str = "",
) -> None:
    """Keep the values in place of those before; they leave no trace in the trail and prove nothing.

    Raises `BadInput` for more than a form can hold, and what `enter` and `require_turn` raise.
    """
    visit = enter(work, session_token, document_id=document_id, address=address, device=device)
    require_turn(work, visit, acts=ACTING)
    if len(values) > MOST_VALUES or sum(len(k) + len(v) for k, v in values.items()) > LONGEST_IN_ALL:
        raise BadInput([("values", "слишком много: столько не сохранить")])
    kept = {_plain(name): _plain(value) for name, value in values.items()}
    work.get(SigningSession, visit.session_hash).draft = kept


def _plain(text: str) -> str:
    """Return the text without what a database cannot hold."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
