"""Verify a signed PDF by the strict rule.

A strict parse; exactly the signatures that the certification reserved; each intact, by a fit certificate of a
given root; each update one signature and nothing else; the last one covers the whole file; and the recorded
SHA-256, if there is one. After the seal only evidence for it and time stamps may follow; the hash then fits
the whole file, or the sealed one that it begins with.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from signing.errors import SignatureBroken
from signing.foreign import foreign_signatures
from signing.layout import Layout, Signed, read
from signing.levels import level_of, raised
from signing.profile import serial_text
from signing.report import Grounds, report, timestamp_report
from signing.trusted import Trusted
from signing.values import Level
from signing.verdict import (
    OPEN,
    Broken,
    Code,
    Coverage,
    Problem,
    Role,
    SignatureReport,
    Status,
    Verdict,
)


def verify(
    pdf: bytes,
    *,
    roots: Sequence[bytes] = (),
    trusted: Trusted | None = None,
    sha256: str | None = None,
    complete: bool = True,
) -> Verdict:
    """Verify a signed PDF against roots (PEM) given from outside; never raises for what is in the file.

    `trusted` is for whoever knows more than roots: bought seals, lists of revoked certificates.
    With `sha256` (hexadecimal) any changed byte is found. Without it any change outside the last signature's
    own /Contents is found, and within it any that a strict reader can tell; a note says what nobody can.
    `complete=False` accepts a document on its way: certified, with some of its signers. Certificates are
    judged at the time of signing; see `signing.trust`. Raises MemoryError where a bound of memory was met.
    """
    problems: list[Problem] = []
    notes = [Problem(Code.LONE_FILE)] if sha256 is None else []
    reports: list[SignatureReport] = []
    closed = None
    try:
        layout = read(pdf, complete=complete)
        closed = layout.closed_at
        for one in _judge(layout, trusted or Trusted(tuple(roots)), size=len(pdf)):
            reports.append(one)  # noqa: PERF402 - what was judged before a refusal is told too
        problems += [one.problem for one in reports if one.problem]
        problems += _between(reports)
        notes += [Problem(Code.EVIDENCE_UNSTAMPED)] * layout.unstamped
        reports = raised(layout, reports)
    except Broken as found:
        problems += [one.problem for one in reports if one.problem] + [found.problem]
        reports += _foreign(pdf) if found.problem.code is Code.FOREIGN else ()
    except MemoryError:
        raise  # it tells of the bounds that were set, not of the file
    except Exception as error:  # noqa: BLE001 - whatever the parser raises on hostile bytes is an answer
        problems.append(Problem(Code.UNREADABLE, detail=f"{type(error).__name__}: {error}"[:200]))
    if sha256 is not None and not _same(pdf, closed, sha256):
        problems.insert(0, Problem(Code.HASH_DIFFERS))
    notes += [remark for one in reports for remark in one.remarks]
    return Verdict(_status(problems), tuple(reports), tuple(problems), tuple(notes))


def reached_level(pdf: bytes) -> Level:
    """Read out of the file which level its last signature reached, to record it. Raises SignatureBroken."""
    try:
        return level_of(read(pdf, complete=False))
    except Broken as found:
        raise SignatureBroken(str(found)) from found


def certified_part(pdf: bytes) -> bytes:
    """Return the file as it was sent: up to the end of its first signature. Raises SignatureBroken."""
    try:
        return pdf[: read(pdf, complete=False).signatures[0].end]
    except Broken as found:
        raise SignatureBroken(str(found)) from found


def closing_serial(pdf: bytes) -> str:
    """Return the number of the certificate that made the last signature. Raises SignatureBroken."""
    try:
        last = read(pdf, complete=False).signatures[-1]
    except Broken as found:
        raise SignatureBroken(str(found)) from found
    return serial_text(last.embedded.signer_cert)


def _foreign(pdf: bytes) -> tuple[SignatureReport, ...]:
    """Describe what others signed; never raises, for it decides nothing."""
    try:
        return foreign_signatures(pdf)
    except Exception:  # noqa: BLE001 - whatever the parser raises on hostile bytes
        return ()


def _judge(layout: Layout, trusted: Trusted, *, size: int) -> Iterator[SignatureReport]:
    """Judge the time stamps from the last back, for each vouches for what it covers; then the signatures."""
    stamps: dict[str, SignatureReport] = {}
    grounds = Grounds(trusted, layout.evidence)
    signatures = layout.signatures
    covers = {one.field: _coverage(one, layout, size) for one in signatures}
    for signed in reversed([one for one in signatures if one.role is Role.TIMESTAMP]):
        stamp = timestamp_report(signed, grounds, coverage=covers[signed.field])
        stamps[signed.field] = stamp
        grounds = replace(grounds, stamps_at=stamp.stamped_at or grounds.stamps_at)
    for one in signatures:
        since = _before(one, signatures)
        yield stamps.get(one.field) or report(one, grounds, since=since, coverage=covers[one.field])


def _coverage(one: Signed, layout: Layout, size: int) -> Coverage:
    """Say how much of the file a signature covers; nothing but evidence may follow the last one."""
    if one.end == size:
        return Coverage.WHOLE_FILE
    latest = one is layout.signatures[-1]
    return Coverage.BUT_EVIDENCE if latest and layout.unstamped else Coverage.REVISION


def _before(signed: Signed, signatures: Sequence[Signed]) -> int:
    return max((one.end for one in signatures if one.end < signed.end), default=0)


def _between(reports: list[SignatureReport]) -> list[Problem]:
    """Compare the signatures with each other: time goes forward, and one organisation opens and closes."""
    problems = [
        Problem(Code.OUT_OF_ORDER, later.field, f"{later.at:%H:%M:%S} is before {earlier.at:%H:%M:%S}")
        for earlier, later in pairwise(one for one in reports if one.role is not Role.TIMESTAMP)
        if later.at < earlier.at
    ]
    opening = reports[0]
    problems += [
        Problem(Code.SEAL_OF_ANOTHER, one.field, f"{opening.who} / {one.who}")
        for one in reports
        if one.role is Role.SEAL and (one.who, one.organisation) != (opening.who, opening.organisation)
    ]
    return problems


def _status(problems: list[Problem]) -> Status:
    codes = {problem.code for problem in problems}
    if codes - OPEN:
        return Status.BROKEN
    return Status.INTACT_UNTRUSTED if codes else Status.INTACT_TRUSTED


def _same(pdf: bytes, closed: int | None, sha256: str) -> bool:
    """Compare the whole file, and the part of it that was sealed, with the recorded hash."""
    wanted = sha256.strip().lower().encode()
    parts = [pdf] if closed is None else [pdf, pdf[:closed]]
    return any(hmac.compare_digest(hashlib.sha256(part).hexdigest().encode(), wanted) for part in parts)
