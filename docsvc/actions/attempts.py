"""Counting failures in windows of time: the one mechanism behind every limit of attempts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docsvc.errors import TooManyAttempts
from docsvc.model import Attempt, new_id
from docsvc.work import Work, insert_into

NETWORK_BITS: Final = 64
"""Of an IPv6 address: the rest is chosen by whoever is in the network. Source: RFC 4291, 2.5.4."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` failures of one key in a window of `minutes`, which start at fixed times."""

    name: str
    most: int
    minutes: int

    def window(self, now: datetime) -> int:
        """Return the number of the window that `now` falls in."""
        return int(now.timestamp()) // (self.minutes * 60)

    def end(self, now: datetime) -> datetime:
        """Return when that window is over."""
        return datetime.fromtimestamp((self.window(now) + 1) * self.minutes * 60, tz=UTC)


def refusal(work: Work, limit: Limit, key: str) -> TooManyAttempts | None:
    """Return the refusal when the limit is used up, else None."""
    return look_up_refusal(work.session, limit, key, now=work.now)


def look_up_refusal(session: Session, limit: Limit, key: str, *, now: datetime) -> TooManyAttempts | None:
    """Return the refusal as `refusal` does, in a transaction that only reads."""
    used = session.scalar(select(Attempt.count).filter_by(**_names(limit, key, now=now)))
    if (used or 0) < limit.most:
        return None
    seconds = (limit.end(now) - now).total_seconds()
    return TooManyAttempts(minutes=max(1, round(seconds / 60)))


def count_failure(work: Work, limit: Limit, key: str) -> int:
    """Count one more failure and return how many there are in this window; forget windows that are over."""
    work.session.execute(delete(Attempt).where(Attempt.expires_at < work.now))
    names = _names(limit, key, now=work.now)
    row = insert_into(work.session, Attempt).values(
        id=new_id(), **names, count=1, expires_at=limit.end(work.now)
    )
    counted = row.on_conflict_do_update(
        index_elements=["key", "window"],
        set_={"count": Attempt.count + 1},
    ).returning(Attempt.count)
    return work.session.execute(counted).scalar_one()


def count_or_refuse(work: Work, limit: Limit, key: str) -> None:
    """Count one more; raise `TooManyAttempts` where the limit is used up."""
    if (refused := refusal(work, limit, key)) is not None:
        raise refused
    count_failure(work, limit, key)


def network_of(address: str) -> str:
    """Return what one guesser can hardly change: an IPv4 address, or the network of an IPv6 one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known.packed, NETWORK_BITS), strict=False))


def _names(limit: Limit, key: str, *, now: datetime) -> dict[str, str]:
    """Name the counter without keeping whom it is about."""
    digest = sha256(f"{limit.name}\0{key}".encode()).hexdigest()
    return {"key": digest, "window": str(limit.window(now))}
