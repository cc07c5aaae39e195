"""The box of one stage in the picture of a route: its name, who decides, and the time, line under line."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from api.web.condition_words import condition_words
from api.web.route_words import Names, approver_words, quorum_words, time_words
from api.web.svg_text import ACCENT, COLOURS, LINE, PAPER, broken, element
from docsvc.model.route_input import ApproverInput, StageInput

EDGE, LEAD, ICON = 12, 1.35, 20
NAME_SIZE, TEXT_SIZE, SMALL = 14, 13, 12
GROUP_GAP = 9
ICONS = {
    "person": '<circle cx="6" cy="3.4" r="2.7"/><path d="M.8 11.4c0-3 2.2-4.6 5.2-4.6s5.2 1.6 5.2 4.6"/>',
    "people": '<circle cx="3.6" cy="4" r="2.2"/><circle cx="8.8" cy="4" r="2.2"/>'
    '<path d="M.4 11c0-2.6 1.4-3.6 3.2-3.6S6.8 8.4 6.8 11M8.2 7.4c1.9-.2 3.5 1 3.5 3.6"/>',
    "clock": '<circle cx="6" cy="6" r="5.2"/><path d="M6 3v3.2l2 1.3"/>',
    "check": '<path d="M1.4 6.4 4.6 9.6 10.8 2.8"/>',
    "skip": '<path d="M1 3.2 5.2 6 1 8.8zM6.4 3.2 10.6 6 6.4 8.8z"/>',
}


@dataclass(frozen=True, slots=True)
class Words:
    """A few words of a box; `icon` stands before them, `tone` is their colour."""

    text: str
    size: float = TEXT_SIZE
    weight: int = 400
    tone: str = "ink"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A box: groups of words with a gap between them; an optional stage has a dashed edge."""

    groups: tuple[tuple[Words, ...], ...]
    optional: bool = False
    accent: bool = True

    def height(self, width: float) -> float:
        """Return how tall the box is at a width, in pixels."""
        return EDGE * 2 + sum(_height(group, width) for group in self.groups) + GROUP_GAP * self._gaps

    @property
    def _gaps(self) -> int:
        return max(0, len(self.groups) - 1)

    def drawn(self, x: float, y: float, *, width: float, height: float) -> str:
        """Return the SVG of the box."""
        dashes = ' stroke-dasharray="5 4"' if self.optional else ""
        box = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="9"'
        parts = [f'{box} class="sheet-box" fill="{PAPER}" stroke="{LINE}" stroke-width="1.2"{dashes}/>']
        if self.accent:
            bar = f'<rect x="{x:g}" y="{y + 10:g}" width="4" height="{NAME_SIZE * LEAD:g}" rx="2"'
            parts.append(f'{bar} class="accent" fill="{ACCENT}"/>')
        top = y + EDGE
        for group in self.groups:
            parts += _group(group, x, top, width)
            top += _height(group, width) + GROUP_GAP
        return "\n".join(parts)


def stage_card(stage: StageInput, number: int, *, currency: str, names: Names | None) -> Card:
    """Return the box of a stage; `number` counts from 1."""
    groups = (
        (Words(f"{number}. {stage.name}", NAME_SIZE, 600),),
        tuple(_when(stage.when, currency)),
        *(tuple(_who(approver, currency, names)) for approver in stage.approvers),
        tuple(_extras(stage)),
        tuple(_time(stage)),
    )
    return Card(tuple(group for group in groups if group), optional=stage.optional)


def _when(expression: str, currency: str, icon: str = "") -> Iterator[Words]:
    if expression:
        said = _("если %(condition)s", condition=condition_words(expression, currency))
        yield Words(said, SMALL, tone="warn", icon=icon)


def _who(approver: ApproverInput, currency: str, names: Names | None) -> Iterator[Words]:
    yield Words(approver_words(approver, names), icon="person")
    yield from _when(approver.when, currency, icon="none")


def _extras(stage: StageInput) -> Iterator[Words]:
    if quorum := quorum_words(stage):
        yield Words(quorum, SMALL, tone="soft", icon="people")
    if stage.optional:
        yield Words(_("автор может пропустить"), SMALL, tone="soft", icon="skip")
    for criterion in stage.checklist:
        yield Words(criterion, SMALL, tone="soft", icon="check")


def _time(stage: StageInput) -> Iterator[Words]:
    for number, line in enumerate(time_words(stage.sla)):
        yield Words(line, SMALL, tone="soft", icon="none" if number else "clock")


def _lines(words: Words, width: float) -> list[str]:
    inner = width - 2 * EDGE - (ICON if words.icon else 0)
    return broken(words.text, width=inner, size=words.size, weight=words.weight)


def _height(group: tuple[Words, ...], width: float) -> float:
    return sum(len(_lines(words, width)) * words.size * LEAD for words in group)


def _group(group: tuple[Words, ...], x: float, y: float, width: float) -> Iterator[str]:
    if ground := _ground(group[0]):
        tall = _height(group, width)
        box = f'<rect x="{x + 7:g}" y="{y - 3:g}" width="{width - 14:g}" height="{tall + 6:g}" rx="5"'
        yield f'{box} class="{ground}" fill="{COLOURS[ground]}"/>'
    for words in group:
        yield from _icon(words, x + EDGE, y)
        for line in _lines(words, width):
            left = x + EDGE + (ICON if words.icon else 0)
            baseline = round(y + words.size * 1.02, 1)
            yield element(line, left, baseline, size=words.size, tone=words.tone, weight=words.weight)
            y += words.size * LEAD


def _ground(words: Words) -> str:
    """Return the colour behind a group: a condition is warm, each of the parallel approvers has a seat."""
    if words.icon == "person":
        return "tint"
    return "warn-tint" if words.tone == "warn" else ""


def _icon(words: Words, x: float, y: float) -> Iterator[str]:
    if words.icon not in ICONS:
        return
    tone = "accent" if words.icon == "person" else "soft"
    look = f'class="stroke-{tone}" stroke="{COLOURS[tone]}" stroke-width="1.3" fill="none"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    place = f"translate({x:g} {y + (words.size * LEAD - 12) / 2:.1f})"
    yield f'<g transform="{place}" {look} {ends}>{ICONS[words.icon]}</g>'
