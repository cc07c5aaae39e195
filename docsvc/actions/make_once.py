"""Make what a program asked for once, however often it asks: its answer may have been lost on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from docsvc.errors import KeyReused
from docsvc.model import MadeOnce
from docsvc.work import Work, insert_missing

KEPT: Final = timedelta(days=1)
"""For how long a repeat is known: no program retries for longer."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request that may be repeated: whose, by which key of theirs, and the SHA-256 of what it asks for."""

    caller: str
    key: str
    asked: str


def make_once(work: Work, request: KeyedRequest | None, make: Callable[[], str]) -> str:
    """Return the id of what `make` makes, or of what this request has made already.

    Whoever repeats it while the first is at work waits for that. What was refused may be asked again with the
    same key. Raises `KeyReused` where the key stands for another request.
    Source: the IETF's draft of the header `Idempotency-Key`.
    """
    if request is None:
        return make()
    names = {"caller": request.caller, "key": request.key}
    work.session.execute(delete(MadeOnce).where(MadeOnce.created_at < work.now - KEPT))
    new = insert_missing(
        work.session, MadeOnce, **names, asked=request.asked, made_id="", created_at=work.now
    )
    row = work.session.get_one(MadeOnce, (request.caller, request.key))
    if new:
        row.made_id = make()
    elif row.asked != request.asked:
        raise KeyReused
    return row.made_id
