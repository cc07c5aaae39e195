"""Two versions of one document side by side."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from docsvc.errors import NotComparable, NotFound, NotRendered
from docsvc.model import FROM_OUTSIDE, Document, DocumentVersion, Kind, RenderState
from docsvc.queries.changes import Change, changes
from docsvc.queries.document import load_visible
from docsvc.queries.files import sees_only_signed
from docsvc.queries.sources import source_at
from docsvc.work import Actor
from storage import Blobs
from templates import Engine, Source, TemplateError
from templates.compare import Row, Sign, side_by_side


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions; `docx` is the address of its Word file, where it has one."""

    id: str
    label: str
    author: str
    comment: str
    created_at: dt.datetime
    docx: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions to be compared, the older first, among all (`versions`: id and label)."""

    document_id: str
    kind: Kind
    number: str
    old: Side
    new: Side
    versions: tuple[tuple[str, str], ...]
    facts: tuple[Change, ...]
    texts: tuple["Text", "Text"]

    @property
    def has_redline(self) -> bool:
        """Tell whether both are Word files."""
        return self.old.docx is not None and self.new.docx is not None


@dataclass(frozen=True, slots=True)
class Text:
    """Where the text of a version is read from: its Word file, its template with its facts, or its PDF.

    A PDF that was uploaded has no `source`.
    """

    docx: str | None
    source: str
    facts: str
    pdf: str | None


def version_pair(
    session: Session,
    blobs: Blobs,
    actor: Actor,
    document_id: str,
    *,
    old_id: str | None = None,
    new_id: str | None = None,
) -> Pair:
    """Return two versions of a document, named by id or MAJOR.MINOR: by default the last one and that before.

    Raises `NotFound` for versions that are none of its and for who sees the document only because it is
    signed, `NotComparable` where there is only one, `NotRendered` while a PDF is still being made.
    """
    document = load_visible(session, actor, document_id)
    if sees_only_signed(actor, document):
        raise NotFound
    old, new = _chosen(document, old_id, new_id)
    if any(_is_awaited(each) for each in (old, new)):
        raise NotRendered
    return Pair(
        document_id=document.id,
        kind=Kind(document.kind),
        number=document.number,
        old=_side(old),
        new=_side(new),
        versions=tuple((each.id, each.label) for each in document.versions),
        facts=changes(blobs, old, new),
        texts=(text_of(old), text_of(new)),
    )


def compared(blobs: Blobs, pair: Pair) -> tuple[Row, ...]:
    """Return the rows of the two texts; no transaction need be open. Raises `NotComparable`."""
    old, new = (paragraphs_of(blobs, text) for text in pair.texts)
    return side_by_side(old, new)


def counted(rows: tuple[Row, ...]) -> Mapping[Sign, int]:
    """Return how many paragraphs each sign has."""
    return {sign: sum(row.sign is sign for row in rows) for sign in Sign}


def _chosen(
    document: Document, old_id: str | None, new_id: str | None
) -> tuple[DocumentVersion, DocumentVersion]:
    versions = document.versions
    new = _place(versions, new_id) if new_id else len(versions) - 1
    old = _place(versions, old_id) if old_id else new - 1
    if old < 0 or old == new:
        raise NotComparable(reason="Сравнивать не с чем: выберите две разные версии.")
    first, second = sorted((old, new))
    return versions[first], versions[second]


def _place(versions: Sequence[DocumentVersion], name: str) -> int:
    found = (place for place, each in enumerate(versions) if name in {each.id, each.label})
    place = next(found, None)
    if place is None:
        raise NotFound
    return place


def _is_awaited(version: DocumentVersion) -> bool:
    """Tell whether a version's text is still being made: that of an HTML template is there at once."""
    pending = version.render_state == RenderState.PENDING.value and version.docx_blob is None
    return pending and version.template_version.engine == Engine.DOCX.value


def _side(version: DocumentVersion) -> Side:
    return Side(
        id=version.id,
        label=version.label,
        author=version.author.name,
        comment=version.comment,
        created_at=version.created_at,
        docx=version.docx_blob,
    )


def text_of(version: DocumentVersion) -> Text:
    """Return where the text of a version is read from."""
    return Text(
        docx=version.docx_blob,
        source="" if version.origin in FROM_OUTSIDE else version.template_version.source_blob,
        facts=version.facts_blob,
        pdf=version.rendered_blob,
    )


def paragraphs_of(blobs: Blobs, text: Text) -> tuple[str, ...]:
    """Read a text in a process of its own: its template came from outside, and so did an edited file.

    Raises `NotComparable`.
    """
    from templates.compare.edited import word_paragraphs
    from templates.compare.paragraphs import filled_paragraphs
    from templates.limits import limited

    if not text.source and text.docx is None:
        return _of_pdf(blobs, text)
    try:
        if text.docx is not None:
            return limited(word_paragraphs)(blobs.get(text.docx))
        facts: dict[str, Any] = json.loads(blobs.get(text.facts))
        source: Source = source_at(blobs, text.source)
        return limited(filled_paragraphs)(source, facts)
    except TemplateError as error:
        if text.pdf is None:
            raise NotComparable(reason=str(error)) from error
        return _of_pdf(blobs, text)


def _of_pdf(blobs: Blobs, text: Text) -> tuple[str, ...]:
    from templates.compare.paragraphs import pdf_paragraphs
    from templates.limits import limited

    try:
        found = limited(pdf_paragraphs)(blobs.get(text.pdf or ""))
    except TemplateError as error:
        raise NotComparable(reason=str(error)) from error
    if not found:
        raise NotComparable(reason="В PDF нет текста: это скан. Сравните его глазами.")
    return found
