"""Certify a document, sign it person by person, seal it: each step adds to the file, none changes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from pyhanko.sign.fields import MDPPerm

from signing import appearance
from signing.authority import KeyPair
from signing.errors import AlreadySigned, BadField, FieldsEmpty
from signing.form_fields import fill_values
from signing.identity import Keys
from signing.keyholder import KeyHolder
from signing.pdf_objects import dictionary
from signing.profile import common_name, serial_text
from signing.revision import (
    Inscription,
    Revision,
    declare_pades,
    fill,
    open_revision,
    reserve,
    reserve_invisible,
    signature_fields,
)
from signing.succession import no_earlier
from signing.timestamp import Stamper
from signing.values import (
    CERTIFICATION_FIELD,
    SEAL_FIELD,
    Field,
    FieldKind,
    Filled,
    Look,
    Signer,
    clean,
    to_seconds,
)
from signing.view import view_of

NOTHING: Final[Mapping[str, Filled]] = MappingProxyType({})
_CERTIFICATE: Final = {"ru": "сертификат", "en": "certificate"}


def certify(
    pdf: bytes,
    keys: Keys,
    *,
    fields: Sequence[Field],
    reason: str,
    at: datetime,
    stamper: Stamper | None = None,
) -> bytes:
    """Reserve every signature field and certify the document with the organisation's seal.

    From here on only the reserved fields may be filled (DocMDP P=2). An invisible field waits for the closing
    seal. Raises PdfUnreadable, AlreadySigned, BadField, SealExpired.
    """
    revision = open_revision(pdf)
    if signature_fields(revision):
        raise AlreadySigned("The document has signature fields already")
    names = {field.name for field in fields}
    if len(names) != len(fields) or names & {SEAL_FIELD, CERTIFICATION_FIELD}:
        raise BadField(f"Every field has a name of its own, not {SEAL_FIELD} nor {CERTIFICATION_FIELD}")
    declare_pades(revision)
    reserve_invisible(revision, CERTIFICATION_FIELD)
    owners = {field.name for field in fields if field.kind is FieldKind.SIGNATURE}
    if orphans := [field.name for field in fields if field.owner not in owners]:
        raise BadField(f"Nobody signs who would fill in {', '.join(orphans)}")
    for field in fields:
        reserve(revision, field)
    reserve_invisible(revision, SEAL_FIELD)
    return _by_organisation(
        revision,
        keys,
        field=CERTIFICATION_FIELD,
        reason=reason,
        at=at,
        stamper=stamper,
        permission=MDPPerm.FILL_FORMS,
    )


def sign(  # noqa: PLR0913 - each is a fact of the act
    pdf: bytes,
    keys: Keys,
    *,
    field: str,
    signer: Signer,
    typed: str,
    at: datetime,
    reason: str,
    location: str = "",
    shown_at: str = "",
    language: str = "ru",
    look: Look | None = None,
    values: Mapping[str, Filled] = NOTHING,
    stamper: Stamper | None = None,
) -> bytes:
    """Fill a reserved field with the signature of one person, by a certificate made for this act.

    `typed` is the signature as the person typed it; `look` is how it looks where that is not its whole look;
    `values` go into the fields that were reserved beside it, in the same update; `shown_at` is the local date
    and time with its zone, as the appearance shows it (UTC if left out). Raises PdfUnreadable, NotReserved,
    AlreadySigned, BadIdentity, BadLook, FontMissing, ClockBehind.
    """
    opened = open_revision(pdf)
    at = no_earlier(opened, at)
    pair = keys.one_time(signer, at)
    stamp = appearance.Stamp(
        typed=clean(typed) or clean(signer.name),
        name=clean(signer.name),
        position=clean(signer.position),
        organisation=clean(signer.organisation),
        basis=clean(signer.authority),
        when=clean(shown_at) or f"{to_seconds(at):%d.%m.%Y %H:%M} UTC",
        certificate=f"{_CERTIFICATE[language]} {serial_text(pair.certificate)}",
        look=look or Look(),
    )

    def dress(revision: Revision, place: Any) -> None:
        box = tuple(float(edge) for edge in place["/Rect"])
        turn = view_of(place["/P"]).turn
        form = appearance.draw(revision, (box[0], box[1], box[2], box[3]), stamp, turn=turn)
        place["/AP"] = dictionary(N=form)
        fill_values(revision, field, values)

    inscription = Inscription(to_seconds(at), clean(signer.name), clean(reason), clean(location))
    return fill(opened, KeyHolder(pair, stamper), field=field, inscription=inscription, dress=dress)


def seal(
    pdf: bytes,
    keys: Keys,
    *,
    reason: str,
    at: datetime,
    field: str | None = SEAL_FIELD,
    stamper: Stamper | None = None,
) -> bytes:
    """Close the document with the organisation's seal, which covers all of it.

    A document without signature fields (a certificate of completion, an invoice) gets an invisible one, and
    its only signature certifies that nothing may change (DocMDP P=1). Raises PdfUnreadable, FieldsEmpty,
    NotReserved, AlreadySigned, SealExpired, ClockBehind.
    """
    revision, name = open_revision(pdf), field or SEAL_FIELD
    filled = signature_fields(revision)
    empty = tuple(other for other, done in filled.items() if not done and other != name)
    if empty:
        raise FieldsEmpty(empty)
    permission = None
    if not filled:
        declare_pades(revision)
        reserve_invisible(revision, name)
        permission = MDPPerm.NO_CHANGES
    return _by_organisation(
        revision, keys, field=name, reason=reason, at=at, stamper=stamper, permission=permission
    )


def _opened_by(revision: Revision) -> bytes | None:
    """Return the certificate (DER) of the document's first signature."""
    first = next(iter(revision.prev.embedded_signatures), None)
    return first.signer_cert.dump() if first else None


def _by_organisation(
    revision: Revision,
    keys: Keys,
    *,
    field: str,
    reason: str,
    at: datetime,
    stamper: Stamper | None,
    permission: MDPPerm | None,
) -> bytes:
    at = no_earlier(revision, at)
    opened_by = _opened_by(revision) if keys.earlier and permission is None else None
    pair: KeyPair = keys.seal_pair(at, certified_by=opened_by)
    inscription = Inscription(to_seconds(at), common_name(pair.certificate), clean(reason))
    return fill(
        revision,
        KeyHolder(pair, stamper),
        field=field,
        inscription=inscription,
        permission=permission,
    )
