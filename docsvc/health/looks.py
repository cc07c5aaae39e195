"""A look at each part. What raises is taken for «unreachable»; how long it may take is watched elsewhere."""

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from sqlalchemy import select

from docsvc.health.parts import Fault, Part
from docsvc.migrations.upgrade import Schema, standing
from docsvc.observe import logs
from docsvc.queries.operations import STUCK_AFTER, oldest_due, unserved, workers
from docsvc.relay.health import RedisState, Trouble, redis_state
from docsvc.relay.offer import Names
from docsvc.tools import Tools
from docsvc.work.clock import apart
from storage import StorageError

log = logs.logger(__name__)

LEAST_FREE: Final = 200 * 2**20
"""Bytes: below it some hundred documents fill the disk."""

CLOCKS_DIFFER: Final = timedelta(seconds=5)
"""How far the clock of a node may be from that of the database."""

SHARED_S: Final = 0.5
"""How long one look at Redis serves those who want different things of it: seconds."""

PROBE: Final = b"docsvc writes this to see whether it can.\n"
PROBE_OWNER: Final = "health"


class Looks:
    """How each part of an installation is looked at."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = Lock()
        self._redis, self._redis_at = RedisState(Trouble.UNREACHABLE), -SHARED_S

    def all(self) -> Mapping[Part, Callable[[], Fault]]:
        """Return the look at every part, in the order in which they are told."""
        return {
            Part.DATABASE: self.database,
            Part.SCHEMA: self.schema,
            Part.CLOCK: self.clock,
            Part.BLOBS: self.blobs,
            Part.DISK: self.disk,
            Part.REDIS: self.redis,
            Part.RELAY: self.relay,
            Part.WORKERS: self.workers,
            Part.OUTBOX: self.outbox,
        }

    def database(self) -> Fault:
        """Ask the database the shortest question, and whether anybody may write."""
        database = self._tools.database
        with database.reader.connect() as connection:
            connection.scalar(select(1))
        return Fault.READ_ONLY if database.is_read_only() else Fault.FINE

    def schema(self) -> Fault:
        """Compare the schema with what this code knows; a later one works with it too."""
        with self._tools.database.reader.connect() as connection:
            found = standing(connection)
        return Fault.OUTDATED if found in {Schema.EMPTY, Schema.OLDER} else Fault.FINE

    def clock(self) -> Fault:
        """Compare our clock with that of PostgreSQL: who may hold what is a matter of time."""
        with self._tools.read() as session:
            found = apart(session, self._tools.clock)
        if found is None:
            return Fault.OFF
        return Fault.APART if found > CLOCKS_DIFFER else Fault.FINE

    def blobs(self) -> Fault:
        """Write some bytes and read them back."""
        try:
            address = self._tools.blobs.put(PROBE_OWNER, PROBE)
        except StorageError as error:
            log.warning("blobs_unwritable", exc_info=error)
            return Fault.UNWRITABLE
        self._tools.blobs.get(address)
        return Fault.FINE

    def disk(self) -> Fault:
        """Look how much room is left where this node keeps things; elsewhere it is not ours to know."""
        kept = kept_at(self._tools)
        if not kept:
            return Fault.OFF
        return Fault.FULL if min(map(free, kept)) < LEAST_FREE else Fault.FINE

    def redis(self) -> Fault:
        """Ask Redis, where one rings for the workers."""
        if not self._tools.settings.redis_url:
            return Fault.OFF
        trouble = self.redis_now().trouble
        return Fault(trouble.value) if trouble else Fault.FINE

    def relay(self) -> Fault:
        """Look whether somebody offers what is due to the workers."""
        if not self._tools.settings.redis_url:
            return Fault.OFF
        found = self.redis_now()
        if not found.usable:
            return Fault.UNKNOWN
        return Fault.FINE if found.relayed else Fault.ABSENT

    def redis_now(self) -> RedisState:
        """Return what Redis holds: looked at once for all who ask at about the same time."""
        with self._lock:
            if monotonic() - self._redis_at >= SHARED_S:
                names = Names(self._tools.secrets.mark)
                self._redis, self._redis_at = redis_state(self._tools.settings, names), monotonic()
            return self._redis

    def workers(self) -> Fault:
        """Look whether every queue is served by somebody alive."""
        with self._tools.read() as session:
            seen = workers(session, now=self._tools.clock())
        return Fault.ABSENT if unserved(seen) else Fault.FINE

    def outbox(self) -> Fault:
        """Look whether what is due is taken up."""
        with self._tools.read() as session:
            oldest = oldest_due(session)
        is_stuck = oldest is not None and oldest < self._tools.clock() - STUCK_AFTER
        return Fault.STUCK if is_stuck else Fault.FINE


def kept_at(tools: Tools) -> tuple[Path, ...]:
    """Return the folders of this machine that grow: of the blobs, and of a database that is a file."""
    database = tools.settings.data if tools.database.is_sqlite else None
    kept = (tools.blobs.folder, database)
    return tuple(folder for folder in kept if folder is not None and folder.exists())


def free(folder: Path) -> int:
    """Return how many bytes are left where a folder lies."""
    return shutil.disk_usage(folder).free
