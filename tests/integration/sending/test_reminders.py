"""The silent are reminded in the morning, warned before the end, and written to once after a long night."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from docsvc.actions.remind_recipient import remind_recipient
from docsvc.errors import HasAnswered, SendingOver, TooManyAttempts
from docsvc.model import OutboxMessage, Reminders
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.sending import post


@pytest.fixture
def nda(installation: Installation, deal_id: str) -> str:
    return post.nda(installation, deal_id)


def wait(installation: Installation, **length: float) -> None:
    installation.clock.ahead += timedelta(**length)
    installation.run_jobs()


def promised(installation: Installation) -> list[datetime]:
    """Return when the looks that are still promised are due."""
    with installation.tools.read() as session:
        rows = select(OutboxMessage.due_at).where(
            OutboxMessage.name == "remind", OutboxMessage.state == "waiting"
        )
        return list(session.scalars(rows.order_by(OutboxMessage.due_at)))


def test_the_silent_are_reminded_first_after_n_days_and_then_every_m(
    installation: Installation, nda: str
) -> None:
    post.send(installation, nda, reminders=Reminders(first=3, every=2, most=2))
    [due] = promised(installation)
    assert due.astimezone(installation.settings.timezone).hour == 10
    for days, letters in ((2, 0), (2, 1), (2.5, 2), (30, 2)):
        wait(installation, days=days)
        assert post.letters(installation.tools, "reminder") == [post.DIRECTOR] * letters
    assert promised(installation) == []


def test_a_server_that_was_off_for_weeks_writes_one_letter(installation: Installation, nda: str) -> None:
    post.send(installation, nda, reminders=Reminders(first=1, every=1, most=9))
    wait(installation, days=20)
    assert post.letters(installation.tools, "reminder") == [post.DIRECTOR]
    assert len(promised(installation)) == 1


def test_only_whose_turn_it_is_are_reminded_and_counted_from_their_own_invitation(
    installation: Installation, nda: str
) -> None:
    post.send(installation, nda, reminders=Reminders(first=2, every=0, most=5))
    # Two days after, at ten: that is 34 to 58 hours, by the hour at which this test is played.
    wait(installation, days=1.25)
    story.sign(installation, nda, post.DIRECTOR, typed="Соколов Андрей Викторович")
    wait(installation, days=1.25)
    assert post.letters(installation.tools, "reminder") == []
    wait(installation, days=1.25)
    assert post.letters(installation.tools, "reminder") == [post.CLIENT]


def test_zero_means_never(installation: Installation, nda: str) -> None:
    post.send(installation, nda, reminders=Reminders(first=0, every=1, most=5))
    assert promised(installation) == []


def test_before_the_end_everybody_who_is_awaited_and_the_owner_are_warned_once(
    installation: Installation, nda: str
) -> None:
    last = installation.day(6)
    dispatch = post.send(installation, nda, expires_on=last, reminders=Reminders(first=0, every=0, most=0))
    installation.wait_for_noon(last)
    warned = post.letters(installation.tools, "deadline_near")
    assert sorted(warned) == [post.DIRECTOR, "manager@polaris.example"]
    assert post.dispatch(installation.tools, dispatch).warned_at is not None
    wait(installation, hours=1)
    assert post.letters(installation.tools, "deadline_near") == warned
    wait(installation, days=3)
    assert post.state(installation.tools, nda) == "expired"
    assert promised(installation) == []


def test_a_warning_takes_the_place_of_a_reminder_that_is_due_with_it(
    installation: Installation, nda: str
) -> None:
    last = installation.day(6)
    post.send(installation, nda, expires_on=last, reminders=Reminders(first=5, every=1, most=5))
    installation.wait_for_noon(last)
    assert post.letters(installation.tools, "reminder") == []
    assert post.DIRECTOR in post.letters(installation.tools, "deadline_near")


def test_a_sending_has_one_promised_look_whatever_happens_to_it(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda)
    [director] = [
        each for each in post.recipients(installation.tools, dispatch) if each.email == post.DIRECTOR
    ]
    wait(installation, hours=2)
    with installation.tools.work() as work:
        remind_recipient(work, director.id, actor=installation.people["manager"])
    wait(installation, days=4)
    with installation.tools.read() as session:
        waiting = select(func.count()).where(OutboxMessage.name == "remind", OutboxMessage.state == "waiting")
        assert session.scalar(waiting) == 1


def test_a_reminder_by_hand_goes_at_most_once_an_hour_and_only_to_who_is_awaited(
    installation: Installation, nda: str
) -> None:
    dispatch = post.send(installation, nda)
    manager = installation.people["manager"]
    director = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    client = post.recipient(installation.tools, dispatch, post.CLIENT)
    with installation.tools.work() as work, pytest.raises(TooManyAttempts):
        remind_recipient(work, director.id, actor=manager)
    with installation.tools.work() as work, pytest.raises(HasAnswered):
        remind_recipient(work, client.id, actor=manager)
    installation.clock.ahead += timedelta(hours=2)
    with installation.tools.work() as work:
        remind_recipient(work, director.id, actor=manager)
    assert post.letters(installation.tools, "reminder") == [post.DIRECTOR]
    story.sign(installation, nda, post.DIRECTOR, typed="Соколов Андрей Викторович")
    story.sign(installation, nda, post.CLIENT, typed="Иванов Иван Иванович")
    with installation.tools.work() as work, pytest.raises(SendingOver):
        remind_recipient(work, director.id, actor=manager)
