"""The measurements of `make bench` run: nobody asks how fast."""

import json

import pytest

from bench.__main__ import run
from bench.blocks import BLOCKS
from bench.measure import Figure, take_turns
from bench.report import Goal, Row, as_json, table
from bench.size import SMALLEST

SLOW_TO_START = {"html", "office", "pool", "http", "bulk", "workers", "lists"}
"""Blocks that start a browser or processes of their own; the ways they use are tested where they are made."""


@pytest.mark.parametrize("block", sorted(set(BLOCKS) - SLOW_TO_START))
def test_a_block_measures_something_at_the_smallest_size(block: str) -> None:
    rows = run([block], SMALLEST)
    assert rows
    assert all(row.ours.median > 0 for row in rows)
    assert all(row.block in table(rows) for row in rows)


def test_contenders_take_turns_and_the_order_turns_too() -> None:
    acts: list[str] = []
    take_turns({"ours": lambda: acts.append("a"), "theirs": lambda: acts.append("b")}, rounds=2)
    assert "".join(acts) == "ab" + "ab" + "ba"


def test_less_time_and_more_a_second_are_both_better() -> None:
    assert Figure(5, 5, 5, "ms").times_better_than(Figure(20, 20, 20, "ms")) == 4
    assert Figure(20, 20, 20, "doc/min").times_better_than(Figure(5, 5, 5, "doc/min")) == 4


@pytest.mark.parametrize(
    ("goal", "told"), [(Goal(10), "yes"), (Goal(4), "NO"), (Goal(3, beside=True), "NO"), (None, "")]
)
def test_a_goal_is_met_by_our_figure_or_by_the_ratio(goal: Goal | None, told: str) -> None:
    row = Row("sign", Figure(5, 4, 6, "ms"), "peer", Figure(10, 9, 11, "ms"), goal)
    assert table([row]).endswith(told or "× 2.00")


def test_a_run_is_told_as_json_too() -> None:
    told = json.loads(as_json([Row("sign", Figure(5, 4, 6, "ms"))], {"cores": 2}))
    assert told["machine"]["cores"] == 2
    assert told["rows"][0]["ratio"] is None
