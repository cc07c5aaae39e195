"""Whether a signature fits its data, and whether its certificate leads to a root that was given.

The root is always given from outside: one that came inside the file proves nothing. The certificates of
signers live for minutes, so the moment of validity is the time of signing (PDF: /M, inside the signed bytes;
CMS: the signed attribute). The caller bounds it: no signature is earlier than the one before it, and the
closing seal, whose certificate is the organisation's, is the last. Where a time stamp leads to a given root,
its time takes the place of the claimed one. A time stamp is judged at the time of the next one over it, the
last one now. Whether a certificate was revoked is looked up in the evidence that the file carries; nothing is
fetched, and who issued that evidence is checked as everything else.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from asn1crypto import pem, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from signing.cms_form import issued
from signing.evidence import Evidence
from signing.keyholder import run
from signing.profile import common_name

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_SIGNING: Final = {"digital_signature", "non_repudiation"}
_USAGE: Final = KeyUsageConstraints(
    key_usage=_SIGNING,
    match_all_key_usages=True,
    extd_key_usage={"email_protection", "1.3.6.1.5.5.7.3.36"},
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp: its time, and whether it fits and leads to a given root."""

    at: datetime
    intact: bool
    trusted: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """What holds of a signature.

    `intact`: the data is what was signed; `valid`: by the key of the certificate; `fit`: which was good for
    it then; `trusted`: and leads to `anchor`, a given root; `revoked`: and had been revoked.
    """

    intact: bool
    valid: bool
    fit: bool
    trusted: bool
    stamp: Stamp | None = None
    revoked: bool = False
    anchor: x509.Certificate | None = None

    @property
    def root(self) -> str:
        """Name the root that the chain ends at."""
        return common_name(self.anchor) if self.anchor else ""


_NOTHING: Final = Evidence()


def believe_pdf(
    embedded: Any,
    roots: Sequence[bytes],
    at: datetime,
    *,
    evidence: Evidence = _NOTHING,
    stamps_at: datetime | None = None,
) -> Belief:
    """Check one signature of a PDF against the given roots (PEM) at a moment. Raises pyHanko's errors.

    `stamps_at` is when its time stamp has to be good, now if left out.
    """
    context = _context(tuple(roots), at, evidence)
    stamps = _context(tuple(roots), stamps_at, evidence)
    status = run(
        async_validate_pdf_signature(
            embedded, context, ts_validation_context=stamps, key_usage_settings=_USAGE, skip_diff=True
        )
    )
    return _belief(status)


def believe_detached(data: bytes, signed_data: Any, roots: Sequence[bytes], at: datetime) -> Belief:
    """Check a detached signature over data against the given roots (PEM) at a moment.

    Raises pyHanko's errors.
    """
    context = _context(tuple(roots), at)
    return _belief(run(async_validate_detached_cms(data, signed_data, context, key_usage_settings=_USAGE)))


def believe_timestamp(
    embedded: Any,
    roots: Sequence[bytes],
    *,
    at: datetime | None = None,
    evidence: Evidence = _NOTHING,
) -> Stamp:
    """Check a document time stamp against the given roots (PEM) at a moment. Raises pyHanko's errors."""
    context = _context(tuple(roots), at, evidence)
    status = run(async_validate_pdf_timestamp(embedded, context, skip_diff=True))
    return Stamp(status.timestamp, status.intact and status.valid, status.trusted)


def _belief(status: Any) -> Belief:
    problem, stamp = status.trust_problem_indic, status.timestamp_validity
    path: Any = status.validation_path
    unknown = problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
    return Belief(
        intact=status.intact,
        valid=status.valid,
        fit=(problem is None or unknown) and _may_sign(status.signing_cert),
        trusted=bool(status.trusted) and problem is None,
        stamp=stamp and Stamp(stamp.timestamp, stamp.intact and stamp.valid, stamp.trusted),
        revoked=status.revocation_details is not None,
        anchor=path.trust_anchor.certificate if path else None,
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    """Ask the certificate itself: pyHanko does not look at the usage of one that is a given root."""
    usage = certificate.key_usage_value.native if certificate.key_usage_value else set()
    return not certificate.ca and usage >= _SIGNING


def is_forged(certificate: x509.Certificate, roots: Sequence[bytes]) -> bool:
    """Tell whether a certificate names given roots (PEM) as its issuer, and none of them signed it."""
    named = [each for each in parsed(tuple(roots)) if each.subject == certificate.issuer]
    return bool(named) and not any(issued(each.dump(), certificate.dump()) for each in named)


def _context(
    roots: tuple[bytes, ...], at: datetime | None, evidence: Evidence = _NOTHING
) -> ValidationContext:
    """Trust the given roots and nothing else: no system store, nothing fetched."""
    return ValidationContext(
        trust_roots=list(parsed(roots)),
        moment=at,
        allow_fetching=False,
        other_certs=list(evidence.certificates),
        ocsps=list(evidence.ocsps),
        crls=list(evidence.crls),
        retroactive_revinfo=True,
    )


@lru_cache(maxsize=32)
def parsed(roots: tuple[bytes, ...]) -> tuple[x509.Certificate, ...]:
    """Read roots (PEM, each one or several)."""
    return tuple(
        x509.Certificate.load(der)
        for root in roots
        for _kind, _headers, der in pem.unarmor(root, multiple=True)
    )
