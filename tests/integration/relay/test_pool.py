"""The processes of the embedded runner: a lot is done one after the other, and one death costs one job."""

import os
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from docsvc.relay.outbox import Claim, Outcome
from docsvc.relay.pool import Pool
from tests.integration.relay.crew import wait_until


def serve(pipe: Connection) -> None:
    """Do what a job is called: fail, die, or neither."""
    pipe.send(None)
    while True:
        try:
            name, _payload, _id = pipe.recv()
        except EOFError:
            return
        if name == "die":
            os._exit(3)
        pipe.send("it failed" if name == "fail" else "")


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(serve, 1, preload="json")
    assert (made.idle, made.busy) == (0, False)  # nobody is given work while it loads
    wait_until_ready(made)
    yield made
    made.close()


def wait_until_ready(pool: Pool) -> None:
    wait_until(lambda: not pool.collect(0.1) and pool.idle == 1)


def lot(*names: str) -> list[Claim]:
    return [Claim(str(number), name, {}, "lease", 1, "scan") for number, name in enumerate(names)]


def outcomes(pool: Pool, count: int) -> list[Outcome]:
    found: list[Outcome] = []

    def collected() -> bool:
        found.extend(pool.collect(0.1))
        return len(found) >= count

    wait_until(collected)
    return found


def test_a_hand_does_a_lot_and_each_job_has_an_answer_of_its_own(pool: Pool) -> None:
    given = lot("do", "fail", "do")
    pool.submit(given)
    assert (pool.idle, pool.held) == (0, tuple(given))
    answers = outcomes(pool, 3)
    assert [(each.held, each.error) for each in answers] == list(
        zip(given, ("", "it failed", ""), strict=True)
    )
    assert (pool.idle, pool.take_back()) == (1, ())


def test_a_hand_that_dies_has_failed_at_one_job_and_the_rest_comes_back_unbegun(pool: Pool) -> None:
    done, deadly, *left = lot("do", "die", "do", "do")
    pool.submit([done, deadly, *left])
    first, second = outcomes(pool, 2)
    assert (first.held, first.error) == (done, "")
    assert second.held == deadly
    assert "3" in second.error
    assert (pool.take_back(), pool.held) == (tuple(left), ())
    wait_until_ready(pool)
    pool.submit(left)
    assert [each.held for each in outcomes(pool, 2)] == left, "another hand has taken the place"
