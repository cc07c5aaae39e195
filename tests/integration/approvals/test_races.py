"""Sixteen people at once on a thousand stages: exactly one closes each, on both databases."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, inspect, select

from docsvc.actions.change_approver import change_approver
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.delegate_task import delegate_task
from docsvc.errors import AlreadyDecided, DatabaseUnavailable, DocsvcError, WrongMove
from docsvc.model import (
    Approval,
    ApprovalStage,
    ApprovalTask,
    Base,
    Decision,
    Document,
    DocumentVersion,
    Verdict,
    new_id,
)
from docsvc.queries.trail import verify_trail
from docsvc.work import Actor, Work
from tests.integration.approvals.house import STAFF, House, furnish
from tests.integration.approvals.steps import decide, person, role, rows, stage, state, submitted
from tests.integration.approvals.talk import tell
from tests.integration.core.installation import make_installation
from tests.integration.core.test_races import at_once

THREADS = 16
STAGES = {"postgresql": 1000, "sqlite": 200}
"""SQLite lets one at a time write from the first statement on: there a stage is like the one before it."""

TABLES = (Document, DocumentVersion, Approval, ApprovalStage, ApprovalTask)

Row = dict[str, Any]


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    made = make_installation(tmp_path / "data", database_url=database_url)
    house = furnish(made, tell(made, "house"))
    made.people |= {who: house.actor(who) for who in STAFF}
    yield house
    made.tools.database.dispose()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("database_url", "stages"), STAGES.items(), ids=STAGES, indirect=["database_url"])
def test_a_thousand_stages_are_closed_once_each(house: House, stages: int) -> None:
    """Every stage is fought for by two of the sixteen: two lawyers, or one lawyer twice."""
    pattern = submitted(house, stage(role("lawyer"), role("finance"), quorum="any"))
    documents = copies(house, pattern, stages)
    seen = house.seen(pattern)
    deciders = [house.actor(who) for who in ("lawyer", "second-lawyer", "finance", "lawyer")]
    outcomes: Counter[str] = Counter()

    def walk(number: int) -> Callable[[], None]:
        actor = deciders[number % 4 if number < THREADS // 2 else (number + number // 2) % 4]
        mine = documents[number % (THREADS // 2) :: THREADS // 2]
        return lambda: outcomes.update(outcome(house, each, actor, seen) for each in mine)

    assert at_once([walk(number) for number in range(THREADS)]) == [None] * THREADS
    assert outcomes["done"] == stages
    assert outcomes.total() == 2 * stages
    with house.installation.tools.read() as session:
        approved = select(func.count(Document.id)).where(Document.state == "approved")
        assert session.scalar(approved) == stages
        assert session.scalar(select(func.count(Decision.id))) == stages
        ended = select(func.count(Approval.id)).where(Approval.state == "passed")
        assert session.scalar(ended) == stages


def test_two_of_three_is_two_however_many_press(house: House) -> None:
    board = stage(person("lawyer"), person("finance"), person("director"), quorum=2)
    document = submitted(house, board, stage(role("board")))
    people = [house.actor(who) for who in ("lawyer", "finance", "director")]
    seen = house.seen(document)
    refused = at_once([attempt(house, document, people[n % 3], seen) for n in range(THREADS)])
    assert refused.count(None) == 2
    assert {type(each) for each in refused} <= {type(None), AlreadyDecided}
    assert [row.state.value for row in rows(house, document)] == ["passed", "open"]
    assert sound(house)


def test_a_verdict_against_and_one_for_leave_one_outcome(house: House) -> None:
    document = submitted(house, stage(role("lawyer"), quorum="any"))
    first, second, seen = house.actor("lawyer"), house.actor("second-lawyer"), house.seen(document)
    against = attempt(house, document, second, seen, Verdict.REJECT)
    refused = at_once([attempt(house, document, first, seen), against] * (THREADS // 2))
    assert refused.count(None) == 1
    assert {type(each) for each in refused} <= {type(None), AlreadyDecided, WrongMove}
    assert state(house, document) in {"approved", "rejected"}
    assert sound(house)


def test_a_seat_is_decided_or_given_away_but_not_both(house: House) -> None:
    document = submitted(house, stage(person("lawyer")))
    lawyer, manager, seen = house.actor("lawyer"), house.actor("manager"), house.seen(document)
    (task,) = rows(house, document)[0].tasks

    def pass_on() -> None:
        with house.installation.tools.work() as work:
            to = house.people["finance"]
            delegate_task(work, document, actor=lawyer, to_user_id=to, reason="Ваше")

    def exchange() -> None:
        with house.installation.tools.work() as work:
            to = house.people["second-lawyer"]
            change_approver(work, document, actor=manager, task_id=task.id, to_user_id=to, reason="Ваше")

    refused = at_once([attempt(house, document, lawyer, seen), pass_on, exchange] * 5)
    assert refused.count(None) == 1
    (seat,) = rows(house, document)[0].tasks
    if state(house, document) == "in_approval":
        decide(house, document, {house.people[who]: who for who in house.people}[seat.user_id or ""])
    assert state(house, document) == "approved"
    assert sound(house)


def attempt(
    house: House, document: str, actor: Actor, seen: str, verdict: Verdict = Verdict.APPROVE
) -> Callable[[], None]:
    def act() -> None:
        with house.installation.tools.work() as work:
            decide_on_document(
                work, document, actor=actor, verdict=verdict, comment="Решение", seen_sha256=seen
            )

    return act


def outcome(house: House, document: str, actor: Actor, seen: str) -> str:
    """Decide, however often SQLite lets others go first: who waits for it stands in no queue."""
    while True:
        try:
            attempt(house, document, actor, seen)()
        except DatabaseUnavailable:
            continue
        except DocsvcError as refusal:
            return refusal.code
        else:
            return "done"


def sound(house: House) -> bool:
    with house.installation.tools.read() as session:
        return not verify_trail(session).broken


def copies(house: House, pattern: str, count: int) -> list[str]:
    """Put down documents like one that waits, without making each: the row of each table under new ids."""
    made: list[str] = []
    fresh_rows: dict[type[Base], list[Row]] = {table: [] for table in TABLES}
    with house.installation.tools.work() as work:
        found = {table: [columns(row) for row in of(work, table, pattern)] for table in TABLES}
        for number in range(count):
            fresh = {row["id"]: new_id() for each in found.values() for row in each}
            for table, old in found.items():
                rows = [{key: renamed(value, fresh) for key, value in row.items()} for row in old]
                if table is Document:
                    rows[0]["number"] = f"{rows[0]['number']}/{number}"
                fresh_rows[table] += rows
            made.append(fresh[pattern])
        for table, rows in fresh_rows.items():
            work.session.execute(insert(table), rows)
    return made


def of(work: Work, table: type[Base], document_id: str) -> Sequence[Any]:
    mapped = inspect(table).columns
    key = mapped["id"] if table is Document else mapped["document_id"]
    return work.session.scalars(select(table).where(key == document_id)).unique().all()


def columns(row: Base) -> Row:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def renamed(value: Any, fresh: dict[str, str]) -> Any:
    return fresh.get(value, value) if isinstance(value, str) else value
