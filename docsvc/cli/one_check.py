"""One file of many, checked apart and within bounds: what cannot be opened is an answer as well."""

from pathlib import Path

from docsvc.verification import Finding, Outcome, Report
from docsvc.verification.apart import OWN, check_safely
from docsvc.verification.words import say
from signing import Trusted


def check_file(path: Path, *, trusted: Trusted, certificate: bytes | None, language: str) -> Report:
    """Check a file as `verify_file` does; never raises for what the file is."""
    try:
        content = path.read_bytes()
    except OSError as error:
        not_opened = say(language, "not_opened")
        return Report((Finding("", not_opened, Outcome.BROKEN, "not_opened", error.strerror or ""),))
    return check_safely(content, trusted=trusted, certificate=certificate, language=language, bounds=OWN)
