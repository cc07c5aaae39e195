"""Any file that docsvc gave away: what it is, and whether it is as it was given."""

import io
from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from docsvc.verification.package import check_package
from docsvc.verification.pdf import check_pdf
from docsvc.verification.report import Finding, Outcome, Report
from docsvc.verification.trail import AUDIT_FILE, check_trail, last
from docsvc.verification.words import Reader, say
from signing import Trusted

_HEAD: Final = 1024  # bytes in which readers look for the mark of a PDF


def verify_file(
    data: bytes,
    *,
    roots: Sequence[bytes] = (),
    trusted: Trusted | None = None,
    certificate: bytes | None = None,
    sha256: str | None = None,
    language: str = "en",
    zone: tzinfo = UTC,
) -> Report:
    """Check a signed PDF, a package or an audit file against the given root certificates (PEM).

    With its certificate of completion, or its recorded hash, a PDF is checked to its last byte; a lone PDF
    all but for the contents of its last signature. Never trusts a root that came inside the file; `trusted`
    is for whoever knows more than roots. Times are told in `zone`.
    """
    reader = Reader(language, zone)
    trusted = trusted or Trusted(tuple(roots))
    if data.startswith(b"PK"):
        return check_package(data, trusted, reader=reader)
    if data.lstrip()[:1] == b"{" and b'"entries"' in data:
        text = say(language, "trail_alone")
        alone = Finding(AUDIT_FILE, text, Outcome.UNCONFIRMED, "trail_alone")
        return Report((check_trail(AUDIT_FILE, data, language=language), alone))
    if b"%PDF-" not in data[:_HEAD]:
        unknown = say(language, "unknown_kind")
        return Report((Finding("", unknown, Outcome.BROKEN, "unknown_kind"),))
    about = Report(())
    if certificate is not None:
        sha256, about = _named_by(certificate, trusted, reader)
    return about + check_pdf("PDF", data, trusted, reader=reader, sha256=sha256)[0]


def _named_by(certificate: bytes, trusted: Trusted, reader: Reader) -> tuple[str, Report]:
    """Check a certificate of completion and return the SHA-256 of the file that it is about."""
    place, language = "certificate", reader.language
    report, _ = check_pdf(place, certificate, trusted, reader=reader, sha256=None)
    try:
        trail = PdfReader(io.BytesIO(certificate)).attachments[AUDIT_FILE][0]
    except (PyPdfError, KeyError, IndexError, ValueError):
        text = say(language, "no_trail", file=AUDIT_FILE)
        return "", report + Report((Finding(place, text, Outcome.BROKEN, "no_trail"),))
    sealed = last(trail, "document.sealed")
    checked = check_trail(f"{place}: {AUDIT_FILE}", trail, language=language)
    return str(sealed.get("sha256", "")), report + Report((checked,))
