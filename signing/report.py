"""Judge one signature of a PDF whose structure is sound."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from signing.cms_form import BadForm, Container, container, unpadded
from signing.layout import Signed
from signing.profile import common_name, serial_text
from signing.trust import Belief, Stamp, believe_pdf, believe_timestamp
from signing.values import Level, to_seconds
from signing.verdict import Broken, Code, Coverage, Problem, Role, SignatureReport

_SKEW: Final = timedelta(minutes=5)


def report(signed: Signed, roots: Sequence[bytes], *, since: int, last: bool) -> SignatureReport:
    """Check one signature; `since` is where the bytes begin that no earlier one covers. Raises Broken."""
    coverage = Coverage.WHOLE_FILE if last else Coverage.REVISION
    if signed.role is Role.TIMESTAMP:
        return _timestamp(signed, roots, coverage)
    box, at = accepted(signed), _claimed_time(signed)
    belief = believe_pdf(signed.embedded, roots, at)
    confirmed = belief.stamp is not None and belief.stamp.trusted and belief.stamp.intact
    problem = _problem(signed, belief, since) or _stamp_problem(signed, belief.stamp, box, at)
    unconfirmed = belief.stamp is not None and not belief.stamp.trusted
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
        trusted=belief.trusted,
        stamped_at=belief.stamp.at if belief.stamp and confirmed else None,
        problem=problem,
        remark=Problem(Code.TIMESTAMP_UNCONFIRMED, signed.field) if unconfirmed else None,
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


def _problem(signed: Signed, belief: Belief, since: int) -> Problem | None:
    if not belief.intact:
        return Problem(Code.CONTENT_CHANGED, f"{signed.field}, bytes {since}–{signed.end}")
    if not belief.valid:
        return Problem(Code.SIGNATURE_INVALID, signed.place)
    if not belief.fit:
        return Problem(Code.CERTIFICATE_UNFIT, signed.field)
    return None if belief.trusted else Problem(Code.ISSUER_UNCONFIRMED, signed.field)


def _stamp_problem(signed: Signed, stamp: Stamp | None, box: Container, at: datetime) -> Problem | None:
    if stamp is None:
        return None
    if not stamp.intact:
        return Problem(Code.TIMESTAMP_BROKEN, signed.field)
    if stamp.trusted and not at - _SKEW <= stamp.at <= box.certificate.not_valid_after + _SKEW:
        return Problem(Code.CERTIFICATE_UNFIT, signed.field, f"stamped at {stamp.at:%Y-%m-%d %H:%M:%S %Z}")
    return None


def _timestamp(signed: Signed, roots: Sequence[bytes], coverage: Coverage) -> SignatureReport:
    stamp = believe_timestamp(signed.embedded, roots)
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
    )
