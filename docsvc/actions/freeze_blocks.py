"""The texts of the content library that a document holds: frozen in its facts as they are now."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import ContentBlock
from docsvc.queries.block_names import block_names, named_blocks
from docsvc.work import Work
from templates import Source

PICKED = "picked"
"""The name by which a template calls whatever was picked: `{BLOCK:picked}`."""

Frozen = dict[str, dict[str, str]]
Library = Mapping[str, ContentBlock]


def freeze_blocks(work: Work, source: Source, picked: Sequence[str] = ()) -> Frozen:
    """Return what `facts["blocks"]` holds: every block that the template inserts, and the picked ones as one.

    `picked` lists names in the order wanted. A block of the template's language goes before one of another.
    Raises `BadInput` naming every block that the library does not have, or that has nowhere to go.
    """
    named = block_names(source)
    if picked and PICKED not in named:
        place = f"{{BLOCK:{PICKED}}}"
        text = Phrase("в шаблоне «%(title)s» нет места %(place)s для блоков", title=source.title, place=place)
        raise BadInput([("blocks", text)])
    if not named:
        return {}
    library = usable_blocks(work, source.language)
    wanted = _with_inner(library, [*(name for name in named if name != PICKED), *picked])
    frozen = {name: _frozen(library, [name]) for name in wanted if name not in picked or name in named}
    if PICKED in named:
        frozen[PICKED] = _frozen(library, picked)
    return frozen


def usable_blocks(work: Work, language: str) -> Library:
    """Return the blocks in use by name; of two languages, the one that is asked for."""
    found = work.session.scalars(select(ContentBlock).where(ContentBlock.retired_at.is_(None)))
    return {block.name: block for block in sorted(found, key=lambda each: each.language == language)}


def _with_inner(library: Library, names: Sequence[str]) -> list[str]:
    """Return the names with those that their texts insert in turn; raise `BadInput` for unknown ones."""
    wanted = dict.fromkeys(names)
    queue = list(wanted)
    while queue:
        block = library.get(queue.pop())
        inner = [name for name in named_blocks(block.version.text) if name not in wanted] if block else []
        wanted |= dict.fromkeys(inner)
        queue += inner
    text = "такого блока в библиотеке нет или он снят: добавьте его или поправьте шаблон"
    if lacking := [name for name in wanted if name not in library]:
        raise BadInput([(f"BLOCK:{name}", text) for name in lacking])
    return list(wanted)


def _frozen(library: Library, names: Sequence[str]) -> dict[str, str]:
    """Join texts as paragraphs; versions are told with their names where there are several."""
    blocks = [library[name] for name in names]
    versions = [
        block.version.label if len(blocks) == 1 else f"{block.name} {block.version.label}" for block in blocks
    ]
    return {"text": "\n\n".join(block.version.text for block in blocks), "version": ", ".join(versions)}
