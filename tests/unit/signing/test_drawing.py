"""What was drawn by hand: read with distrust, put on paper as smooth curves that stay in their room."""

import re

import pytest

from signing import BadLook, read_strokes
from signing.drawing import MOST_POINTS, MOST_STROKES, as_plain, paths

PAD = {"width": 300, "height": 100}
LINE = [[10, 50, 0.5], [60, 20, 0.9], [120, 80, 0.2], [200, 40, 0.5]]
ROOM = (20.0, 30.0, 180.0, 60.0)


def drawn(*strokes: object, **more: object) -> dict[str, object]:
    return PAD | {"strokes": list(strokes)} | more


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {},
        drawn(),
        drawn([]),
        drawn([[1]]),
        drawn([[1, 2, 3, 4]]),
        drawn([["1", 2]]),
        drawn([[True, 2]]),
        drawn([[float("nan"), 2]]),
        drawn([[float("inf"), 2]]),
        drawn([[10**400, 2]]),
        drawn(LINE, height=10**400),
        drawn("scribble"),
        drawn(LINE, width=0),
        drawn(LINE, width="300"),
        drawn(LINE, height=1e9),
        drawn(*[LINE] * (MOST_STROKES + 1)),
        drawn([[1, 2]] * (MOST_POINTS + 1)),
    ],
)
def test_what_is_no_drawing_is_refused(given: object) -> None:
    with pytest.raises(BadLook):
        read_strokes(given)


def test_a_drawing_is_kept_as_it_was() -> None:
    assert read_strokes(as_plain(read_strokes(drawn(LINE)))) == read_strokes(drawn(LINE))


def test_a_pen_that_tells_no_pressure_is_taken_for_a_firm_one() -> None:
    assert read_strokes(drawn([[1, 2]])).lines == (((1.0, 2.0, 0.75),),)


def test_points_beyond_the_pad_are_put_on_its_edge() -> None:
    assert read_strokes(drawn([[-5, 200, 9]])).lines == (((0.0, 100.0, 1.0),),)


def points(commands: str) -> list[tuple[float, float]]:
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+) (?:m|l|c)\b", commands)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize("line", [LINE, [[5, 5]], [[0, 0], [300, 0]], [[0, 0], [0, 100]], [[7, 7], [7, 7]]])
def test_the_ink_fills_its_room_and_does_not_leave_it(line: list[list[float]]) -> None:
    for x, y in points(paths(read_strokes(drawn(line)), ROOM)):
        assert ROOM[0] - 0.1 <= x <= ROOM[2] + 0.1
        assert ROOM[1] - 0.1 <= y <= ROOM[3] + 0.1


def test_up_on_the_pad_is_up_on_the_paper() -> None:
    first, last = points(paths(read_strokes(drawn([[0, 100], [100, 0]])), ROOM))
    assert first[1] < last[1]


def test_a_dot_is_a_dot_and_not_a_blot() -> None:
    assert " l S" in paths(read_strokes(drawn([[5, 5]])), ROOM)


def test_points_that_add_nothing_are_left_out() -> None:
    slow = [[100 + n / 100, 50] for n in range(5000)]
    assert len(paths(read_strokes(drawn([[0, 50], *slow, [300, 50]])), ROOM)) < 3000
