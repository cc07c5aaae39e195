"""One incremental update of a PDF that fills one signature field. Nothing else in the document is touched."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from signing.errors import AlreadySigned, BadField, NotReserved, PdfUnreadable
from signing.form_fields import reserve_value
from signing.keyholder import DIGEST, KeyHolder
from signing.values import Field, FieldKind
from signing.view import view_of
from signing.whole_tokens import read_whole

read_whole()

Dress = Callable[["Revision", Any], None]


@dataclass(frozen=True, slots=True)
class Inscription:
    """What the signature says about itself, inside the signed bytes."""

    at: datetime
    name: str
    reason: str
    location: str = ""


class Revision(IncrementalPdfFileWriter):
    """An update that leaves the document's metadata alone.

    pyHanko would rewrite /Info and XMP with each signature; then a verifier could not demand that an update
    fills one field and does nothing else.
    """

    def _update_meta(self) -> None:
        """Keep producer and dates as the document's author wrote them."""


def open_revision(pdf: bytes) -> Revision:
    """Start an update of a PDF. Raises PdfUnreadable: not strict PDF, or encrypted."""
    try:
        revision = Revision(BytesIO(pdf), strict=True)
        encrypted = revision.prev.encrypted
    except (PdfError, ValueError, KeyError, TypeError, IndexError) as error:
        raise PdfUnreadable(f"The PDF cannot be read: {error}") from error
    if encrypted:
        raise PdfUnreadable("The PDF is encrypted, so it cannot be signed")
    return revision


def signature_fields(revision: Revision) -> dict[str, bool]:
    """List the signature fields by name, with whether each is filled."""
    return {name: value is not None for name, value, _ref in enumerate_sig_fields(revision)}


def reserve(revision: Revision, field: Field) -> None:
    """Add an empty visible field. Raises BadField: there is no such page, or the name is taken."""
    page = _page(revision, field)
    view = view_of(page.get_object())
    if field.kind is not FieldKind.SIGNATURE:
        reserve_value(revision, page, field, view)
        return
    box: Any = view.onto_page(field.box)
    spec = SigFieldSpec(
        field.name,
        on_page=field.page,
        box=box,
        empty_field_appearance=False,
        readable_field_name=field.label or field.name,
    )
    _append(revision, spec)


def reserve_invisible(revision: Revision, name: str) -> None:
    """Add an empty field that no page shows; print flag set, as PDF/A wants it.

    Source: ISO 19005-3 §6.3.2.
    """
    _append(revision, SigFieldSpec(name, on_page=0, invis_sig_settings=InvisSigSettings(set_print_flag=True)))


def fill(
    revision: Revision,
    holder: KeyHolder,
    *,
    field: str,
    inscription: Inscription,
    permission: MDPPerm | None = None,
    dress: Dress | None = None,
) -> bytes:
    """Sign into an empty field and return the whole file; with a permission the signature certifies.

    Raises NotReserved, AlreadySigned.
    """
    filled = signature_fields(revision)
    if field not in filled:
        raise NotReserved(f"The document has no signature field {field!r}")
    if filled[field]:
        raise AlreadySigned(f"The field {field!r} is signed already")
    steps = PdfCMSEmbedder().write_cms(field, revision, existing_fields_only=True)
    place = next(steps).get_object()
    if dress:
        dress(revision, place)
    certify = permission is not None
    mdp = SigMDPSetup(md_algorithm=DIGEST, certify=certify, docmdp_perms=permission)
    steps.send(SigObjSetup(sig_placeholder=_blank(holder, inscription), mdp_setup=mdp))
    prepared, output = steps.send(SigIOSetup(md_algorithm=DIGEST, in_place=True))
    steps.send(holder.sign_digest(prepared.document_digest))
    return bytes(output.getvalue())


def declare_pades(revision: Revision) -> None:
    """Declare the extension that PAdES needs before PDF 2.0. Source: ETSI EN 319 142-1 §5.6."""
    revision.register_extension(ESIC_EXTENSION_1)


def _page(revision: Any, field: Field) -> Any:
    try:
        return revision.find_page_for_modification(field.page)[0]
    except (PdfError, LookupError, ValueError) as error:
        raise BadField(f"There is no page {field.page} for the field {field.name!r}") from error


def _append(revision: Revision, spec: SigFieldSpec) -> None:
    try:
        append_signature_field(revision, spec)
    except (PdfError, LookupError, ValueError) as error:
        raise BadField(f"The field {spec.sig_field_name!r} cannot be reserved: {error}") from error


def _blank(holder: KeyHolder, inscription: Inscription) -> SignatureObject:
    return SignatureObject(
        timestamp=inscription.at,
        subfilter=SigSeedSubFilter.PADES,
        name=inscription.name,
        location=inscription.location or None,
        reason=inscription.reason or None,
        bytes_reserved=holder.hex_digits,
    )
