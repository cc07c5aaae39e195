"""Sixteen at once on one document: exactly one outcome, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from docsvc.actions.decline_document import decline_document
from docsvc.actions.open_link import open_link
from docsvc.actions.request_code import request_code
from docsvc.actions.sign_document import sign_document
from docsvc.errors import AlreadyActed, DocsvcError, WrongMove
from docsvc.model import Dispatch, Document, Move, OutboxMessage, Signature, SigningCode
from docsvc.queries.trail import verify_trail
from docsvc.tools import Tools
from tests.integration.signing.sending import CLIENT, HERE, Sent, last_code, put_sent, will, wrong

THREADS = 16


def at_once(acts: Sequence[Callable[[], DocsvcError | None]]) -> list[DocsvcError | None]:
    """Start every act at the same moment; return the refusal of each, or None."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], DocsvcError | None]) -> DocsvcError | None:
        barrier.wait()
        try:
            return act()
        except DocsvcError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def ready(tools: Tools) -> tuple[Sent, str, str]:
    """Return a sent document with its client's session and code."""
    sent = put_sent(tools)
    with tools.work() as work:
        session = open_link(work, sent.links[CLIENT.email], **HERE).session_token
    with tools.work() as work:
        request_code(work, session, document_id=sent.document_id, **HERE)
    return sent, session, last_code(tools, sent.recipients[CLIENT.email])


def signing(tools: Tools, sent: Sent, session: str, code: str) -> Callable[[], DocsvcError | None]:
    def act() -> DocsvcError | None:
        with tools.work() as work:
            return sign_document(work, session, document_id=sent.document_id, will=will(sent, code), **HERE)

    return act


def withdrawing(tools: Tools, sent: Sent) -> Callable[[], None]:
    def act() -> None:
        with tools.work() as work:
            document = work.document(sent.document_id)
            document.move(Move.WITHDRAW)
            work.get(Dispatch, sent.dispatch_id).closed_at = work.now

    return act


def counted(tools: Tools) -> tuple[int, int, int]:
    """Return how many signatures there are, and how many promises to apply and to seal."""
    with tools.read() as session:
        assert not verify_trail(session).broken
        signatures = session.scalar(select(func.count()).select_from(Signature)) or 0
        names = session.scalars(select(OutboxMessage.name)).all()
    return signatures, names.count("sign"), names.count("seal")


def test_sixteen_clicks_are_one_signature(tools: Tools) -> None:
    sent, session, code = ready(tools)
    outcomes = at_once([signing(tools, sent, session, code)] * THREADS)
    assert outcomes.count(None) == 1
    assert all(isinstance(each, AlreadyActed) for each in outcomes if each)
    assert counted(tools) == (1, 1, 1)


def test_signing_and_withdrawing_have_one_outcome(tools: Tools) -> None:
    sent, session, code = ready(tools)
    acts = [signing(tools, sent, session, code), withdrawing(tools, sent)] * (THREADS // 2)
    outcomes = at_once(acts)
    assert outcomes.count(None) == 1
    assert all(isinstance(each, AlreadyActed | WrongMove) for each in outcomes if each)
    with tools.read() as reading:
        state = reading.get_one(Document, sent.document_id).state
    signed = outcomes[::2].count(None)
    assert state == ("sealing" if signed else "withdrawn")
    assert counted(tools) == (signed, signed, signed)


def test_signing_and_declining_have_one_outcome(tools: Tools) -> None:
    sent, session, code = ready(tools)

    def declining() -> None:
        with tools.work() as work:
            decline_document(work, session, document_id=sent.document_id, reason="Нет", **HERE)

    outcomes = at_once([signing(tools, sent, session, code), declining] * (THREADS // 2))
    assert outcomes.count(None) == 1


def test_every_one_of_sixteen_guesses_is_counted(tools: Tools) -> None:
    sent, session, code = ready(tools)
    outcomes = at_once([signing(tools, sent, session, wrong(code))] * THREADS)
    assert None not in outcomes
    with tools.read() as reading:
        assert reading.scalars(select(SigningCode)).one().tries == 5
