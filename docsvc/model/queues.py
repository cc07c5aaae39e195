"""By how heavy it is, work waits in one of four queues; where there are worker processes, each serves one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Queue(StrEnum):
    """A queue, named for its heaviest work."""

    RENDER = "render"
    SEAL = "seal"
    MAIL = "mail"
    SCAN = "scan"


QUEUES: Final[dict[str, Queue]] = {
    "render": Queue.RENDER,
    "trial": Queue.RENDER,
    "prepare": Queue.SEAL,
    "sign": Queue.SEAL,
    "seal": Queue.SEAL,
    "complete": Queue.SEAL,
    "archive": Queue.SEAL,
    "lasting": Queue.SEAL,
    "forget_edit": Queue.SEAL,
    "mail": Queue.MAIL,
    "mailing": Queue.MAIL,
    "mailing_withdraw": Queue.MAIL,
    "mchd": Queue.MAIL,
    "approval_clock": Queue.SCAN,
    "approval_clocks": Queue.SCAN,
    "expire": Queue.SCAN,
    "lasting_all": Queue.SCAN,
    "leave_seat": Queue.SCAN,
    "remind": Queue.SCAN,
    "seal_ends": Queue.SCAN,
    "signatory_lost": Queue.SCAN,
    "weekly_figures": Queue.SCAN,
}
"""The queue of each job; `scan` is short looks at the database, which are done many at a time."""

LOT: Final[Mapping[str, int]] = {Queue.SCAN: 32}
"""Rows that are handed over at once: a look takes less than the way to it."""


def queue_of(name: str) -> Queue:
    """Return the queue that a job waits in; what nobody knows goes where every tool is at hand."""
    return QUEUES.get(name, Queue.RENDER)
