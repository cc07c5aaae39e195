"""The life of a document is what its table says, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.errors import WrongMove
from docsvc.model import SIGNED, TRANSITIONS, UNDER_WAY, Document, Move, State, moves_from


@pytest.mark.parametrize(("source", "move"), sorted(TRANSITIONS))
def test_every_row_of_the_table_is_a_move(source: State, move: Move) -> None:
    document = Document(state=source.value)
    document.move(move)
    assert document.state == TRANSITIONS[source, move].value


@pytest.mark.parametrize("source", State)
@pytest.mark.parametrize("move", Move)
def test_whatever_is_not_in_the_table_is_refused_and_changes_nothing(source: State, move: Move) -> None:
    if (source, move) in TRANSITIONS:
        return
    document = Document(state=source.value)
    with pytest.raises(WrongMove):
        document.move(move)
    assert document.state == source.value


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_no_way_through_the_table_leaves_its_states(moves: list[Move]) -> None:
    document = Document(state=State.DRAFT.value)
    for move in moves:
        if move in moves_from(State(document.state)):
            document.move(move)
    assert State(document.state) in State


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_a_signed_document_is_never_a_draft_again(moves: list[Move]) -> None:
    document, was_signed = Document(state=State.DRAFT.value), False
    for move in moves:
        if move in moves_from(State(document.state)):
            document.move(move)
        was_signed = was_signed or State(document.state) in SIGNED
        assert not was_signed or State(document.state) in SIGNED


def test_every_state_can_be_reached_and_none_is_forgotten() -> None:
    reached = {State.DRAFT} | set(TRANSITIONS.values())
    assert reached == set(State)
    assert not SIGNED & UNDER_WAY
