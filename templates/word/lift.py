"""Lift tags out of the text where they govern paragraphs or rows, as a reader would understand them.

- Tags of one paragraph stay in its text. A condition or a list item's loop over the whole of a paragraph
  governs the paragraph.
- Tags of several paragraphs govern what stands between them. One that is alone in its paragraph takes the
  paragraph with it; one at the beginning or end of a text goes before or after its paragraph.
- Tags in several cells or rows govern rows: a row of tags alone disappears.
- What fits no such order (a block that opens in a table and closes outside it) is refused with its place.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from templates.word.groups import Group, Stand, is_list_item, row_of, stand_of, unit_paragraphs
from templates.word.marks import Mark, Step
from templates.word.names import w
from templates.word.spaces import Spaces
from templates.word.tree import parent_of


@dataclass(slots=True)
class Plan:
    """What to do with the tags of a part: which leave the text, and go before, after or instead of a unit."""

    before: dict[etree._Element, list[Mark]] = field(default_factory=dict)
    after: dict[etree._Element, list[Mark]] = field(default_factory=dict)
    instead: dict[etree._Element, list[Mark]] = field(default_factory=dict)
    lifted: set[Mark] = field(default_factory=set)
    crossing: list[Mark] = field(default_factory=list)


def plan_lifts(marks: Sequence[Mark], groups: Iterable[Group], lists: Collection[str]) -> Plan:
    """Decide for every tag of a part where its Jinja goes; `lists` are the styles of lists.

    A group that has to stay in the text is text for the others: they are then decided anew.
    """
    crossing: list[Mark] = []
    stands = _stands(groups, crossing, lists)
    by_paragraph = _by_paragraph(marks)
    while True:
        plan = Plan(crossing=list(crossing))
        for group, _ in stands:
            plan.lifted.update(group.marks)
        _lift_levels(marks, plan)
        plan.lifted.update(mark for mark in marks if _is_silent(mark))
        spaces = Spaces(by_paragraph, plan.lifted)
        staying = {group for group, stand in stands if not _place(group, stand, plan, spaces)}
        if not staying:
            _drop_silent(marks, plan, spaces)
            return plan
        stands = [(group, stand) for group, stand in stands if group not in staying]


def _stands(
    groups: Iterable[Group], crossing: list[Mark], lists: Collection[str]
) -> list[tuple[Group, Stand]]:
    """Find where each group stands that does not stay in the text of one paragraph."""
    stands: list[tuple[Group, Stand]] = []
    for group in groups:
        if not group.whole or any(mark.level for mark in group.marks):
            continue
        if len({id(mark.placed.paragraph.element) for mark in group.marks}) == 1:
            stand = _whole_paragraph(group, lists)
        else:
            stand = stand_of(group)
            if stand is None:
                crossing.append(group.marks[-1])
        if stand is not None:
            stands.append((group, stand))
    return stands


def _by_paragraph(marks: Sequence[Mark]) -> dict[etree._Element, list[Mark]]:
    found: dict[etree._Element, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.placed.paragraph.element, []).append(mark)
    return found


def _whole_paragraph(group: Group, lists: Collection[str]) -> Stand | None:
    """Let a group that fills its paragraph govern it: a condition without turns, a loop over a list's item.

    A loop that fills the only cell of a row, cells joined with the row above left out, governs the row.
    """
    first, last = group.marks[0], group.marks[-1]
    paragraph = first.placed.paragraph
    outside = paragraph.text[: first.tag.start] + paragraph.text[last.tag.end :]
    hanging = any(not first.tag.start < thing < last.tag.end for thing in paragraph.things)
    breaks = paragraph.element.find(f"{w('pPr')}/{w('sectPr')}") is not None
    if outside.strip() or hanging or breaks or paragraph.element.getparent() is None:
        return None
    own = Stand(parent_of(paragraph.element), (paragraph.element,) * 2)
    simple = len(group.marks) == 2  # noqa: PLR2004 - it opens and closes, without {ELSE}
    if first.family == "if":
        return own if simple else None
    if first.family != "for":
        return None
    row = row_of(first)
    if row is not None and _fills_row(row, paragraph.element):
        return Stand(parent_of(row), (row,) * len(group.marks), rows=True)
    return own if simple and is_list_item(paragraph.element, lists) else None


def _fills_row(row: etree._Element, paragraph: etree._Element) -> bool:
    cells = [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row and _is_own(cell)]
    return len(cells) == 1 and all(
        other.element is paragraph or not (other.text.strip() or other.things)
        for other in unit_paragraphs(row)
    )


def _is_own(cell: etree._Element) -> bool:
    """Tell a cell from the rest of the one above, which was joined with those below it."""
    joined = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return joined is None or joined.get(w("val")) == "restart"


def _is_silent(mark: Mark) -> bool:
    """Tell a statement that prints nothing and governs nothing, as `{% set %}`."""
    return mark.step is Step.NONE and mark.family == "set" and not mark.level


def _lift_levels(marks: Sequence[Mark], plan: Plan) -> None:
    """Do what docxtpl's letters ask for: the tag stands for its whole paragraph or row."""
    for mark in marks:
        if mark.level == "p":
            unit = mark.placed.paragraph.element
        elif mark.level in {"tr", "tc"}:
            around = next(mark.placed.paragraph.element.iterancestors(w(mark.level)), None)
            unit = mark.placed.paragraph.element if around is None else around
        else:
            continue
        plan.instead.setdefault(unit, []).append(mark)
        plan.lifted.add(mark)


