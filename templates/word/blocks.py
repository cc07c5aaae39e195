"""Blocks of the content library put into a Word template before its tags are read."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from templates.findings import Finding, Severity, TemplateFaults
from templates.language import Fault, Tag, TagKind, excerpt, scan
from templates.language.blocks import block_name
from templates.phrase import Phrase
from templates.word.atoms import read_paragraph
from templates.word.names import SPACE, w
from templates.word.package import TextPart
from templates.word.settle import drop_all
from templates.word.tree import parent_of, remove
from templates.word.walk import Placed, paragraphs
from templates.word.weave import Cut, weave

_MAX_DEPTH = 5


def expand_blocks(part: TextPart, blocks: Mapping[str, str]) -> None:
    """Put the blocks' texts where `{BLOCK:name}` stands.

    Where the tag is alone in its paragraph, each line of the block becomes a paragraph like it. Amid a
    text, lines of the block are parted by line breaks. A block may name others, up to five deep.
    Raises TemplateFaults for a block that is not there.
    """
    for _ in range(_MAX_DEPTH):
        waiting = [(placed, tag) for placed in paragraphs(part) for tag in block_tags(placed)[:1]]
        if not waiting:
            return
        for placed, tag in waiting:
            _expand(placed, tag, _text(placed, tag, blocks))
    if any(block_tags(placed) for placed in paragraphs(part)):
        placed, tag = waiting[0]
        raise _fault(
            placed, tag, "block-loop", Phrase("блок «%(name)s» вставляет сам себя", name=block_name(tag)), ""
        )


def block_tags(placed: Placed) -> list[Tag]:
    """Give the block tags of a paragraph."""
    text = placed.paragraph.text
    if "BLOCK" not in text:
        return []
    return [tag for tag in scan(text) if not isinstance(tag, Fault) and tag.kind is TagKind.BLOCK]


def _text(placed: Placed, tag: Tag, blocks: Mapping[str, str]) -> list[str]:
    name = block_name(tag)
    if name not in blocks:
        known = ", ".join(sorted(blocks)) or Phrase("ни одного")
        raise _fault(
            placed,
            tag,
            "unknown-block",
            Phrase("в библиотеке нет блока «%(name)s»", name=name),
            Phrase("Есть: %(known)s.", known=known),
        )
    return [line.strip() for line in blocks[name].splitlines() if line.strip()]


def _fault(placed: Placed, tag: Tag, code: str, message: str, hint: str) -> TemplateFaults:
    around = excerpt(placed.paragraph.text, tag.start, tag.end)
    return TemplateFaults([Finding(Severity.ERROR, code, placed.spot, around, message, hint)])


def _expand(placed: Placed, tag: Tag, lines: list[str]) -> None:
    paragraph = placed.paragraph
    alone = not (paragraph.text[: tag.start] + paragraph.text[tag.end :]).strip() and not paragraph.things
    if not alone:
        _write(paragraph.element, tag, lines)
        return
    for line in lines[1:][::-1]:
        copy = deepcopy(paragraph.element)
        section = copy.find(f"{w('pPr')}/{w('sectPr')}")
        if section is not None:
            remove(section)
        drop_all(copy.iter(w("bookmarkStart"), w("bookmarkEnd")))
        paragraph.element.addnext(copy)
        _write(copy, tag, [line])
    _write(paragraph.element, tag, lines[:1])


def _write(element: etree._Element, tag: Tag, lines: list[str]) -> None:
    """Write lines where the tag stands, as its first letter looks."""
    marker = etree.ProcessingInstruction("docsvc-block", "")
    weave(read_paragraph(element), [Cut(tag.start, tag.end, marker)])
    text = parent_of(marker)
    rest, marker.tail = marker.tail, None
    text.remove(marker)
    text.text = (text.text or "") + (lines[0] if lines else "")
    for line in lines[1:]:
        following = etree.Element(w("t"))
        following.set(SPACE, "preserve")
        following.text = line
        text.addnext(following)
        text.addnext(etree.Element(w("br")))
        text = following
    text.text = (text.text or "") + (rest or "")
