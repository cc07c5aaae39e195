"""What a PDF says of signatures that another program made: told as it stands, believed in nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader

from signing.profile import common_name, issuer_name, serial_text
from signing.trust import believe_pdf
from signing.values import Level
from signing.verdict import Code, Coverage, Problem, Role, SignatureReport

_MOST: Final = 20


def foreign_signatures(pdf: bytes) -> tuple[SignatureReport, ...]:
    """Describe them, in the order of the file; one that cannot be read is left out."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    return tuple(islice(_described(reader, size=len(pdf)), _MOST))


def _described(reader: PdfFileReader, *, size: int) -> Iterator[SignatureReport]:
    for embedded in islice(reader.embedded_regular_signatures, _MOST):
        try:
            yield _describe(embedded, size)
        except Exception:  # noqa: BLE001, S112 - nobody's rules bind what another program wrote
            continue


def _describe(embedded: Any, size: int) -> SignatureReport:
    at = embedded.self_reported_timestamp or datetime.fromtimestamp(0, UTC)
    belief = believe_pdf(embedded, (), at if at.tzinfo else at.replace(tzinfo=UTC))
    end = int(embedded.byte_range[2]) + int(embedded.byte_range[3])
    code = Code.FOREIGN if belief.valid else Code.SIGNATURE_INVALID
    certificate = embedded.signer_cert
    return SignatureReport(
        field=embedded.fq_name,
        who=common_name(certificate),
        organisation=str(certificate.subject.native.get("organization_name", "")),
        role=Role.SIGNER,
        at=at.astimezone(UTC),
        serial=serial_text(certificate),
        coverage=Coverage.WHOLE_FILE if end == size else Coverage.REVISION,
        level=Level.B_B,
        intact=belief.intact and belief.valid,
        trusted=False,
        problem=Problem(code if belief.intact else Code.CONTENT_CHANGED, embedded.fq_name),
        issuer=issuer_name(certificate),
        covered=end,
    )
