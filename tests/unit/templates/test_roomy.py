"""Room for deep calls: no depth at which a loop of calls is dear."""

from resource import RUSAGE_SELF, getrusage

import pytest

from templates.roomy import roomy

DEPTHS, CALLS = 300, 200


def test_no_depth_of_calls_maps_memory_for_each_call() -> None:
    roomy(lambda: faults(DEPTHS))  # what is touched for the first time is no fault of the depth
    assert max(roomy(lambda: faults(DEPTHS))) < CALLS / 4


def test_result_and_error_come_through() -> None:
    assert roomy(lambda: "done") == "done"
    with pytest.raises(ZeroDivisionError):
        roomy(lambda: 1 / 0)


def faults(depth: int) -> list[int]:
    """Give how many pages the system had to map for a loop of calls, at each depth down to this one."""
    before = getrusage(RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        leaf(0, 1, 2, 3)
    here = getrusage(RUSAGE_SELF).ru_minflt - before
    return [here, *(faults(depth - 1) if depth else [])]


def leaf(*values: int) -> int:
    """Need a frame, and nothing else."""
    return len(values)
