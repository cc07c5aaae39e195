"""Keep the content library: a block added, its next version, a block taken out of use and brought back."""

from docsvc.access import Right, require
from docsvc.errors import BadInput, CommentRequired
from docsvc.errors.phrase import Phrase
from docsvc.model import ContentBlock, ContentVersion, new_id
from docsvc.model.content_input import BlockInput
from docsvc.queries.block_names import named_blocks
from docsvc.work import ORGANISATION, Actor, Work, insert_missing
from templates.findings import TemplateFaults


def add_block(work: Work, block: BlockInput, *, actor: Actor) -> str:
    """Add a block with its version 1.0 and return its id.

    Raises `Forbidden`, and `BadInput` where the name is taken in this language or the text has faults.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    _check(block)
    block_id = new_id()
    values = {"id": block_id, "name": block.name, "language": block.language, "title": block.title}
    if not insert_missing(work.session, ContentBlock, **values, tags=block.tags, search=""):
        raise BadInput([("name", Phrase("блок «%(name)s» на этом языке уже есть", name=block.name))])
    row = work.get(ContentBlock, block_id)
    _add_version(work, row, block, number=(1, 0), actor=actor)
    _record(work, row, "content.block_added", actor)
    return block_id


def edit_block(work: Work, block_id: str, block: BlockInput, *, actor: Actor, major: bool = False) -> str:
    """Make the next version of a block, or only rename it where the text is the same; return the block's id.

    Documents keep the text that they were made with; the name and language of a block never change.
    Raises `CommentRequired` for a new text without a note, `BadInput`.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    _check(block)
    row = work.get(ContentBlock, block_id)
    old = row.version
    row.title, row.tags = block.title, block.tags
    if old.text == block.text:
        row.search = _search(row, old.text)
    elif not block.note.strip():
        raise CommentRequired
    else:
        number = (old.major + 1, 0) if major else (old.major, old.minor + 1)
        _add_version(work, row, block, number=number, actor=actor)
    _record(work, row, "content.block_edited", actor)
    return row.id


def retire_block(work: Work, block_id: str, *, actor: Actor, back: bool = False) -> None:
    """Take a block out of use: documents keep its text, new ones cannot have it; `back` undoes that."""
    require(actor, Right.MANAGE_TEMPLATES)
    row = work.get(ContentBlock, block_id)
    if (row.retired_at is None) is back:
        return
    row.retired_at = None if back else work.now
    _record(work, row, "content.block_restored" if back else "content.block_retired", actor)


def _check(block: BlockInput) -> None:
    """Refuse a text whose tags cannot be read; a block within it is looked for when a document is made."""
    from templates.language import expand, translate

    try:
        translate(expand(block.text, dict.fromkeys(named_blocks(block.text), "")))
    except TemplateFaults as faults:
        raise BadInput([("text", finding.words()) for finding in faults.findings]) from faults


def _add_version(
    work: Work, row: ContentBlock, block: BlockInput, *, number: tuple[int, int], actor: Actor
) -> None:
    version = ContentVersion(
        id=new_id(),
        block_id=row.id,
        major=number[0],
        minor=number[1],
        text=block.text,
        note=block.note.strip() or "Первая версия",
        author_id=actor.id if actor.email else None,
        author=actor.name,
        created_at=work.now,
    )
    work.add(version)
    row.current_version_id = version.id
    row.search = _search(row, block.text)
    work.session.refresh(row, ["versions"])


def _search(row: ContentBlock, text: str) -> str:
    return " ".join((row.name, row.title, *row.tags, text)).casefold()


def _record(work: Work, row: ContentBlock, kind: str, actor: Actor) -> None:
    work.session.flush()
    work.record(ORGANISATION, kind, actor, block=row.name, language=row.language, version=row.version.label)
