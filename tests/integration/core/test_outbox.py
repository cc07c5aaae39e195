"""The outbox: what is promised is done, at least once, by one holder at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from docsvc.actions.replay_job import replay_job
from docsvc.errors import Forbidden
from docsvc.jobs import run_job
from docsvc.model import Mail, OutboxMessage, OutboxState, WorkerSeen
from docsvc.queries.operations import workers
from docsvc.relay.leases import Holder, beat, end_leases, give_back
from docsvc.relay.outbox import (
    BACKOFF,
    LEASE,
    LONGEST_AFTER_LOSS,
    LOST,
    Claim,
    Outcome,
    claim,
    fail,
    is_due,
    report,
    succeed,
)
from tests.integration.core.installation import Installation


def promise(installation: Installation, *, key: str | None = None, after: timedelta = timedelta()) -> None:
    with installation.tools.work() as work:
        work.later("render", {"version": "none"}, key=key, due_at=work.now + after)


def only(installation: Installation) -> OutboxMessage:
    with installation.tools.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.name == "render")).one()


def take(installation: Installation, worker: str = "") -> Claim:
    (held,) = claim(installation.tools, limit=5, worker=worker)
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


def test_whoever_takes_the_place_of_the_dead_takes_over_at_once_and_from_nobody_else(
    installation: Installation,
) -> None:
    for number in range(2):
        promise(installation, key=f"render:{number}")
    (dead,) = claim(installation.tools, limit=1, worker="dead")
    alive = take(installation, "alive")
    assert end_leases(installation.tools, worker="dead") == 1
    again = take(installation, "next")
    assert (again.id, again.attempts) == (dead.id, 2)
    assert succeed(installation.tools, alive)


def test_what_costs_one_holder_after_the_other_waits_longer_and_dies(installation: Installation) -> None:
    promise(installation)
    for wait in (timedelta(), *(min(wait, LONGEST_AFTER_LOSS) for wait in BACKOFF)):
        take(installation, "worker")
        end_leases(installation.tools, worker="worker")
        assert not wait or "render" not in {held.name for held in claim(installation.tools, limit=5)}
        installation.clock.ahead += wait + timedelta(seconds=1)
    dead = only(installation)
    assert (dead.state, dead.error) == (OutboxState.DEAD.value, LOST)
    with installation.tools.read() as session:
        assert session.scalars(select(Mail.template)).all() == ["failed"]


def test_a_process_that_dies_at_its_work_costs_less_waiting_than_work_that_fails(
    installation: Installation,
) -> None:
    promise(installation)
    waits = list[timedelta]()
    for _ in BACKOFF:
        held = take(installation)
        before = installation.clock()
        assert report(installation.tools, [Outcome(held, "код -9", lost=True)]) == 1
        waits.append(only(installation).due_at - before)
        installation.clock.ahead += LONGEST_AFTER_LOSS + timedelta(seconds=1)
    assert waits[0] < BACKOFF[0]
    assert LONGEST_AFTER_LOSS <= max(waits) < LONGEST_AFTER_LOSS + timedelta(seconds=1)
    report(installation.tools, [Outcome(take(installation), "код -9", lost=True)])
    assert only(installation).state == OutboxState.DEAD.value


def test_a_sign_of_life_keeps_a_lease_and_tells_who_is_there(installation: Installation) -> None:
    promise(installation)
    held = take(installation, "worker")
    holder = Holder("worker", "render", installation.clock())
    for _ in range(3):
        installation.clock.ahead += LEASE * 0.8
        assert beat(installation.tools, holder, [held]) == 1
        assert claim(installation.tools, limit=5) == ()
    with installation.tools.read() as session:
        seen = session.scalars(select(WorkerSeen)).one()
        assert (seen.name, seen.queue, seen.seen_at > seen.started_at) == ("worker", "render", True)
    installation.clock.ahead += LEASE * 1.2
    take(installation, "another")
    assert beat(installation.tools, holder, [held]) == 0, "what was lost stays lost"
    end_leases(installation.tools, worker="worker")
    with installation.tools.read() as session:
        assert session.scalars(select(WorkerSeen)).all() == []


def test_a_clock_that_was_a_week_ahead_and_is_set_back_keeps_nothing_waiting(
    installation: Installation,
) -> None:
    holder = Holder("right", "render", installation.clock())
    installation.clock.ahead = timedelta(weeks=1)
    promise(installation, key="held")
    beat(installation.tools, Holder("wrong", "render", installation.clock()), [take(installation, "wrong")])
    promise(installation, key="waiting")
    promise(installation, key="later", after=timedelta(days=3))
    installation.clock.ahead = timedelta()
    with installation.tools.read() as session:
        assert all(row.silent for row in workers(session, now=installation.clock()))
    beat(installation.tools, holder, ())
    due = {OutboxMessage.key == key for key in ("held", "waiting")}
    with installation.tools.read() as session:
        ids = {session.scalars(select(OutboxMessage.id).where(each)).one() for each in due}
        assert [row.name for row in workers(session, now=installation.clock())] == ["right"]
    taken = claim(installation.tools, limit=9)
    assert {held.id for held in taken if held.name != "approval_clocks"} == ids
    assert claim(installation.tools, limit=9) == ()


def test_a_message_that_kills_whoever_is_silent_about_it_is_dead_in_the_end(
    installation: Installation,
) -> None:
    promise(installation)
    for _ in range(len(BACKOFF) + 1):
        take(installation)
        installation.clock.ahead += LEASE + timedelta(seconds=1)
    with installation.tools.read() as session:
        assert is_due(session, installation.clock())
    assert [held.name for held in claim(installation.tools, limit=5)] == ["mail"], "the alarm"
    assert (only(installation).state, only(installation).error) == (OutboxState.DEAD.value, LOST)


def test_what_was_not_begun_is_given_back_as_if_nobody_had_taken_it(installation: Installation) -> None:
    promise(installation)
    give_back(installation.tools, [take(installation, "worker")])
    row = only(installation)
    assert (row.attempts, row.worker, row.started_at, row.lease_token) == (0, "", None, None)
    assert take(installation).attempts == 1


def test_only_the_rows_that_were_named_are_claimed(installation: Installation) -> None:
    for number in range(3):
        promise(installation, key=f"render:{number}")
    with installation.tools.read() as session:
        asked = session.scalars(select(OutboxMessage.id).where(OutboxMessage.key == "render:1")).all()
    assert [held.id for held in claim(installation.tools, limit=5, ids=asked)] == asked
    assert claim(installation.tools, limit=5, ids=asked) == ()


def test_a_failure_is_written_down_whatever_its_words_hold(installation: Installation) -> None:
    promise(installation)
    assert fail(installation.tools, take(installation), "NUL \0, a lone half \ud800 and the end")
    assert only(installation).error.endswith("and the end")


def test_a_job_that_is_not_ours_is_refused(installation: Installation) -> None:
    assert "os.system" in run_job(installation.tools, "os.system", {"command": "true"})
