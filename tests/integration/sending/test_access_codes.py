"""A word that the sender tells by another way stands before everything else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from docsvc.actions.access_code import TRIES, give_access_code
from docsvc.errors import AccessCodeRequired, LinkInvalid, TooManyAttempts, WrongAccessCode
from docsvc.model import AuditEntry, OutboxMessage, Recipient, SigningSession
from docsvc.model.access_codes import access_hash
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.sending import post

SECRET = "Северное сияние 7"


@pytest.fixture
def nda(installation: Installation, deal_id: str) -> str:
    """Return an agreement that our director opens with an access code."""
    document_id = post.nda(installation, deal_id)
    ours, client = post.usual(installation, document_id)
    post.send(installation, document_id, recipients=[replace(ours, access_code=SECRET), client])
    return document_id


def give(installation: Installation, session_token: str, code: str) -> object:
    with installation.tools.work() as work:
        return give_access_code(work, session_token, code=code, **story.HERE)


def test_nothing_goes_on_before_the_access_code(installation: Installation, nda: str) -> None:
    opened = story.open_as(installation, nda, post.DIRECTOR)
    with pytest.raises(AccessCodeRequired):
        story.ask_code(installation, opened, nda)
    assert give(installation, opened.session_token, " северное СИЯНИЕ7 ") is None
    story.ask_code(installation, opened, nda)


def test_another_session_of_the_same_link_is_asked_again(installation: Installation, nda: str) -> None:
    first = story.open_as(installation, nda, post.DIRECTOR)
    give(installation, first.session_token, SECRET)
    second = story.open_as(installation, nda, post.DIRECTOR)
    with pytest.raises(AccessCodeRequired):
        story.ask_code(installation, second, nda)


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(installation: Installation, nda: str) -> None:
    for number in range(TRIES.most):
        opened = story.open_as(installation, nda, post.DIRECTOR)  # a new session is no new start
        assert isinstance(give(installation, opened.session_token, f"wrong {number}"), WrongAccessCode)
    assert isinstance(give(installation, opened.session_token, SECRET), TooManyAttempts)
    installation.clock.ahead += timedelta(minutes=TRIES.minutes + 1)
    opened = story.open_as(installation, nda, post.DIRECTOR)
    assert give(installation, opened.session_token, SECRET) is None


@pytest.mark.parametrize("token", ["", "unknown", "я" * 40])
def test_an_unknown_session_is_told_nothing(installation: Installation, nda: str, token: str) -> None:
    with pytest.raises(LinkInvalid):
        give(installation, token, SECRET)


def test_who_needs_no_code_is_asked_for_none(installation: Installation, deal_id: str) -> None:
    document_id = post.nda(installation, deal_id)
    post.send(installation, document_id)
    opened = story.open_as(installation, document_id, post.DIRECTOR)
    assert give(installation, opened.session_token, "anything") is None
    with installation.tools.read() as session:
        assert {row.unlocked_at for row in session.query(SigningSession)} == {None}


def test_the_code_is_nowhere_to_be_read(installation: Installation, nda: str) -> None:
    opened = story.open_as(installation, nda, post.DIRECTOR)
    give(installation, opened.session_token, SECRET)
    with installation.tools.read() as session:
        bodies = b"".join(row.body for row in session.query(AuditEntry))
        payloads = "".join(str(row.payload) for row in session.query(OutboxMessage))
        [kept] = [row.access_hash for row in session.query(Recipient) if row.access_hash]
    for place in (bodies.decode(), payloads, kept):
        assert "сияние" not in place.casefold()


def test_equal_codes_of_two_people_are_kept_as_different_hashes() -> None:
    key = b"k" * 32
    assert access_hash(key, "one", SECRET) != access_hash(key, "two", SECRET)
    assert access_hash(key, "one", SECRET) == access_hash(key, "one", SECRET.upper())
    assert access_hash(key, "one", " ") == ""
