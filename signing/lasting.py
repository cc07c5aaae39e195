"""Keep a sealed file verifiable for years: evidence about its certificates, under a document time stamp.

What is added is one incremental update: a security store (DSS) and a time stamp that covers it and all
before it. The next update, before that stamp's certificate ends, holds the evidence about the stamp itself.
The store comes before the stamp and without a VRI, else the last store would stay uncovered.
Source: ETSI EN 319 142-1 §5.4, §5.5 and §6.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import x509
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from signing.errors import CertificateRevoked, EvidenceUnavailable, TimestampUnavailable
from signing.keyholder import DIGEST
from signing.revision import Revision, open_revision, signature_fields
from signing.revocation import Inquiry
from signing.timestamp import TOKEN_ROOM, Stamper
from signing.values import Level

_STAMP: Final = "timestamp"
_DOCUMENT_STAMP: Final = "/DocTimeStamp"
_blank: Any = DocumentTimestamp  # not typed


@dataclass(frozen=True, slots=True)
class Lasting:
    """The file with what was added, the level of all its signatures, and till when that stands.

    `until` is when the certificate of the last document time stamp ends; `lacking` says what is missing for
    the next level, `unstamped` that it is the time stamp, `revoked` that a certificate was revoked; `pdf` may
    be the file as it was.
    """

    pdf: bytes
    level: Level
    until: datetime | None = None
    lacking: tuple[str, ...] = ()
    unstamped: bool = False
    revoked: bool = False


def level_of(pdf: bytes) -> Level:
    """Say which level each signature of a file reached that nothing was added to: the lowest counts."""
    return Level.B_T if _all_stamped(open_revision(pdf)) else Level.B_B


def prolong(pdf: bytes, *, inquiry: Inquiry, stamper: Stamper | None) -> Lasting:
    """Add evidence and a document time stamp; whatever cannot be had leaves the level where it is.

    Raises PdfUnreadable.
    """
    revision = open_revision(pdf)
    stamped, (lacking, revoked) = _all_stamped(revision), _collect(revision, inquiry)
    before = Level.B_T if stamped else Level.B_B
    if stamper is None or (lacking and stamped):
        why = lacking or ("no time-stamping authority is set",)
        return Lasting(pdf, before, lacking=why, revoked=revoked)
    _store(revision, inquiry)
    try:
        prolonged, until = _stamp(revision, stamper, inquiry)
    except TimestampUnavailable as reason:
        return _unstamped(pdf, inquiry, before, (*lacking, str(reason)))
    if lacking:
        return Lasting(prolonged, Level.B_T, lacking=lacking, revoked=revoked)
    return Lasting(prolonged, Level.B_LTA, until)


def _unstamped(pdf: bytes, inquiry: Inquiry, before: Level, lacking: tuple[str, ...]) -> Lasting:
    """Keep the evidence alone where each signature has its stamp: level B-LT till there is one over all."""
    revision: Any = open_revision(pdf)
    if before is not Level.B_T or len(lacking) > 1 or "/DSS" in revision.root:
        return Lasting(pdf, before, lacking=lacking, unstamped=True)
    _store(revision, inquiry)
    output = BytesIO()
    revision.write(output)
    return Lasting(output.getvalue(), Level.B_LT, lacking=lacking, unstamped=True)


def _collect(revision: Revision, inquiry: Inquiry) -> tuple[tuple[str, ...], bool]:
    lacking: dict[str, None] = {}
    revoked = False
    for certificate, known in _certificates(revision):
        try:
            inquiry.add(certificate, known)
        except EvidenceUnavailable as reason:
            lacking[str(reason)] = None
        except CertificateRevoked as reason:
            lacking[str(reason)] = None
            revoked = True
    return tuple(lacking), revoked


def _certificates(revision: Revision) -> Iterator[tuple[x509.Certificate, list[x509.Certificate]]]:
    """Return who made the signatures and stamps that nothing is shown about yet, with what they enclose."""
    signatures, shown = revision.prev.embedded_signatures, _shown(revision)
    for embedded in signatures:
        is_last_stamp = embedded is signatures[-1] and embedded.sig_object_type == _DOCUMENT_STAMP
        if is_last_stamp or embedded.signer_cert.sha256 not in shown:
            yield embedded.signer_cert, list(embedded.other_embedded_certs)
        if (token := _token_of(embedded)) and _signer_of(token)[0].sha256 not in shown:
            yield _signer_of(token)


def _shown(revision: Revision) -> set[bytes]:
    """Return which certificates the file holds evidence about: after years nobody would give it again.

    About the last time stamp there is none yet, even if its authority has stamped before.
    """
    if "/DSS" not in revision.root:
        return set()
    return {each.sha256 for each in DocumentSecurityStore.read_dss(revision).load_certs()}


def _token_of(embedded: Any) -> Any | None:
    """Return the stamp (SignedData) that a signature carries; None where it has none."""
    return next(extract_tst_data_iter(embedded.signer_info, signed=False), None)


def _signer_of(token: Any) -> tuple[x509.Certificate, list[x509.Certificate]]:
    found = extract_certificate_info(token)
    return found.signer_cert, list(found.other_certs)


def _all_stamped(revision: Revision) -> bool:
    """Tell whether the time of each signature is shown: by a stamp of its own, or by one after it."""
    signatures = revision.prev.embedded_signatures
    if signatures and signatures[-1].sig_object_type == _DOCUMENT_STAMP:
        return True
    return all(_token_of(each) is not None for each in signatures)


def _store(revision: Revision, inquiry: Inquiry) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        revision,
        None,
        certs=inquiry.certificates,
        ocsps=inquiry.ocsps,
        crls=inquiry.crls,
    )


def _stamp(revision: Revision, stamper: Stamper, inquiry: Inquiry) -> tuple[bytes, datetime]:
    names = signature_fields(revision)
    name = f"{_STAMP}{1 + sum(each.startswith(_STAMP) for each in names)}"
    spec = SigFieldSpec(
        name,
        invis_sig_settings=InvisSigSettings(set_print_flag=True),
        readable_field_name="Метка времени",
    )
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(name, revision)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=_blank(bytes_reserved=2 * TOKEN_ROOM)))
    prepared, output = steps.send(SigIOSetup(md_algorithm=DIGEST, in_place=True))
    token = stamper.stamp_digest(prepared.document_digest)
    steps.send(token)
    certificate, known = _signer_of(token["content"])
    return bytes(output.getvalue()), _until(certificate, known, inquiry)


def _until(certificate: x509.Certificate, known: list[x509.Certificate], inquiry: Inquiry) -> datetime:
    """Return when the stamp's chain ends; where its root is not known, when its own certificate does."""
    try:
        path = inquiry.chain(certificate, known)[:-1]
    except EvidenceUnavailable:
        path = ()
    ends: datetime = min(each.not_valid_after for each in (certificate, *path))
    return ends
