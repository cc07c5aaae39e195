"""What a Word file that came back from a person would change, before anything is stored."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from docsvc.access import Right, allow
from docsvc.errors import EditRefused, NotFound, NotRendered, NoWordFile
from docsvc.errors.phrase import Phrase
from docsvc.model import Document, Kind, RenderState
from docsvc.queries.document import load_visible
from docsvc.work import Actor
from storage import BlobMissing, Blobs
from templates import TemplateError
from templates.compare import Doubt, Row, doubts, side_by_side

MAX_BYTES = 7 * 2**20
_DIGEST = re.compile(r"[0-9a-f]{64}")

MENDABLE = frozenset(
    {"document.amount", "deal.amount", "deal.total_amount", "deal.vat", "deal.deadline"}
    | {f"company.{name}" for name in ("name", "full_name", "inn", "kpp", "account")}
    | {"contact.name", "contact.position"}
)
"""Facts whose new value the register, the routes and the certificate go by from the edited version on."""


@dataclass(frozen=True, slots=True)
class Base:
    """The version that was edited: its Word file, its facts and whose places to sign it has."""

    document_id: str
    kind: Kind
    number: str
    revision: int
    label: str
    docx: str
    facts: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """An edited file beside the version before: the rows of text and the facts that went missing.

    `amount_gone` tells that the old amount stands nowhere in the text any more, so that it must be said anew.
    """

    base: Base
    docx: bytes
    sha256: str
    tracked: int
    trackers: tuple[str, ...]
    rows: tuple[Row, ...]
    doubts: tuple[Doubt, ...]
    text: tuple[str, ...]
    facts: Mapping[str, Any]

    @property
    def is_same(self) -> bool:
        """Tell whether no word differs."""
        return all(row.sign == "same" for row in self.rows)


def edit_base(session: Session, actor: Actor, document_id: str) -> Base:
    """Return what an edited file would be compared with.

    Raises `NotFound`, `Forbidden`, `NotRendered`, `NoWordFile`.
    """
    document = load_visible(session, actor, document_id)
    return base_of(actor, document)


def base_of(actor: Actor, document: Document) -> Base:
    """Return the current version of a loaded document as what is edited."""
    allow(actor, Right.EDIT, document)
    version = document.version
    if version.render_state != RenderState.DONE.value:
        raise NotRendered
    if version.docx_blob is None:
        raise NoWordFile
    return Base(
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        revision=document.revision,
        label=version.label,
        docx=version.docx_blob,
        facts=version.facts_blob,
        parties=tuple(sorted({place["party"] for place in version.places})),
    )


def examine_edit(blobs: Blobs, base: Base, docx: bytes, *, accept: bool = False) -> Examined:
    """Read an edited file and compare it with its base; no transaction need be open.

    `accept` makes its tracked changes part of the text. Raises `EditRefused` with every reason.
    """
    from templates.compare.edited import read_edited, word_paragraphs
    from templates.limits import limited

    if not docx or len(docx) > MAX_BYTES:
        raise EditRefused([Phrase("Нужен файл Word (.docx) до %(most)s МБ.", most=MAX_BYTES // 2**20)])
    try:
        edited = limited(read_edited)(docx, parties=base.parties, accept=accept)
        before = limited(word_paragraphs)(blobs.get(base.docx))
    except TemplateError as error:
        raise EditRefused(_reasons(error)) from error
    facts = json.loads(blobs.get(base.facts))
    return Examined(
        base=base,
        docx=edited.docx,
        sha256=hashlib.sha256(docx).hexdigest(),
        tracked=edited.tracked,
        trackers=edited.trackers,
        rows=side_by_side(before, edited.paragraphs),
        doubts=doubts(facts, before, edited.paragraphs),
        text=edited.paragraphs,
        facts=facts,
    )


def kept_edit(blobs: Blobs, owners: Sequence[str], digest: str) -> bytes:
    """Return a file that was uploaded for one of these owners and awaits confirmation; raise `NotFound`."""
    addresses = (f"{owner}/{digest}" for owner in owners) if _DIGEST.fullmatch(digest) else ()
    for address in addresses:
        with suppress(BlobMissing):
            return blobs.get(address)
    raise NotFound


def _reasons(error: TemplateError) -> tuple[str, ...]:
    reasons: tuple[str, ...] = getattr(error, "reasons", ())
    return reasons or (str(error),)
