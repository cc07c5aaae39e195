"""A look at Redis for the page about the work and for whoever asks how a node is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from redis.client import Pipeline
from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    NoPermissionError,
    OutOfMemoryError,
    RedisError,
)

from docsvc.config import Settings
from docsvc.model import Queue
from docsvc.relay.connection import connect
from docsvc.relay.offer import Names

SECONDS: Final = 0.7
"""For each of connecting and answering."""

PROBE_MS: Final = 1000

NOT_LET_IN: Final = (AuthenticationError, AuthorizationError, NoPermissionError)


class Trouble(StrEnum):
    """Why Redis is of no use now; `refused` is a password or right that it does not accept."""

    NONE = ""
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    FULL = "full"
    UNWRITABLE = "unwritable"


@dataclass(frozen=True, slots=True)
class RedisState:
    """What Redis holds; `refused` counts jobs that were not ours, `last_refused` is what they named."""

    trouble: Trouble = Trouble.NONE
    queued: Mapping[Queue, int] = field(default_factory=dict)
    refused: int = 0
    last_refused: tuple[str, ...] = ()
    relayed: bool = False

    @property
    def usable(self) -> bool:
        """Tell whether it takes what it is told."""
        return not self.trouble


def redis_state(settings: Settings, names: Names) -> RedisState:
    """Look at Redis, within a second and a half; one that is not configured is not reachable."""
    if not settings.redis_url:
        return RedisState(Trouble.UNREACHABLE)
    try:
        return _look(settings.redis_url, names)
    except NOT_LET_IN:
        return RedisState(Trouble.REFUSED)
    except (RedisError, ValueError):
        return RedisState(Trouble.UNREACHABLE)


def _look(url: str, names: Names) -> RedisState:
    with connect(url, seconds=SECONDS) as redis, redis.pipeline(transaction=False) as pipeline:
        _ask(pipeline, names)
        written, *answers = pipeline.execute(raise_on_error=False)
    return RedisState(_trouble_of(written)) if isinstance(written, RedisError) else _found(answers)


def _ask(pipeline: Pipeline, names: Names) -> None:
    """Try to write first: a server that is full, or only copies another, answers everything else."""
    pipeline.set(names.probe, "1", px=PROBE_MS)
    for queue in Queue:
        pipeline.llen(f"rq:queue:{names.queue(queue)}")
    pipeline.get(names.refused)
    pipeline.lrange(names.last_refused, 0, -1)
    pipeline.exists(names.leader)


def _trouble_of(error: RedisError) -> Trouble:
    if isinstance(error, OutOfMemoryError):
        return Trouble.FULL
    return Trouble.REFUSED if isinstance(error, NOT_LET_IN) else Trouble.UNWRITABLE


def _found(answers: Sequence[object]) -> RedisState:
    *depths, refused, last, leader = answers
    named = last if isinstance(last, list) else []
    return RedisState(
        queued={queue: _count(depth) for queue, depth in zip(Queue, depths, strict=True)},
        refused=_count(refused),
        last_refused=tuple(each.decode(errors="replace") for each in named),
        relayed=_count(leader) > 0,
    )


def _count(answer: object) -> int:
    """Read a number; what somebody else has put in its place is none."""
    if isinstance(answer, bytes):
        return int(answer) if answer.isdigit() else 0
    return answer if isinstance(answer, int) else 0
