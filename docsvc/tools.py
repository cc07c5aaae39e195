"""What the transport, the jobs and the command line act with: transactions, bytes and keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from docsvc.config import Settings
from docsvc.work import Database, Secrets, Work, utc_now
from docsvc.work.failpoints import die_at
from signing import Keys, Stamper
from storage import Blobs


@dataclass
class Tools:
    """The parts of one running installation. `clock` returns aware UTC; tests set their own."""

    settings: Settings
    database: Database
    blobs: Blobs
    secrets: Secrets
    load_keys: Callable[[], Keys]
    clock: Callable[[], datetime] = utc_now

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open a writing transaction: committed whole at the end, or not at all."""
        with Session(self.database.writer, expire_on_commit=False) as session, session.begin():
            unit = Work(
                session=session,
                now=self.clock(),
                blobs=self.blobs,
                secrets=self.secrets,
                timezone=self.settings.timezone,
            )
            yield unit
        for kind in unit.recorded:
            die_at(f"commit:{kind}", self.settings.failpoint)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a reading transaction: it can change nothing."""
        with Session(self.database.reader, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def stamper(self) -> Stamper | None:
        """Return the time-stamping authority, where one is configured."""
        return Stamper(self.settings.tsa_url) if self.settings.tsa_url else None

    @cached_property
    def keys(self) -> Keys:
        """Return the installation's seal and certificate authority, loaded at first use."""
        return self.load_keys()
