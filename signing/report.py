"""Judge one signature of a PDF whose structure is sound."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import x509

from signing.cms_form import BadForm, Container, container, unpadded
from signing.evidence import Evidence
from signing.layout import Signed
from signing.profile import common_name, is_one_time, issuer_name, serial_text
from signing.revoked import Revocation, find_revocation
from signing.trust import Belief, Stamp, believe_pdf, believe_timestamp, is_forged, parsed
from signing.trusted import Trusted, is_installation, print_of
from signing.values import Level, to_seconds
from signing.verdict import OPEN, Broken, Code, Coverage, Problem, Role, SignatureReport

_SKEW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a signature is judged by: who is trusted, evidence in the file, when stamps have to be good."""

    trusted: Trusted
    evidence: Evidence
    stamps_at: datetime | None = None

    def revocation(self, certificate: x509.Certificate) -> Revocation | None:
        """Find what a given root says against a certificate, in the lists at hand and in the file's."""
        lists = (*self.trusted.lists, *(each.dump() for each in self.evidence.crls))
        return find_revocation(certificate, lists, parsed(self.trusted.roots)) if lists else None


def report(signed: Signed, grounds: Grounds, *, since: int, coverage: Coverage) -> SignatureReport:
    """Check one signature; `since` is where the bytes begin that no earlier one covers. Raises Broken."""
    box, at = accepted(signed), _claimed_time(signed)
    roots, evidence = grounds.trusted.roots, grounds.evidence
    belief = believe_pdf(signed.embedded, roots, at, evidence=evidence, stamps_at=grounds.stamps_at)
    confirmed = belief.stamp is not None and belief.stamp.trusted and belief.stamp.intact
    stamped_at = belief.stamp.at if belief.stamp and confirmed else None
    unconfirmed = belief.stamp is not None and not belief.stamp.trusted
    revocation = grounds.revocation(box.certificate)
    proven = _earliest(stamped_at, grounds.stamps_at, grounds.trusted.known_at)
    problem = (
        _problem(signed, belief, since, forged=not belief.fit and is_forged(box.certificate, roots))
        or _stamp_problem(signed, belief.stamp, box, at)
        or (_revoked(signed, revocation, at, proven) if revocation else None)
        or _open(signed, belief, box, grounds.trusted)
    )
    remarks = [Problem(Code.TIMESTAMP_UNCONFIRMED, signed.field)] * unconfirmed
    if revocation and problem is None:
        remarks.append(Problem(Code.REVOKED_SINCE, signed.field, _when(revocation.at)))
    return SignatureReport(
        field=signed.field,
        who=common_name(box.certificate),
        organisation=str(box.certificate.subject.native.get("organization_name", "")),
        role=signed.role,
        at=at,
        serial=serial_text(box.certificate),
        coverage=coverage,
        level=Level.B_T if confirmed else Level.B_B,
        intact=belief.intact and belief.valid,
        trusted=belief.trusted and (problem is None or problem.code not in OPEN),
        stamped_at=stamped_at,
        problem=problem,
        remarks=tuple(remarks),
        issuer=issuer_name(box.certificate),
        root=belief.root if belief.trusted else "",
        one_time=is_one_time(box.certificate),
        filled=signed.filled,
        covered=signed.end,
    )


def accepted(signed: Signed) -> Container:
    """Take the signature's container apart, if it has the accepted form. Raises Broken."""
    try:
        return container(unpadded(signed.embedded.pkcs7_content))
    except BadForm as error:
        raise Broken(Code.BAD_FORM, signed.place, str(error)) from error


def _claimed_time(signed: Signed) -> datetime:
    at = signed.embedded.self_reported_timestamp
    if at is None or at.tzinfo is None:
        raise Broken(Code.BAD_FORM, signed.field, "it does not say when it was made")
    return to_seconds(at)


