"""What stands in Redis about work: which rows of the outbox are due, and nothing else.

Redis is no place to trust. Whoever can write there may put a job that names any function, carries a pickle,
or asks for a callback or a web request when it ends. So a job is read by its form: ours names one word, which
is never imported, and ids of rows, which the outbox is asked about.
"""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rq.queue import EnqueueData
from rq.queue import Queue as RqQueue

from docsvc.model import Queue, new_id

FUNCTION: Final = "docsvc.outbox"
"""The one word that our jobs name."""

MOST_IDS: Final = 64
MOST_BYTES: Final = 16 * 1024
LONGEST_NAME: Final = 80
UNREADABLE: Final = "?"
KEPT_SECONDS: Final = 3600
"""How long a job that nobody takes stays; its row is offered again anyway."""

_FIELDS: Final = frozenset(
    b"status created_at data origin description enqueued_at timeout result_ttl failure_ttl ttl".split()
)
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_NAME: Final = re.compile(r"[^\w.:-]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offer:
    """Rows of the outbox that are due."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A job that is not ours; `name` is what it wanted to run, as far as that can be told."""

    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in Redis, where others may have a queue `mail` too, even another docsvc.

    `mark` is that of the installation.
    """

    mark: str

    def queue(self, queue: Queue) -> str:
        """Return the name of a queue."""
        return f"docsvc-{self.mark}-{queue.value}"

    @property
    def leader(self) -> str:
        """Return where the relay that leads has its name."""
        return f"docsvc:{self.mark}:relay"

    @property
    def refused(self) -> str:
        """Return where jobs are counted that were not ours."""
        return f"docsvc:{self.mark}:refused"

    @property
    def last_refused(self) -> str:
        """Return where the last of them are named."""
        return f"docsvc:{self.mark}:refused:last"

    @property
    def probe(self) -> str:
        """Return where is tried whether anything can be written."""
        return f"docsvc:{self.mark}:probe"


def offer_of(ids: Sequence[str]) -> EnqueueData:
    """Return the job that offers rows; one that offers a single row has its id."""
    return RqQueue.prepare_data(
        FUNCTION,
        args=(list(ids),),
        job_id=ids[0] if len(ids) == 1 else new_id(),
        description=FUNCTION,
        ttl=KEPT_SECONDS,
    )


def read_offer(fields: Mapping[bytes, bytes]) -> Offer | Foreign:
    """Read a job as it lies in Redis; nothing that it names is imported or executed."""
    content = _content(fields.get(b"data", b""))
    match content:
        case [str(name), None, [[*ids]], dict(more)] if (
            name == FUNCTION and not more and _is_plain(fields) and _are_ids(ids)
        ):
            return Offer(tuple(ids))
        case [str(name), *_]:
            return Foreign(_NAME.sub("_", name[:LONGEST_NAME]) or UNREADABLE)
        case _:
            return Foreign(UNREADABLE)


def _content(packed: bytes) -> Any:
    """Return the JSON of a job, which is compressed; None for anything else, however large it unpacks."""
    try:
        return json.loads(zlib.decompressobj().decompress(packed, MOST_BYTES))
    except (zlib.error, ValueError, RecursionError):
        return None


def _is_plain(fields: Mapping[bytes, bytes]) -> bool:
    """Tell whether nothing is asked for beside the job itself: no callback, web request or repetition."""
    return all(name in _FIELDS for name, value in fields.items() if value)


def _are_ids(ids: Sequence[object]) -> bool:
    return 0 < len(ids) <= MOST_IDS and all(isinstance(each, str) and _ID.fullmatch(each) for each in ids)
