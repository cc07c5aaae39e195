"""What the transport, the jobs and the command line act with: transactions, bytes and keys."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from docsvc.config import Settings
from docsvc.model.seal_keys import StoredKey
from docsvc.queries.seal_keys import anchors, key_marks, revocations, seal_prints, stored_keys
from docsvc.work import Database, Secrets, Work, utc_now
from docsvc.work.failpoints import die_at
from docsvc.work.outage import told_as_outage
from signing import Egress, Keys, Stamper, Trusted, revocation_list
from storage import Blobs


@dataclass
class Tools:
    """The parts of one running installation. `clock` returns aware UTC; tests set their own."""

    settings: Settings
    database: Database
    blobs: Blobs
    secrets: Secrets
    load_keys: Callable[[Sequence[StoredKey]], Keys]
    root_pem: Callable[[], bytes]
    clock: Callable[[], datetime] = utc_now
    _opened: tuple[object, Keys] | None = field(default=None, repr=False)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open a writing transaction: committed whole at the end, or not at all.

        Raises `DatabaseUnavailable`; where the connection breaks in the commit, nobody knows which it was.
        """
        opened = Session(self.database.writer, expire_on_commit=False)
        with told_as_outage(), opened as session, session.begin():
            unit = Work(
                session=session,
                now=self.clock(),
                blobs=self.blobs,
                secrets=self.secrets,
                timezone=self.settings.timezone,
                trusted_authorities=self.settings.qualified_roots,
            )
            yield unit
        for kind in unit.recorded:
            die_at(f"commit:{kind}", self.settings.failpoint)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a reading transaction: it can change nothing. Raises `DatabaseUnavailable`."""
        opened = Session(self.database.reader, expire_on_commit=False)
        with told_as_outage(), opened as session, session.begin():
            yield session

    @property
    def stamper(self) -> Stamper | None:
        """Return the time-stamping authority, where one is configured."""
        return Stamper(self.settings.tsa_url) if self.settings.tsa_url else None

    @property
    def egress(self) -> Egress:
        """Return how the servers that certificates name may be asked."""
        return Egress(private=self.settings.private_egress)

    @property
    def keys(self) -> Keys:
        """Return the certificate authority and the seal as it is now: any node may have changed it."""
        with self.read() as session:
            marks = key_marks(session)
            if self._opened is None or self._opened[0] != marks:
                self._opened = marks, self.load_keys(stored_keys(session))
        return self._opened[1]


def trusted_roots(tools: Tools) -> tuple[bytes, ...]:
    """Return what ends chains here (PEM): our own root, whoever issued a seal, and the TSA's roots.

    Those of earlier seals stay, so that old documents stay confirmed.
    """
    with tools.read() as session:
        found = anchors(session)
    stamping = (tools.settings.tsa_roots,) if tools.settings.tsa_roots else ()
    return tuple(dict.fromkeys((tools.root_pem(), *found, *stamping)))


def trusted(tools: Tools) -> Trusted:
    """Return what this installation believes: its roots, its seals by SHA-256, and what it has revoked."""
    roots = trusted_roots(tools)
    with tools.read() as session:
        seals, revoked = seal_prints(session), bool(revocations(session))
    return Trusted(roots, seals, (revoked_list(tools),) if revoked else ())


def revoked_list(tools: Tools) -> bytes:
    """Sign the list of what our authority has revoked, as of now (DER)."""
    with tools.read() as session:
        found = revocations(session)
    own = tools.keys.authority
    made = revocation_list(own.certificate, own.key, at=tools.clock(), revoked=found)
    return bytes(made.dump())