def _problem(signed: Signed, belief: Belief, since: int, *, forged: bool) -> Problem | None:
    """Tell what breaks a signature, whoever made it."""
    if not belief.intact:
        return Problem(Code.CONTENT_CHANGED, f"{signed.field}, bytes {since}–{signed.end}")
    if not belief.valid:
        return Problem(Code.SIGNATURE_INVALID, signed.place)
    if belief.revoked:
        return Problem(Code.CERTIFICATE_REVOKED, signed.field)
    if belief.fit:
        return None
    return Problem(Code.CERTIFICATE_FORGED if forged else Code.CERTIFICATE_UNFIT, signed.field)


def _revoked(signed: Signed, revocation: Revocation, at: datetime, proven: datetime | None) -> Problem | None:
    """Weigh a revoked certificate: who holds its key can write any time, but no stamp of the past.

    Source: ETSI EN 319 102-1 §5.5.4 (revoked, without a proof of existence).
    """
    if at >= revocation.at:
        return Problem(Code.CERTIFICATE_REVOKED, signed.field, _when(revocation.at))
    if proven is not None and proven < revocation.at:
        return None
    return Problem(Code.REVOKED_UNTIMED, signed.field, _when(revocation.at))


def _open(signed: Signed, belief: Belief, box: Container, trusted: Trusted) -> Problem | None:
    """Tell whether the certificate may stand there: a public authority has other customers too."""
    if not belief.trusted:
        return Problem(Code.ISSUER_UNCONFIRMED, signed.field)
    if signed.role is not Role.SIGNER:
        if is_one_time(box.certificate):
            return Problem(Code.CERTIFICATE_UNFIT, signed.field, "a person's")
        known = trusted.may_seal(box.certificate, belief.anchor)
        return None if known else Problem(Code.SEAL_UNKNOWN, signed.field, print_of(box.certificate))
    if not is_one_time(box.certificate):
        return Problem(Code.CERTIFICATE_UNFIT, signed.field)
    return None if is_installation(belief.anchor) else Problem(Code.ISSUER_UNCONFIRMED, signed.field)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _stamp_problem(signed: Signed, stamp: Stamp | None, box: Container, at: datetime) -> Problem | None:
    if stamp is None:
        return None
    if not stamp.intact:
        return Problem(Code.TIMESTAMP_BROKEN, signed.field)
    if stamp.trusted and not at - _SKEW <= stamp.at <= box.certificate.not_valid_after + _SKEW:
        return Problem(Code.CERTIFICATE_UNFIT, signed.field, f"stamped at {stamp.at:%Y-%m-%d %H:%M:%S %Z}")
    return None


def timestamp_report(signed: Signed, grounds: Grounds, *, coverage: Coverage) -> SignatureReport:
    """Check one document time stamp. Raises Broken."""
    _check_padding(signed)
    stamp = believe_timestamp(
        signed.embedded, grounds.trusted.roots, at=grounds.stamps_at, evidence=grounds.evidence
    )
    problem = None if stamp.trusted else Problem(Code.ISSUER_UNCONFIRMED, signed.field)
    if not stamp.intact:
        problem = Problem(Code.TIMESTAMP_BROKEN, signed.field)
    certificate = signed.embedded.signer_cert
    return SignatureReport(
        field=signed.field,
        who=common_name(certificate),
        organisation=str(certificate.subject.native.get("organization_name", "")),
        role=signed.role,
        at=stamp.at,
        serial=serial_text(certificate),
        coverage=coverage,
        level=Level.B_T,
        intact=stamp.intact,
        trusted=stamp.trusted,
        stamped_at=stamp.at if stamp.trusted else None,
        problem=problem,
        issuer=issuer_name(certificate),
        covered=signed.end,
    )


def _check_padding(signed: Signed) -> None:
    try:
        unpadded(signed.embedded.pkcs7_content)
    except BadForm as error:
        raise Broken(Code.BAD_FORM, signed.place, str(error)) from error
