"""The audit file: whether it is whole, and what it says of the files beside it."""

import json
from typing import Any

from audit import AuditError, read_evidence, verify_evidence
from docsvc.verification.report import Finding, Outcome
from docsvc.verification.words import say

AUDIT_FILE = "audit.json"


def check_trail(place: str, trail: bytes, *, language: str) -> Finding:
    """Check an audit file; alone it shows that it is whole, not who wrote it."""
    try:
        head = verify_evidence(trail)
    except AuditError as error:
        return Finding(place, say(language, "trail_broken"), Outcome.BROKEN, "trail_broken", str(error))
    text = say(language, "trail", count=head.position, head=head.hash)
    return Finding(place, text, code="trail")


def last(trail: bytes, kind: str) -> dict[str, Any]:
    """Return the public details of the last entry of a kind, empty where there is none."""
    try:
        bodies: list[dict[str, Any]] = [json.loads(entry.body) for entry in read_evidence(trail)]
    except AuditError:
        return {}
    found = [body["details"] for body in bodies if body["kind"] == kind]
    return found[-1] if found else {}