def _place(group: Group, stand: Stand, plan: Plan, spaces: Spaces) -> bool:
    """Plan where the tags of a group go; False where they have to stay in the text."""
    same = len(set(map(id, stand.units))) == 1
    if same:
        if len(group.marks) > 2:  # noqa: PLR2004 - a turn inside of one row or paragraph
            plan.crossing.append(group.marks[1])
            return True
        plan.before.setdefault(stand.units[0], []).append(group.marks[0])
        plan.after.setdefault(stand.units[0], []).append(group.marks[-1])
        return True
    sides = [_side(mark, unit, spaces) for mark, unit in zip(group.marks, stand.units, strict=True)]
    if any(side is None for side in sides):
        if stand.rows:
            sides = [side or _row_side(mark) for mark, side in zip(group.marks, sides, strict=True)]
        elif _level(group):
            return False
    for mark, unit, side in zip(group.marks, stand.units, sides, strict=True):
        if side is None:
            plan.crossing.append(mark)
        else:
            getattr(plan, side).setdefault(unit, []).append(mark)
    return True


def _side(mark: Mark, unit: etree._Element, spaces: Spaces) -> str | None:
    first, last = spaces.before(mark, unit), spaces.after(mark, unit)
    if first and last:
        return "instead"
    if first:
        return "before"
    return "after" if last else None


def _row_side(mark: Mark) -> str | None:
    """Let a tag amid a row govern the whole row, where it opens or closes a block."""
    return {Step.OPEN: "before", Step.CLOSE: "after"}.get(mark.step)


def _level(group: Group) -> bool:
    """Tell whether tags amid texts stand equally deep, so that what is between can be repeated as it is."""
    return len({tuple(_steps(mark)) for mark in group.marks}) == 1


def _steps(mark: Mark) -> list[str]:
    start = mark.placed.paragraph.at(mark.tag.start)
    return [start.tag, *(str(above.tag) for above in start.iterancestors())]


def _drop_silent(marks: Sequence[Mark], plan: Plan, spaces: Spaces) -> None:
    """Take the paragraph of a lone `{% set %}` away; amid a text it stays there."""
    for mark in marks:
        if not _is_silent(mark):
            continue
        unit = mark.placed.paragraph.element
        if _side(mark, unit, spaces) == "instead":
            plan.instead.setdefault(unit, []).append(mark)
        else:
            plan.lifted.discard(mark)
