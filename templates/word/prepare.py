"""Prepare a part: its tags found over all runs, put on the right level, and the whole written as Jinja."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from templates.findings import Finding, Severity, Spot
from templates.language import BadTag, Fault, Scope, Tag, TagKind, excerpt, scan
from templates.language.translate import finding
from templates.word.atoms import Paragraph
from templates.word.blocks import expand_blocks
from templates.word.carry import carry_out
from templates.word.free import free_blocks, free_spans
from templates.word.groups import pair
from templates.word.hold import first_misnested, hold_valid, keeps_notes
from templates.word.lift import plan_lifts
from templates.word.marks import Mark, Pieces, Step, split_level, step_of
from templates.word.names import w
from templates.word.package import PROPERTIES, TextPart
from templates.word.properties import weave_properties
from templates.word.settle import is_fallback, settle
from templates.word.strays import strays_of
from templates.word.walk import Placed, paragraphs, turns
from templates.word.weave import Cut, weave
from templates.word.woven import Woven, is_drawn

_SPECIAL = re.compile(r"\s*(?:colspan|cellbg|vm|hm)\b")


def weave_part(part: TextPart, blocks: Mapping[str, str], faults: list[Finding]) -> Woven | None:
    """Turn a part's tags into Jinja; None where it has none. What is wrong with them is added to `faults`."""
    if part.role == PROPERTIES:
        return weave_properties(part, faults)
    settle(part.root)
    faults += strays_of(part)
    expand_blocks(part, blocks)
    reader = _Reader(faults)
    for placed, found in _tags_of(part):
        reader.read(placed, found)
    reader.close()
    if not reader.marks or faults:
        return None
    return _woven(part, reader.marks, faults)


def _tags_of(part: TextPart) -> list[tuple[Placed, Tag | Fault]]:
    """Give the tags of a part in the order of its tree."""
    found = [(placed, tag) for placed in paragraphs(part) for tag in _scan(placed.paragraph.text)]
    if turn := turns(part):
        found.sort(key=lambda each: turn[each[0].paragraph.at(each[1].start)])
    return found


def _scan(text: str) -> Iterable[Tag | Fault]:
    return scan(text) if any(sign in text for sign in "{}«#") else ()


def _woven(part: TextPart, marks: list[Mark], faults: list[Finding]) -> Woven | None:
    groups = pair(marks)
    plan = plan_lifts(marks, groups, part.lists)
    if plan.crossing and free_spans(groups):
        plan = plan_lifts(marks, groups, part.lists)
    faults += [_crossing(mark) for mark in plan.crossing]
    if plan.crossing:
        return None
    free_blocks(groups, plan.lifted)
    pieces = Pieces()
    by_paragraph: dict[int, list[Mark]] = {}
    for mark in marks:
        by_paragraph.setdefault(id(mark.placed.paragraph), []).append(mark)
    for inside in by_paragraph.values():
        _weave_paragraph(inside[0].placed.paragraph, inside, plan.lifted, pieces)
    carry_out(plan, marks, pieces)
    if wrong := first_misnested(part.root, pieces):
        faults.append(_crossing_at(wrong))
        return None
    noted = keeps_notes(part.root, pieces)
    hold_valid(part.root, pieces)
    special = any(mark.level == "tc" or _is_special(mark) for mark in marks)
    return Woven(part, pieces, by_docxtpl=special, keeps_notes=noted)


def _is_special(mark: Mark) -> bool:
    return mark.tag.kind is TagKind.STATEMENT and bool(_SPECIAL.match(mark.tag.body))


def _weave_paragraph(paragraph: Paragraph, marks: list[Mark], lifted: set[Mark], pieces: Pieces) -> None:
    cuts: list[Cut] = []
    drawn = False
    for mark in marks:
        if mark in lifted or mark.tag.kind is TagKind.COMMENT or not mark.code:
            cuts.append(Cut(mark.tag.start, mark.tag.end))
            continue
        between = is_drawn(mark.tag) or mark.level == "r"
        drawn = drawn or between
        code = mark.code
        if between and mark.tag.kind is TagKind.PRINT:
            code = f"{{{{ ({code[2:-2].strip()}) | word_run }}}}"
        node = pieces.node(code, mark.spot, (mark.step, mark.family), mark.said)
        cuts.append(Cut(mark.tag.start, mark.tag.end, node, between))
    if drawn:
        _give_room(paragraph.element)
    weave(paragraph, cuts)


def _give_room(paragraph: etree._Element) -> None:
    """Let a line and a row grow: an exact height would cut a picture off."""
    for spacing in paragraph.iterfind(f"{w('pPr')}/{w('spacing')}"):
        if spacing.get(w("lineRule")) == "exact":
            spacing.set(w("lineRule"), "atLeast")
    for row in paragraph.iterancestors(w("tr")):
        for height in row.iterfind(f"{w('trPr')}/{w('trHeight')}"):
            if height.get(w("hRule")) == "exact":
                height.set(w("hRule"), "atLeast")


class _Reader:
    """Reads the tags of a part in their order, keeping what is wrong with them."""

    def __init__(self, faults: list[Finding]) -> None:
        self.marks: list[Mark] = []
        self._faults = faults
        self._scope = Scope()

    def read(self, placed: Placed, found: Tag | Fault) -> None:
        if isinstance(found, Fault):
            self._tell(found, placed)
        elif not (is_drawn(found) and is_fallback(placed.paragraph.element)):
            self._take(found, placed)
        else:
            self.marks.append(Mark(found, placed, "", Step.NONE, "", ""))

    def _tell(self, fault: Fault, placed: Placed) -> None:
        if not is_fallback(placed.paragraph.element):  # told where people see the text
            self._faults.append(finding(placed.paragraph.text, fault, placed.spot))

    def _take(self, tag: Tag, placed: Placed) -> None:
        level = ""
        if tag.kind in {TagKind.STATEMENT, TagKind.PRINT, TagKind.COMMENT}:
            level, body = split_level(tag.body)
            tag = replace(tag, body=body)
        step, family = step_of(tag)
        try:
            code = self._scope.jinja(tag)
        except BadTag as bad:
            self._tell(bad.fault, placed)
            return
        self.marks.append(Mark(tag, placed, code, step, family, level))

    def close(self) -> None:
        """Tell of blocks that nothing closes, each where it opens."""
        left = [group.marks[0] for group in pair(self.marks) if not group.whole]
        for fault in self._scope.close():
            mark = next((each for each in left if each.tag.start == fault.start), None)
            if mark is not None:
                left.remove(mark)
                self._tell(fault, mark.placed)


def _crossing(mark: Mark) -> Finding:
    around = excerpt(mark.placed.paragraph.text, mark.tag.start, mark.tag.end)
    if mark.step is Step.TURN:
        return Finding(
            Severity.ERROR,
            "crossing",
            mark.spot,
            around,
            "{ELSE} стоит посреди строки таблицы или абзаца, который условие берёт целиком",
            "Поставьте {ELSE} в отдельную строку или отдельный абзац.",
        )
    return _crossing_at(mark.spot, around)


def _crossing_at(spot: Spot, around: str = "") -> Finding:
    return Finding(
        Severity.ERROR,
        "crossing",
        spot,
        around,
        "начало и конец блока стоят на разных уровнях: один в таблице, строке или надписи, другой вне её",
        "Поставьте оба тега в одну таблицу, в одну ячейку или оба вне таблицы, в отдельные абзацы.",
    )
