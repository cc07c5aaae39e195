"""Sixteen people at once on one document: exactly one outcome, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import DocsvcError
from docsvc.model import Decision, Document, Kind, Verdict
from docsvc.queries.trail import verify_trail
from tests.integration.core import story
from tests.integration.core.installation import Installation

THREADS = 16


def at_once(acts: list[Callable[[], None]]) -> list[DocsvcError | None]:
    """Start every act at the same moment; return the refusal of each, or None."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], None]) -> DocsvcError | None:
        barrier.wait()
        try:
            act()
        except DocsvcError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_sixteen_approvals_counts(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    outcomes = at_once([lambda: story.decide(installation, contract, "lawyer")] * THREADS)
    assert outcomes.count(None) == 1
    with installation.tools.read() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
        assert not verify_trail(session).broken


def test_approval_and_withdrawal_leave_one_state(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    seen = story.version_of(installation, contract).rendered_sha256 or ""

    def approve(who: str) -> Callable[[], None]:
        def act() -> None:
            with installation.tools.work() as work:
                actor = installation.people[who]
                decide_on_document(work, contract, actor=actor, verdict=Verdict.APPROVE, seen_sha256=seen)

        return act

    def withdraw() -> None:
        with installation.tools.work() as work:
            withdraw_document(work, contract, actor=installation.people["manager"], reason="Передумали")

    outcomes = at_once([approve("lawyer"), withdraw] * (THREADS // 2))
    assert story.state_of(installation, contract) == "withdrawn"
    assert outcomes[1::2].count(None) == 1
    with installation.tools.read() as session:
        assert not verify_trail(session).broken


def test_numbers_have_no_gap_and_no_repeat(installation: Installation, deal_id: str) -> None:
    def make() -> None:
        story.start(installation, deal_id, Kind.QUOTE)

    outcomes = at_once([make] * THREADS)
    assert outcomes.count(None) == THREADS
    with installation.tools.read() as session:
        numbers = sorted(session.scalars(select(Document.number)))
    year = numbers[0][3:7]
    assert numbers == [f"КП-{year}-{number:04}" for number in range(1, THREADS + 1)]
