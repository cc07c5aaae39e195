"""Who can sit where: a person counts once in a stage."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from docsvc.queries.seats import seated

PEOPLE = st.sets(st.sampled_from("абвг"), max_size=4)


@given(st.lists(PEOPLE, max_size=4))
def test_as_many_seats_are_filled_as_any_seating_fills(seats: list[set[str]]) -> None:
    assert seated(seats) == max(filled(seating) for seating in seatings(seats))


def test_two_seats_of_one_person_are_one() -> None:
    assert seated([{"юрист"}, {"юрист"}]) == 1
    assert seated([{"юрист", "директор"}, {"юрист"}]) == 2


def seatings(seats: list[set[str]]) -> list[tuple[str | None, ...]]:
    return list(product(*({None, *people} for people in seats)))


def filled(seating: tuple[str | None, ...]) -> int:
    people = [person for person in seating if person]
    return len(people) if len(people) == len(set(people)) else 0
