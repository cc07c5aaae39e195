"""Files beside a signed document: signatures made outside, and powers of attorney."""

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import DocumentVersion, Signature
from signing.outside import as_der
from storage import AddressUnknown, BlobMissing, Blobs

LONGEST_NAME = 30
AUTHORITIES = "authority"
"""Whose blobs the files of machine-readable powers of attorney are."""


def detached_files(
    session: Session, blobs: Blobs, version: DocumentVersion, *, name: str
) -> dict[str, bytes]:
    """Return each signature made outside (DER) under a name people read, and the very file that was signed.

    `name` is what all begin with: `Договор_Д-2026-0001_v1.0_подпись_Иванов.sig`. Empty where there are none.
    """
    signatures = session.scalars(
        select(Signature)
        .where(Signature.version_id == version.id, Signature.detached_blob.is_not(None))
        .order_by(Signature.position),
    )
    found: dict[str, bytes] = {}
    for signature in signatures:
        address = signature.detached_blob or ""
        found[_free(found, f"{name}_подпись_{surname_of(signature.recipient.name)}")] = as_der(
            blobs.get(address)
        )
    sent = {f"{name}_sent.pdf": blobs.get(version.sent_blob or "")} if found else {}
    return sent | found


def authority_files(
    session: Session, blobs: Blobs, version: DocumentVersion, *, name: str
) -> dict[str, bytes]:
    """Return the machine-readable powers of attorney on which a version was signed, by readable names.

    Only what was kept as such is read: terms come from outside too, and must not name another blob.
    """
    signatures = session.scalars(select(Signature).where(Signature.version_id == version.id))
    found: dict[str, bytes] = {}
    for signature in signatures:
        address = str((signature.authority_terms or {}).get("file") or "")
        if not address.startswith(f"{AUTHORITIES}/"):
            continue
        with suppress(BlobMissing, AddressUnknown):  # made up by whoever sent the terms: nothing to pack
            found[f"{name}_МЧД_{surname_of(signature.recipient.name)}.xml"] = blobs.get(address)
    return found


def surname_of(name: str) -> str:
    """Return the first word of a name as it may stand in a file name."""
    first = (name.split() or [""])[0]
    return "".join(sign for sign in first if sign.isalnum() or sign == "-")[:LONGEST_NAME] or "подписант"


def _free(taken: dict[str, bytes], stem: str) -> str:
    """Return a name that nobody has, whatever the case: two Ivanovs sign apart."""
    known = {each.casefold() for each in taken}
    names = (f"{stem}.sig", *(f"{stem}_{number}.sig" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each.casefold() not in known)
