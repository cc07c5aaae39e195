"""Verify a signed PDF by the strict rule.

A strict parse; exactly the signatures that the certification reserved; each intact, by a fit certificate of a
given root; each update one signature and nothing else; the last one covers the whole file; and the recorded
SHA-256, if there is one.
"""

import hashlib
import hmac
from collections.abc import Sequence
from itertools import pairwise

from signing.errors import SignatureBroken
from signing.layout import read
from signing.report import accepted, report
from signing.values import Level
from signing.verdict import Broken, Code, Problem, Role, SignatureReport, Status, Verdict


def verify(
    pdf: bytes, *, roots: Sequence[bytes], sha256: str | None = None, complete: bool = True
) -> Verdict:
    """Verify a signed PDF against roots (PEM) given from outside; never raises for what is in the file.

    With `sha256` (hexadecimal) any changed byte is found. Without it any change outside the last signature's
    own /Contents is found, and within it any that a strict reader can tell; a note says what nobody can.
    `complete=False` accepts a document on its way: certified, with some of its signers. Certificates are
    judged at the time of signing; see `signing.trust`.
    """
    problems = [] if sha256 is None or _same(pdf, sha256) else [Problem(Code.HASH_DIFFERS)]
    notes = [Problem(Code.LONE_FILE)] if sha256 is None else []
    reports: list[SignatureReport] = []
    try:
        _judge(pdf, roots, complete=complete, reports=reports)
        problems += [one.problem for one in reports if one.problem]
        problems += _between(reports)
    except Broken as found:
        problems += [one.problem for one in reports if one.problem] + [found.problem]
    except Exception as error:  # noqa: BLE001 - whatever the parser raises on hostile bytes is an answer
        problems.append(Problem(Code.UNREADABLE, detail=f"{type(error).__name__}: {error}"[:200]))
    notes += [one.remark for one in reports if one.remark]
    return Verdict(_status(problems), tuple(reports), tuple(problems), tuple(notes))


def reached_level(pdf: bytes) -> Level:
    """Read out of the file which level its last signature reached, to record it. Raises SignatureBroken."""
    try:
        return Level.B_T if accepted(read(pdf, complete=False)[-1]).stamped else Level.B_B
    except Broken as found:
        raise SignatureBroken(str(found)) from found


def _judge(pdf: bytes, roots: Sequence[bytes], *, complete: bool, reports: list[SignatureReport]) -> None:
    since, signatures = 0, read(pdf, complete=complete)
    for signed in signatures:
        reports.append(report(signed, roots, since=since, last=signed is signatures[-1]))
        since = signed.end


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
    if codes - {Code.ISSUER_UNCONFIRMED}:
        return Status.BROKEN
    return Status.INTACT_UNTRUSTED if codes else Status.INTACT_TRUSTED


def _same(pdf: bytes, sha256: str) -> bool:
    return hmac.compare_digest(hashlib.sha256(pdf).hexdigest().encode(), sha256.strip().lower().encode())
