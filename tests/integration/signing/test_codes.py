"""One-time codes: bound to session, signer and bytes, counted, and soon void."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.errors import (
    TooManyAttempts,
    WrongCode,
)
from docsvc.model import (
    AgreementAcceptance,
    AuditEntry,
    Mail,
    Signature,
    SigningCode,
)
from docsvc.tools import Tools
from tests.integration.core.installation import Clock
from tests.integration.signing.sending import (
    CLIENT,
    put_sent,
    will,
    wrong,
)
from tests.integration.signing.steps import code_for, count, opened, signs


def test_a_code_is_promised_by_mail_and_never_stored(tools: Tools) -> None:
    sent = put_sent(tools)
    code = code_for(tools, sent, opened(tools, sent))
    assert len(code) == 6
    with tools.read() as session:
        mail = session.scalars(select(Mail).filter_by(template="code")).one()
        row = session.scalars(select(SigningCode)).one()
        bodies = session.scalars(select(AuditEntry.body)).all()
    assert mail.to_email == CLIENT.email
    assert mail.code_id == row.id
    assert code not in str(mail.params)
    assert not any(f'"{code}"'.encode() in body for body in bodies)


def test_a_wrong_code_is_counted_and_five_make_it_void(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    for _ in range(5):
        assert isinstance(signs(tools, sent, session, will(sent, wrong(code))), WrongCode)
    with tools.read() as reading:
        assert reading.scalars(select(SigningCode)).one().tries == 5
    assert isinstance(signs(tools, sent, session, will(sent, code)), WrongCode)
    assert count(tools, Signature) == 0
    assert count(tools, AgreementAcceptance) == 0


def test_a_code_is_good_for_ten_minutes(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code = code_for(tools, sent, session)
    clock.ahead = timedelta(minutes=10, seconds=1)
    assert isinstance(signs(tools, sent, session, will(sent, code)), WrongCode)


def test_a_newer_code_makes_the_older_void(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    older = code_for(tools, sent, session)
    clock.ahead = timedelta(minutes=1)
    newer = code_for(tools, sent, session)
    if older != newer:
        assert isinstance(signs(tools, sent, session, will(sent, older)), WrongCode)
    assert signs(tools, sent, session, will(sent, newer)) is None


def test_a_code_is_bound_to_its_session(tools: Tools) -> None:
    sent = put_sent(tools)
    code = code_for(tools, sent, opened(tools, sent))
    assert isinstance(signs(tools, sent, opened(tools, sent), will(sent, code)), WrongCode)


def test_a_double_click_sends_one_code(tools: Tools) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    code_for(tools, sent, session)
    code_for(tools, sent, session)
    assert count(tools, SigningCode) == 1


def test_five_codes_an_hour_are_enough(tools: Tools, clock: Clock) -> None:
    sent = put_sent(tools)
    session = opened(tools, sent)
    start = tools.clock().replace(minute=0, second=1)
    tools.clock = lambda: start + clock.ahead
    for minute in range(5):
        clock.ahead = timedelta(minutes=minute)
        code_for(tools, sent, session)
    clock.ahead = timedelta(minutes=6)
    with pytest.raises(TooManyAttempts):
        code_for(tools, sent, session)
    clock.ahead = timedelta(minutes=61)
    assert code_for(tools, sent, session)


def test_fifteen_wrong_codes_end_the_day_even_with_the_right_one(tools: Tools, clock: Clock) -> None:
    start = tools.clock().replace(hour=1)
    tools.clock = lambda: start + clock.ahead
    sent = put_sent(tools)
    session = opened(tools, sent)
    for round_ in range(3):
        clock.ahead = timedelta(minutes=round_)
        code = code_for(tools, sent, session)
        for _ in range(5):
            assert isinstance(signs(tools, sent, session, will(sent, wrong(code))), WrongCode)
    with pytest.raises(TooManyAttempts):
        code_for(tools, sent, session)
    assert isinstance(signs(tools, sent, session, will(sent, code)), TooManyAttempts)
