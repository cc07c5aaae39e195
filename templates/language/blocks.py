"""Blocks of the content library put into a template's text, before it is translated."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import escape

from templates.findings import TemplateFaults
from templates.language.scan import scan
from templates.language.tags import Fault, Tag, TagKind
from templates.phrase import Phrase

_MAX_DEPTH = 5
_NO_BLOCKS = 'Заведите его среди блоков; для docsvc render впишите в данные: "blocks": {"имя": "текст"}.'


def block_texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Give the text of every block in the facts, by its name in lower case."""
    blocks = facts.get("blocks")
    given = blocks.items() if isinstance(blocks, Mapping) else ()
    return {
        str(name).strip().lower(): str(value.get("text", "") if isinstance(value, Mapping) else value)
        for name, value in given
    }


def block_name(tag: Tag) -> str:
    """Give the name of the block that a tag inserts, in lower case."""
    return tag.body.partition(":")[2].strip().strip("\"'«»“”„").lower()


def expand(text: str, blocks: Mapping[str, str], *, write: Callable[[str], str] = str) -> str:
    """Put the blocks' texts where `{BLOCK:name}` stands; `write` makes a block's text fit, not its tags.

    A block may name others, up to five deep. Raises TemplateFaults for a block that is not there.
    """
    return _expanded(text, blocks, write, ())


def _expanded(
    text: str, blocks: Mapping[str, str], write: Callable[[str], str], outer: tuple[str, ...]
) -> str:
    done: list[str] = []
    at = 0
    for tag in scan(text):
        if isinstance(tag, Fault) or tag.kind is not TagKind.BLOCK:
            continue
        name = block_name(tag)
        done += (text[at : tag.start], _block(text, tag, name, blocks, write, outer))
        at = tag.end
    return "".join((*done, text[at:]))


def _block(
    text: str,
    tag: Tag,
    name: str,
    blocks: Mapping[str, str],
    write: Callable[[str], str],
    outer: tuple[str, ...],
) -> str:
    from templates.language.translate import finding

    if name in outer or len(outer) >= _MAX_DEPTH:
        looped = Phrase("блок «%(name)s» вставляет сам себя", name=name)
        raise TemplateFaults([finding(text, Fault(tag.start, tag.end, "block-loop", looped))])
    if not name:
        reason = "не сказано, что вставить"
        fault = Fault(tag.start, tag.end, "bad-expression", reason, "Пишут так: {BLOCK:имя}.")
        raise TemplateFaults([finding(text, fault)])
    if name not in blocks:
        known = Phrase("Есть: %(blocks)s.", blocks=", ".join(sorted(blocks))) if blocks else _NO_BLOCKS
        fault = Fault(
            tag.start, tag.end, "unknown-block", Phrase("в библиотеке нет блока «%(name)s»", name=name), known
        )
        raise TemplateFaults([finding(text, fault)])
    return _expanded(write(blocks[name]), blocks, write, (*outer, name))


def in_html(text: str) -> str:
    """Write a block's text for an HTML page: escaped, its lines broken as they were; its tags stay tags."""
    done: list[str] = []
    at = 0
    for tag in scan(text):
        done += (_escaped(text[at : tag.start]), text[tag.start : tag.end])
        at = tag.end
    return "".join((*done, _escaped(text[at:])))


def _escaped(text: str) -> str:
    return str(escape(text)).replace("\r", "").replace("\n", "<br>")
