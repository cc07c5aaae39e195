"""An archive package: its seal, its trail, the PDFs in it, and the signatures that lie beside them."""

import io
from dataclasses import replace
from typing import Final
from zipfile import BadZipFile, ZipFile

from docsvc.verification.beside import check_beside
from docsvc.verification.pdf import check_pdf
from docsvc.verification.report import Finding, Outcome, Report
from docsvc.verification.trail import AUDIT_FILE, check_trail, last
from docsvc.verification.words import Reader, say
from signing import IssuerUnconfirmed, RevokedUntimed, SealUnknown, SignatureBroken, Trusted, verify_detached
from storage import Bundle, BundleBroken, unpack
from storage.bundle import MANIFEST

SIGNED: Final = "_signed.pdf"
_PDFS: Final = ((SIGNED, "final_sha256"), ("_certificate.pdf", "certificate_sha256"))
_MANIFEST: Final = "manifest.json.p7s"
_OPEN: Final = {
    IssuerUnconfirmed: "package_untrusted",
    SealUnknown: "package_seal_unknown",
    RevokedUntimed: "package_revoked",
}
REVOKED: Final = "revoked.crl"
"""What our authority has revoked, in the package: it signs that list, so it speaks for itself."""


def check_package(data: bytes, trusted: Trusted, *, reader: Reader) -> Report:
    """Check a package and everything in it."""
    language = reader.language
    try:
        bundle = unpack(data)
    except BundleBroken as error:
        if count := _packages_within(data):
            text = say(language, "many_packages", count=count)
            return Report((Finding("", text, Outcome.BROKEN, "many_packages"),))
        if MANIFEST.encode() not in data:
            text = say(language, "not_package", file=MANIFEST)
            return Report((Finding("", text, Outcome.BROKEN, "not_package"),))
        text = say(language, "package_broken")
        return Report((Finding("package", text, Outcome.BROKEN, "package_broken", str(error)),))
    enclosed = (bundle.files[REVOKED],) if REVOKED in bundle.files else ()
    trusted = replace(trusted, lists=(*trusted.lists, *enclosed))
    trail = bundle.files.get(AUDIT_FILE, b"")
    report = Report((_manifest(bundle, trusted, language), check_trail(AUDIT_FILE, trail, language=language)))
    completed = last(trail, "document.completed")
    for ending, key in _PDFS:
        report += _pdf(bundle, ending, str(completed.get(key)), trusted, reader)
    return report


def _packages_within(data: bytes) -> int:
    """Return how many packages a ZIP holds as a whole period of the archive is handed over; 0 for others."""
    try:
        with ZipFile(io.BytesIO(data)) as together:
            names = together.namelist()
    except (BadZipFile, OSError, ValueError):
        return 0
    return 0 if MANIFEST in names else sum(name.endswith(".zip") for name in names)


def _pdf(bundle: Bundle, ending: str, sha256: str, trusted: Trusted, reader: Reader) -> Report:
    language = reader.language
    names = [name for name in bundle.files if name.endswith(ending)]
    if len(names) != 1:
        text = say(language, "expected", ending=ending)
        return Report((Finding("package", text, Outcome.BROKEN, "expected"),))
    pdf = bundle.files[names[0]]
    report, verdict = check_pdf(names[0], pdf, trusted, reader=reader, sha256=sha256)
    if ending != SIGNED or not verdict.signatures:
        return report
    for name in sorted(bundle.files):
        if name.endswith((".sig", ".p7s")) and name != _MANIFEST:
            report += check_beside(name, bundle.files[name], pdf, verdict, language=language)
    return report


def _manifest(bundle: Bundle, trusted: Trusted, language: str) -> Finding:
    try:
        verify_detached(bundle.manifest, bundle.signature, trusted=trusted)
    except IssuerUnconfirmed as error:
        code, detail = _OPEN[type(error)], "" if type(error) is IssuerUnconfirmed else str(error)
        return Finding(_MANIFEST, say(language, code), Outcome.UNCONFIRMED, code, detail)
    except SignatureBroken as error:
        text = say(language, "package_broken")
        return Finding(_MANIFEST, text, Outcome.BROKEN, "package_broken", str(error))
    return Finding(_MANIFEST, say(language, "package", count=len(bundle.files)), code="package")
