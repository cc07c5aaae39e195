"""Weave Jinja into the runs of a paragraph: each piece takes place and looks of its tag's first letter."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from templates.word.atoms import Atom, Paragraph, R, T
from templates.word.names import SPACE, w
from templates.word.tree import append_text, parent_of, remove


@dataclass(frozen=True, slots=True)
class Cut:
    """A range of text to take out, and what to put there; `run` asks for a place between runs."""

    start: int
    end: int
    node: etree._Element | None = None
    run: bool = False


def weave(paragraph: Paragraph, cuts: Iterable[Cut]) -> None:
    """Take the ranges out of the runs and put the pieces in; everything else stays as it is."""
    ordered = sorted(cuts, key=lambda cut: cut.start)
    if not ordered:
        return
    for atom in paragraph.atoms:
        touching = [cut for cut in ordered if cut.start < atom.end and cut.end > atom.start]
        if touching and atom.element.tag == T:
            _rewrite(atom, touching)
        elif not atom.seen and any(cut.start < atom.start < cut.end for cut in ordered):
            _drop(atom.element)
    for cut in ordered:
        if cut.run and cut.node is not None:
            _hoist(cut.node)


def _rewrite(atom: Atom, cuts: list[Cut]) -> None:
    element, position = atom.element, atom.start
    element.text = None
    for cut in cuts:
        append_text(element, atom.text[position - atom.start : max(cut.start, position) - atom.start])
        if cut.start >= atom.start and cut.node is not None:
            element.append(cut.node)
        position = min(max(cut.end, position), atom.end)
    append_text(element, atom.text[position - atom.start :])
    element.set(SPACE, "preserve")
    if not element.text and not len(element):
        _drop(element)


def _drop(element: etree._Element) -> None:
    """Remove an element, and its run where nothing is left in it."""
    run = parent_of(element)
    run.remove(element)
    drop_if_empty(run)


def drop_if_empty(run: etree._Element) -> None:
    """Remove a run that holds nothing but its looks."""
    if run.tag == R and run.getparent() is not None and all(child.tag == w("rPr") for child in run):
        remove(run)


def _hoist(node: etree._Element) -> None:
    """Split the run around a piece, so that the piece stands between runs."""
    text = parent_of(node)
    run = parent_of(text)
    rest = etree.Element(R)
    looks = run.find(w("rPr"))
    if looks is not None:
        rest.append(deepcopy(looks))
    after = etree.SubElement(rest, T)
    after.set(SPACE, "preserve")
    after.text, node.tail = node.tail, None
    after.extend(list(node.itersiblings()))
    rest.extend(list(text.itersiblings()))
    run.addnext(node)
    node.addnext(rest)
    for each in (text, after):
        if not each.text and not len(each):
            _drop(each)
