"""Checking what docsvc gave away, with no server, database or network: a PDF, a package, an audit file."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from audit import AuditError, Entry, read_evidence, verify_evidence
from signing import IssuerUnconfirmed, SignatureBroken, Status, verify, verify_detached
from storage import Bundle, BundleBroken, unpack

AUDIT_FILE = "audit.json"


class Outcome(IntEnum):
    """The answer as the exit code of `docsvc verify`."""

    CONFIRMED = 0
    BROKEN = 1
    UNCONFIRMED = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: about which part, and what was found there."""

    place: str
    text: str
    outcome: Outcome = Outcome.CONFIRMED


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; the worst finding decides."""

    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """Return broken if anything is, else unconfirmed if any issuer is, else confirmed."""
        found = {finding.outcome for finding in self.findings}
        return next(
            (each for each in (Outcome.BROKEN, Outcome.UNCONFIRMED) if each in found), Outcome.CONFIRMED
        )


def verify_file(data: bytes, *, roots: Sequence[bytes], certificate: bytes | None = None) -> Report:
    """Check a signed PDF, a package or an audit file against the given root certificates (PEM).

    With its certificate of completion a PDF is checked to its last byte; a lone PDF all but for the contents
    of its last signature. Never trusts a root that came inside the file.
    """
    if data.startswith(b"PK"):
        return Report(tuple(_package(data, roots)))
    if data.lstrip()[:1] == b"{":
        alone = Finding(
            AUDIT_FILE, "alone it does not show who wrote it: check the package", Outcome.UNCONFIRMED
        )
        return Report((*_trail(AUDIT_FILE, data), alone))
    if certificate is None:
        return Report(tuple(_pdf("PDF", data, roots, sha256=None)))
    expected, findings = _named_by(certificate, roots)
    return Report((*findings, *_pdf("PDF", data, roots, sha256=expected)))


def _pdf(place: str, data: bytes, roots: Sequence[bytes], *, sha256: str | None) -> list[Finding]:
    verdict = verify(data, roots=roots, sha256=sha256)
    outcome = {Status.INTACT_TRUSTED: Outcome.CONFIRMED, Status.INTACT_UNTRUSTED: Outcome.UNCONFIRMED}.get(
        verdict.status,
        Outcome.BROKEN,
    )
    signatures = [
        Finding(place, f"{each.role}: {each.who}, {each.at:%Y-%m-%d %H:%M:%S} UTC, certificate {each.serial}")
        for each in verdict.signatures
    ]
    problems = [Finding(place, str(problem), outcome) for problem in verdict.problems]
    notes = [Finding(place, str(note)) for note in verdict.notes]
    if outcome is not Outcome.CONFIRMED and not problems:
        problems = [Finding(place, verdict.status.value, outcome)]
    return [*problems, *signatures, *notes]


def _package(data: bytes, roots: Sequence[bytes]) -> list[Finding]:
    try:
        bundle = unpack(data)
    except BundleBroken as error:
        return [Finding("package", str(error), Outcome.BROKEN)]
    findings = [_manifest(bundle, roots), *_trail(AUDIT_FILE, bundle.files.get(AUDIT_FILE, b""))]
    completed = _last(bundle.files.get(AUDIT_FILE, b""), "document.completed")
    for ending, key in (("_signed.pdf", "final_sha256"), ("_certificate.pdf", "certificate_sha256")):
        names = [name for name in bundle.files if name.endswith(ending)]
        if len(names) != 1:
            findings.append(Finding("package", f"one file named …{ending} is expected", Outcome.BROKEN))
            continue
        findings += _pdf(names[0], bundle.files[names[0]], roots, sha256=str(completed.get(key)))
    return findings


def _manifest(bundle: Bundle, roots: Sequence[bytes]) -> Finding:
    place = "manifest.json.p7s"
    try:
        verify_detached(bundle.manifest, bundle.signature, roots)
    except IssuerUnconfirmed as error:
        return Finding(place, str(error), Outcome.UNCONFIRMED)
    except SignatureBroken as error:
        return Finding(place, str(error), Outcome.BROKEN)
    return Finding(place, f"{len(bundle.files)} files, signed by the organisation's seal")


def _trail(place: str, data: bytes) -> list[Finding]:
    """Check an audit file; alone it shows that it is whole, not who wrote it."""
    try:
        head = verify_evidence(data)
    except AuditError as error:
        return [Finding(place, str(error), Outcome.BROKEN)]
    return [Finding(place, f"{head.position} entries, head {head.hash}")]


def _named_by(certificate: bytes, roots: Sequence[bytes]) -> tuple[str, list[Finding]]:
    """Check a certificate of completion and return the SHA-256 of the file that it is about."""
    place = "certificate"
    findings = _pdf(place, certificate, roots, sha256=None)
    try:
        trail = PdfReader(io.BytesIO(certificate)).attachments[AUDIT_FILE][0]
    except (PyPdfError, KeyError, IndexError, ValueError):
        return "", [*findings, Finding(place, f"{AUDIT_FILE} is not attached", Outcome.BROKEN)]
    sealed = _last(trail, "document.sealed")
    return str(sealed.get("sha256", "")), [*findings, *_trail(f"{place}: {AUDIT_FILE}", trail)]


def _last(trail: bytes, kind: str) -> dict[str, Any]:
    """Return the public details of the last entry of a kind, empty where there is none."""
    try:
        bodies = [_body(entry) for entry in read_evidence(trail)]
    except AuditError:
        return {}
    found = [body["details"] for body in bodies if body["kind"] == kind]
    return found[-1] if found else {}


def _body(entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(entry.body)
    return body
