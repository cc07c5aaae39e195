"""A route drawn as SVG: from the author through the stages to «согласован». Pages and docs show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from flask_babel import gettext as _
from markupsafe import Markup

from api.web.condition_words import condition_words
from api.web.route_card import EDGE, NAME_SIZE, SMALL, Card, Words, stage_card
from api.web.route_words import (
    Names,
    approver_words,
    quorum_words,
    scope_words,
    terms_words,
    time_words,
)
from api.web.svg_text import FONT, PAPER, SOFT, text_width
from docsvc.model.route_input import RouteInput, StageInput

WIDE, NARROW = 960, 330
STAGE, GAP, MARGIN, ARROW_AT = 219, 22, 10, 21


@dataclass(frozen=True, slots=True)
class Placed:
    """A box and where it is, in pixels."""

    card: Card
    x: float
    y: float
    width: float
    height: float

    def drawn(self) -> str:
        """Return the SVG of the box."""
        return self.card.drawn(self.x, self.y, width=self.width, height=self.height)


def route_svg(
    route: RouteInput, *, names: Names | None = None, width: int = WIDE, alone: bool = False
) -> Markup:
    """Return the picture of a route; `names` are people's by e-mail, `alone` brings its own paper."""
    boxes = _placed(_cards(route, names), width)
    height = max(box.y + box.height for box in boxes) + MARGIN
    width = round(max(box.x + box.width for box in boxes)) + MARGIN
    width += GAP // 2 if boxes[-1].y > boxes[0].y and width > NARROW else 0  # the way round to the next row
    arrows = [_arrow(one, other) for one, other in pairwise(boxes)]
    label = escape(route_sentence(route, names))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="route-picture" viewBox="0 0 {width} {height:g}" '
        f'width="{width}" height="{height:g}" role="img" aria-label="{label}" font-family="{FONT}">'
    )
    paper = [f'<rect width="{width}" height="{height:g}" rx="12" fill="{PAPER}"/>'] if alone else []
    return Markup("\n".join([head, *paper, *(box.drawn() for box in boxes), *arrows, "</svg>", ""]))  # noqa: S704 -- every word went through escape()


def route_sentence(route: RouteInput, names: Names | None = None) -> str:
    """Return the whole route in words, for those who cannot see the picture."""
    stages = [
        f"{number}. {_stage_sentence(stage, route, names)}"
        for number, stage in enumerate(route.stages, start=1)
    ]
    steps = stages or [_("без согласующих: согласовано сразу")]
    return f"{route.title}. {scope_words(route)}. {'; '.join([*steps, *terms_words(route)])}."


def _stage_sentence(stage: StageInput, route: RouteInput, names: Names | None) -> str:
    condition = condition_words(stage.when, route.currency)
    parts = [
        _("если %(condition)s", condition=condition) if condition else "",
        ", ".join(approver_words(each, names) for each in stage.approvers),
        quorum_words(stage),
        _("автор может пропустить") if stage.optional else "",
        *time_words(stage.sla),
    ]
    return f"{stage.name}: {', '.join(part for part in parts if part)}"


def _cards(route: RouteInput, names: Names | None) -> list[Card]:
    stages = [
        stage_card(stage, number, currency=route.currency, names=names)
        for number, stage in enumerate(route.stages, start=1)
    ]
    start = Card(((Words(_("Автор"), NAME_SIZE, 600),),), accent=False)
    at_once = [] if stages else [Words(_("сразу, без согласующих"), SMALL, tone="soft")]
    end = Card(((Words(_("Согласован"), NAME_SIZE, 600), *at_once),), accent=False)
    return [start, *stages, end]


def _placed(cards: Sequence[Card], width: int) -> list[Placed]:
    """Put boxes beside each other as long as there is room, then start another row."""
    if width <= NARROW:
        return _stacked(cards, width)
    rows: list[list[tuple[Card, float]]] = [[]]
    for card in cards:
        wide = STAGE if card.accent else _snug(card)
        used = sum(each + GAP for _card, each in rows[-1])
        if rows[-1] and MARGIN * 2 + used + wide > width:
            rows.append([])
        rows[-1].append((card, wide))
    boxes, top = [], float(MARGIN)
    for row in rows:
        boxes += _row(row, top)
        top = max(box.y + box.height for box in boxes) + GAP + 6
    return boxes


def _snug(card: Card) -> float:
    """Return the width of a box that says one word."""
    words = card.groups[0][0]
    return round(text_width(words.text, size=words.size, weight=words.weight)) + 2 * EDGE + 1


def _row(row: Sequence[tuple[Card, float]], top: float) -> list[Placed]:
    tall = max((card.height(wide) for card, wide in row if card.accent), default=0)
    boxes, left = [], float(MARGIN)
    for card, wide in row:
        height = tall if card.accent else card.height(wide)
        boxes.append(Placed(card, left, top, wide, round(height, 1)))
        left += wide + GAP
    return boxes


def _stacked(cards: Sequence[Card], width: int) -> list[Placed]:
    wide, boxes, top = width - 2 * MARGIN, [], float(MARGIN)
    for card in cards:
        boxes.append(Placed(card, MARGIN, top, wide, round(card.height(wide), 1)))
        top += boxes[-1].height + GAP
    return boxes


def _arrow(one: Placed, other: Placed) -> str:
    """Draw the way from a box to the next: across, down, or round to the start of the next row."""
    middle = other.y + ARROW_AT
    if one.y == other.y:
        return _line(f"M{one.x + one.width + 3:g} {middle:g}H{other.x - 4:g}", across=True)
    below = other.y - 4
    if one.x == other.x:
        return _line(f"M{one.x + one.width / 2:g} {one.y + one.height + 3:g}V{below:g}", across=False)
    turn = other.y - (GAP + 6) / 2
    end = one.x + one.width
    start = f"M{end + 3:g} {one.y + ARROW_AT:g}h{GAP / 2 - 3:g}"
    return _line(f"{start}V{turn:g}H{other.x + other.width / 2:g}V{below:g}", across=False)


def _line(path: str, *, across: bool) -> str:
    """Draw a line with its tip, without a marker: ids would repeat on a page with many routes."""
    tip = "m-6 -4 6 4-6 4" if across else "m-4 -6 4 6 4-6"
    look = f'class="stroke-soft" stroke="{SOFT}" stroke-width="1.4" fill="none"'
    return f'<path d="{path}{tip}" {look} stroke-linejoin="round" stroke-linecap="round"/>'
