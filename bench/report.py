"""The one table: a row for each block, its peer and its goal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bench.measure import Figure

HEAD = ("block", "ours", "min-max", "beside it", "", "min-max", "ours better", "goal", "met")


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound of the design, on our own figure or, with `beside`, on how many times better than the peer."""

    bound: float
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One block: what it took us and, where there is one, the peer that did the same in the same rounds."""

    block: str
    ours: Figure
    peer: str = ""
    theirs: Figure | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Return how many times better ours is; None without a peer."""
        return None if self.theirs is None else self.ours.times_better_than(self.theirs)

    @property
    def met(self) -> bool | None:
        """Tell whether the goal was met in this run; None where there is none to compare with."""
        match self.goal:
            case None:
                return None
            case Goal(bound=bound, beside=True):
                return None if self.ratio is None else self.ratio >= bound
            case Goal(bound=bound):
                better_below = self.ours.less_is_better
                return self.ours.median <= bound if better_below else self.ours.median >= bound


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out as text, one line each."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in (lines[0], "-" * max(map(len, lines)), *lines[1:]))


def as_json(rows: Sequence[Row], machine: Mapping[str, object]) -> str:
    """Return the whole run as JSON, for comparing runs."""
    told = [asdict(row) | {"ratio": row.ratio, "met": row.met} for row in rows]
    return json.dumps({"machine": machine, "rows": told}, ensure_ascii=False, indent=2)


def number(value: float) -> str:
    """Write a number with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _cells(row: Row) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "NO"}[row.met]
    ratio = "" if row.ratio is None else f"× {row.ratio:.2f}"
    return (row.block, *_figure(row.ours), row.peer, *_figure(row.theirs), ratio, _goal(row), met)


def _figure(value: Figure | None) -> tuple[str, str]:
    if value is None:
        return "", ""
    return f"{number(value.median)} {value.unit}", f"{number(value.low)}-{number(value.high)}"


def _goal(row: Row) -> str:
    match row.goal:
        case None:
            return ""
        case Goal(bound=bound, beside=True):
            return f"× {number(bound)} or more"
        case Goal(bound=bound):
            return f"{'≤' if row.ours.less_is_better else '≥'} {number(bound)} {row.ours.unit}"
