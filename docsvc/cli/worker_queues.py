"""What `docsvc worker --queues` takes: `render:2,seal`."""

from typing import Final

import typer

from docsvc.errors.phrase import Phrase
from docsvc.model import Queue

MOST: Final = 64
"""Processes of one command; more belong on more machines."""


def read_queues(text: str) -> dict[Queue, int]:
    """Return how many processes each queue gets; raise `BadParameter`, which names the queues there are."""
    asked: dict[Queue, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        queue, count = _read(part)
        asked[queue] = asked.get(queue, 0) + count
        if not 0 < asked[queue] <= MOST:
            raise typer.BadParameter(
                Phrase("«%(part)s»: процессов бывает от 1 до %(most)s", part=part, most=MOST),
                param_hint="--queues",
            )
    if not asked:
        raise typer.BadParameter("назовите хотя бы одну очередь", param_hint="--queues")
    return asked


def _read(part: str) -> tuple[Queue, int]:
    name, _, number = part.partition(":")
    if name not in set(Queue):
        raise typer.BadParameter(
            Phrase("нет очереди «%(name)s»; есть %(queues)s", name=name, queues=", ".join(Queue)),
            param_hint="--queues",
        )
    return Queue(name), int(number) if number.isdecimal() else int(not number)
