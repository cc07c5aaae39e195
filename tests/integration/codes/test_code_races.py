"""Sixteen at once with one code: one act; sixteen guesses at once: every one counted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from docsvc.errors import DocsvcError, TooManyAttempts, WrongCode
from docsvc.model import AuditEntry, Signature, SigningCode
from docsvc.tools import Tools
from tests.integration.databases import EACH
from tests.integration.signing.sending import put_sent, will, wrong
from tests.integration.signing.steps import code_for, count, opened, signs

THREADS = 16


def at_once(act: Callable[[int], DocsvcError | None]) -> list[DocsvcError | None]:
    barrier = Barrier(THREADS)

    def run(number: int) -> DocsvcError | None:
        barrier.wait()
        try:
            return act(number)
        except DocsvcError as refusal:
            return refusal

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@EACH
def test_one_code_makes_one_act(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    given = will(sent, code_for(tools, sent, session))
    outcomes = at_once(lambda _number: signs(tools, sent, session, given))
    assert outcomes.count(None) == 1
    assert count(tools, Signature) == 1
    with tools.read() as reading:
        signed = [body for body in reading.scalars(select(AuditEntry.body)) if b'"document.signed"' in body]
        assert len(signed) == 1


@EACH
def test_guesses_at_once_are_each_counted_and_five_make_the_code_void(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    outcomes = at_once(lambda _number: signs(tools, sent, session, will(sent, wrong(code))))
    assert {type(each) for each in outcomes} <= {WrongCode, TooManyAttempts}
    with tools.read() as reading:
        assert reading.scalars(select(SigningCode.tries)).one() == 5
    assert isinstance(signs(tools, sent, session, will(sent, code)), WrongCode)
    assert count(tools, Signature) == 0


@EACH
def test_one_right_code_among_fifteen_wrong_ones_signs_at_most_once(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    outcomes = at_once(
        lambda number: signs(tools, sent, session, will(sent, code if number == 7 else wrong(code)))
    )
    assert outcomes.count(None) == count(tools, Signature) <= 1
