"""The outbox: what is promised is done, at least once, by one holder at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from docsvc.actions.replay_job import replay_job
from docsvc.errors import Forbidden
from docsvc.jobs import run_job
from docsvc.model import Mail, OutboxMessage, OutboxState
from docsvc.relay.outbox import BACKOFF, LEASE, Claim, claim, fail, reclaim_all, succeed
from tests.integration.core.installation import Installation


def promise(installation: Installation, *, key: str | None = None, after: timedelta = timedelta()) -> None:
    with installation.tools.work() as work:
        work.later("render", {"version": "none"}, key=key, due_at=work.now + after)


def only(installation: Installation) -> OutboxMessage:
    with installation.tools.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.name == "render")).one()


def take(installation: Installation) -> Claim:
    (held,) = claim(installation.tools, limit=5)
    return held


def test_the_same_promise_is_made_once(installation: Installation) -> None:
    promise(installation, key="render:1")
    promise(installation, key="render:1")
    assert only(installation).state == OutboxState.WAITING.value


def test_work_is_not_handed_out_before_it_is_due(installation: Installation) -> None:
    promise(installation, after=timedelta(hours=1))
    assert claim(installation.tools, limit=5) == ()
    installation.clock.ahead = timedelta(hours=2)
    assert take(installation).name == "render"


def test_a_claimed_message_is_nobody_elses_until_its_lease_is_over(installation: Installation) -> None:
    promise(installation)
    first = take(installation)
    assert claim(installation.tools, limit=5) == ()
    installation.clock.ahead = LEASE + timedelta(seconds=1)
    second = take(installation)
    assert second.id == first.id
    assert not succeed(installation.tools, first), "whoever lost the lease may not report"
    assert succeed(installation.tools, second)
    assert only(installation).state == OutboxState.DONE.value


def test_many_claim_at_once_and_each_message_has_one_holder(installation: Installation) -> None:
    for number in range(30):
        promise(installation, key=f"render:{number}")
    with ThreadPoolExecutor(8) as pool:
        held = [
            one for some in pool.map(lambda _: claim(installation.tools, limit=5), range(12)) for one in some
        ]
    assert len(held) == len({one.id for one in held}) == 30


def test_failures_wait_longer_and_longer_and_end_with_an_alarm(installation: Installation) -> None:
    promise(installation)
    for wait in BACKOFF:
        fail(installation.tools, take(installation), "boom")
        assert claim(installation.tools, limit=5) == ()
        installation.clock.ahead += wait + timedelta(seconds=1)
    fail(installation.tools, take(installation), "boom")
    dead = only(installation)
    assert (dead.state, dead.error) == (OutboxState.DEAD.value, "boom")
    with installation.tools.read() as session:
        assert session.scalars(select(Mail.to_email).where(Mail.template == "failed")).all() == [
            "administrator@polaris.example",
        ]


def test_only_an_administrator_replays_a_dead_message(installation: Installation) -> None:
    promise(installation)
    message_id = only(installation).id
    with installation.tools.work() as work:
        work.session.execute(update(OutboxMessage).values(state=OutboxState.DEAD.value))
    with pytest.raises(Forbidden), installation.tools.work() as work:
        replay_job(work, message_id, actor=installation.people["manager"])
    with installation.tools.work() as work:
        replay_job(work, message_id, actor=installation.people["administrator"])
    assert take(installation).id == message_id


def test_a_restarted_runner_takes_over_at_once(installation: Installation) -> None:
    promise(installation)
    take(installation)
    assert reclaim_all(installation.tools) == 1
    assert take(installation).attempts == 2


def test_a_job_that_is_not_ours_is_refused(installation: Installation) -> None:
    assert "os.system" in run_job(installation.tools, "os.system", {"command": "true"})
