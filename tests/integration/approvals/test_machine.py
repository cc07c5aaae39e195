"""Random routes, people, verdicts, absences, versions and clocks: nothing is stuck, lost or decided twice."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from audit import verify_chain
from docsvc.actions.change_approver import change_approver
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.delegate_task import delegate_task
from docsvc.actions.edit_user import edit_user
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.restart_approval import restart_approval
from docsvc.actions.revise_document import revise_document
from docsvc.actions.set_absence import Away, set_absence
from docsvc.actions.step_back import step_back
from docsvc.actions.submit_document import submit_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import DocsvcError
from docsvc.model import (
    FOR,
    Approval,
    ApprovalStage,
    ApprovalState,
    Decision,
    Document,
    Role,
    StageState,
    State,
    User,
    Verdict,
)
from docsvc.model.deal_input import read_deal
from docsvc.queries.seats import barred, can_pass, given
from docsvc.queries.stuck import stuck_approvals
from docsvc.queries.trail import entries_of
from docsvc.work import SYSTEM
from tests.integration.approvals.house import DECIDERS, House, furnish
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import make_installation

MOST = 3
EXAMPLES = 4
"""A story takes some seconds; shrinking one would take many minutes, so what failed is told as it was."""
ROLES = ("lawyer", "finance", "director", "board")
WHEN = ("", "deal.discount > 15", "deal.discount <= 15", "document.amount > 100000", "document.kind == 'act'")
STEPS = (
    [],
    [{"after": "24h", "act": "remind"}, {"after": "48h", "act": "notify_manager"}],
    [{"after": "24h", "act": "remind"}, {"after": "72h", "act": "hand_over"}],
    [{"after": "8h", "unit": "business", "act": "remind"}, {"after": "72h", "act": "reject"}],
)

approvers = st.one_of(
    st.sampled_from(ROLES).map(lambda role: {"role": role}),
    st.sampled_from(DECIDERS).map(lambda who: {"user": f"{who}@polaris.example"}),
    st.just({"head": "initiator"}),
)


@st.composite
def stage(draw: st.DrawFn) -> dict[str, Any]:
    asked = draw(st.lists(approvers, min_size=1, max_size=3))
    quorum = draw(st.sampled_from(["all", "any", *range(1, len(asked) + 1)]))
    steps = draw(st.sampled_from(STEPS))
    time = {"sla": {"deadline": "24h", "steps": steps}} if steps else {}
    return {
        "name": "Этап",
        "approvers": asked,
        "quorum": quorum,
        "when": draw(st.sampled_from(WHEN)),
        "optional": draw(st.booleans()),
    } | time


class Approvals(RuleBasedStateMachine):
    """People who do whatever they like; what is refused changes nothing."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[str] = []

    @initialize(stages=st.lists(stage(), max_size=4), own=st.booleans(), keep=st.booleans())
    def begin(self, stages: list[dict[str, Any]], own: bool, keep: bool) -> None:  # noqa: FBT001
        """Come to work with a new route, and submit a first document."""
        self.house.come_back()
        self.house.use_route(stages, own_approval=own, keep_on_minor=keep)
        self.draft()
        self.submit(0, skip=False)

    @precondition(lambda self: len(self.documents) < MOST)
    @rule()
    def draft(self) -> None:
        """Make a document."""
        self.documents.append(self.house.draft())

    @rule(which=st.integers(0, 2), skip=st.booleans())
    def submit(self, which: int, skip: bool) -> None:  # noqa: FBT001
        """Ask for approval, perhaps without the stages that may be left out."""
        self.attempt(which, "manager", lambda work, about: submit_document(work, skip=skip_of(skip), **about))

    @rule(
        which=st.integers(0, 2),
        who=st.sampled_from([*DECIDERS, "manager"]),
        verdict=st.sampled_from([*[Verdict.APPROVE] * 5, *Verdict]),
    )
    def decide(self, which: int, who: str, verdict: Verdict) -> None:
        """Say something, in turn or not."""
        self.say(which, who, verdict)

    @rule(which=st.integers(0, 2), who=st.sampled_from(DECIDERS), to=st.sampled_from(DECIDERS))
    def delegate(self, which: int, who: str, to: str) -> None:
        """Pass it on."""
        target = self.house.people[to]
        self.attempt(
            which, who, lambda work, about: delegate_task(work, to_user_id=target, reason="Занят", **about)
        )

    @rule(which=st.integers(0, 2), to=st.sampled_from([*DECIDERS, None]), seat=st.integers(0, 5))
    def change(self, which: int, to: str | None, seat: int) -> None:
        """Ask somebody else, or nobody."""
        tasks = self.seats(which)
        if not tasks:
            return
        task = tasks[seat % len(tasks)]
        target = self.house.people[to] if to else None
        self.attempt(
            which,
            "manager",
            lambda work, about: change_approver(work, task_id=task, to_user_id=target, reason="Так", **about),
        )

    @rule(which=st.integers(0, 2), act=st.sampled_from([pause_approval, resume_approval]))
    def hold(self, which: int, act: Any) -> None:
        """Hold it up, or go on."""
        self.attempt(which, "manager", lambda work, about: act(work, reason="Ждём", **about))

    @rule(which=st.integers(0, 2), act=st.sampled_from([step_back, restart_approval]))
    def again(self, which: int, act: Any) -> None:
        """Go back, by one stage or to the beginning."""
        self.attempt(which, "manager", lambda work, about: act(work, reason="Ещё раз", **about))

    @rule(which=st.integers(0, 2))
    def withdraw(self, which: int) -> None:
        """Take it back."""
        self.attempt(
            which, "manager", lambda work, about: withdraw_document(work, reason="Не нужно", **about)
        )

    @rule(which=st.integers(0, 2), major=st.booleans())
    def revise(self, which: int, major: bool) -> None:  # noqa: FBT001
        """Make the next version."""
        done = self.attempt(
            which,
            "manager",
            lambda work, about: revise_document(work, comment="Правка", major=major, **about),
        )
        if done:
            self.house.print(self.document(which))

    @rule(who=st.sampled_from(DECIDERS), deputy=st.sampled_from([*DECIDERS, None]), days=st.integers(1, 9))
    def leave(self, who: str, deputy: str | None, days: int) -> None:
        """Be away for some days, with a deputy or without."""
        away = Away(
            self.house.now,
            self.house.now + timedelta(days=days),
            deputy_id=self.house.people[deputy] if deputy else None,
        )
        with suppress(DocsvcError), self.house.installation.tools.work() as work:
            set_absence(work, self.house.people[who], away, actor=SYSTEM)

    @rule(who=st.sampled_from(DECIDERS))
    def dismiss(self, who: str) -> None:
        """Let somebody go for good."""
        with suppress(DocsvcError), self.house.installation.tools.work() as work:
            user = work.get(User, self.house.people[who])
            roles = [Role(role) for role in user.roles]
            edit_user(work, user.id, actor=SYSTEM, name=user.name, roles=roles, active=False)

    @rule(hours=st.sampled_from([1, 25, 49, 73, 24 * 8, -3]))
    def wait(self, hours: int) -> None:
        """Let time pass, or a clock go wrong."""
        self.house.installation.clock.ahead += timedelta(hours=hours)
        self.house.run_clocks()

    @invariant()
    def nothing_is_decided_twice_or_without_its_quorum(self) -> None:
        with self.house.installation.tools.read() as session:
            for document_id in self.documents:
                document = session.get_one(Document, document_id)
                rows = session.scalars(select(ApprovalStage).where(ApprovalStage.document_id == document_id))
                for each in rows:
                    said = [task.decision for task in each.seats if task.decision]
                    voices = [one.on_behalf_of_id for one in said if one.on_behalf_of_id]
                    voices += [one.user_id for one in said]
                    assert len(voices) == len(set(voices))
                    if each.state == StageState.PASSED.value and not each.note:
                        assert given(each) >= each.needed > 0
                if document.state == State.APPROVED.value:
                    self.is_fairly_approved(session, document)

    @invariant()
    def whoever_is_awaited_exists_or_is_shown_as_missing(self) -> None:
        with self.house.installation.tools.read() as session:
            shown = {row.document.id for row in stuck_approvals(session, SYSTEM, now=self.house.now)}
            for approval, document in self.running(session):
                open_stages = [
                    each for each in self.stages(session, approval) if each.state == StageState.OPEN.value
                ]
                assert len(open_stages) == 1
                passable = can_pass(session, open_stages[0], barred=barred(document, approval))
                assert passable or document.id in shown

    def teardown(self) -> None:
        """Come back and finish: every document can be brought to its end, and every chain holds."""
        if not self.documents:
            return
        self.house.come_back()
        for which in range(len(self.documents)):
            self.attempt(
                which, "manager", lambda work, about: resume_approval(work, reason="Продолжаем", **about)
            )
        for _ in range(30):
            said = [self.say(which, who, Verdict.APPROVE) for which in range(MOST) for who in DECIDERS]
            if not any(said):
                break
        with self.house.installation.tools.read() as session:
            left = [document.number for _, document in self.running(session)]
            assert not left
            for document_id in self.documents:
                self.has_everything_in_its_chain(session, document_id)

    def say(self, which: int, who: str, verdict: Verdict) -> bool:
        document = self.document(which)
        words = "Исправьте" if verdict is not Verdict.APPROVE else ""
        said = {"verdict": verdict, "comment": words, "conditions": words}
        seen = self.house.seen(document)
        return self.attempt(
            which, who, lambda work, about: decide_on_document(work, seen_sha256=seen, **said, **about)
        )

    def attempt(self, which: int, who: str, act: Any) -> bool:
        """Tell whether somebody's act was taken: then the document's chain has grown."""
        document = self.document(which)
        actor = self.house.actor(who)
        before = self.length(document)
        try:
            with self.house.installation.tools.work() as work:
                act(work, {"document_id": document, "actor": actor})
        except DocsvcError:
            assert self.length(document) == before
            return False
        assert self.length(document) > before
        return True

    def document(self, which: int) -> str:
        return self.documents[which % len(self.documents)]

    def length(self, document_id: str) -> int:
        with self.house.installation.tools.read() as session:
            return len(entries_of(session, document_id))

    def seats(self, which: int) -> list[str]:
        with self.house.installation.tools.read() as session:
            document = session.get_one(Document, self.document(which))
            rows = session.scalars(
                select(ApprovalStage).where(ApprovalStage.version_id == document.current_version_id)
            )
            return [task.id for each in rows for task in each.seats]

    def running(self, session: Any) -> list[tuple[Approval, Document]]:
        found = []
        for document_id in self.documents:
            document = session.get_one(Document, document_id)
            if document.state == State.IN_APPROVAL.value:
                rounds = select(Approval).where(Approval.version_id == document.current_version_id)
                last = session.scalars(rounds.order_by(Approval.round.desc())).first()
                assert last is not None
                assert last.state in {ApprovalState.RUNNING.value, ApprovalState.PAUSED.value}
                found.append((last, document))
        return found

    def stages(self, session: Any, approval: Approval) -> list[ApprovalStage]:
        rows = select(ApprovalStage).where(
            ApprovalStage.version_id == approval.version_id, ApprovalStage.round == approval.round
        )
        return list(session.scalars(rows.order_by(ApprovalStage.position)))

    def is_fairly_approved(self, session: Any, document: Document) -> None:
        rounds = select(Approval).where(Approval.version_id == document.current_version_id)
        last = session.scalars(rounds.order_by(Approval.round.desc())).first()
        if last is None:
            return
        assert last.state == ApprovalState.PASSED.value
        for each in self.stages(session, last):
            assert each.state in {StageState.PASSED.value, StageState.SKIPPED.value}
            for task in each.seats:
                if task.decision is not None and Verdict(task.decision.verdict) in FOR:
                    assert task.decision.user_id not in barred(document, last)
                    assert task.decision.rendered_sha256 == self.house.seen(document.id)

    def has_everything_in_its_chain(self, session: Any, document_id: str) -> None:
        entries = entries_of(session, document_id)
        verify_chain(entries, head=None)
        verdicts = {f"approval.{verdict.value}" for verdict in Verdict}
        bodies = [json.loads(each.body) for each in entries]
        told = [each for each in bodies if each["kind"] in verdicts and each["actor"]["kind"] == "user"]
        rows = session.scalars(select(Decision.id).where(Decision.document_id == document_id)).all()
        assert len(told) == len(rows)


def skip_of(skip: bool) -> tuple[int, ...]:  # noqa: FBT001
    return (0, 1, 2, 3) if skip else ()


def test_nothing_is_stuck_lost_or_decided_twice(tmp_path: Path, database_url: str) -> None:
    installation = make_installation(tmp_path / "data", database_url=database_url)
    deal = deal_of(installation)
    Approvals.house = furnish(installation, deal)
    few = settings(
        max_examples=EXAMPLES,
        stateful_step_count=30,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(Approvals, settings=few)
    installation.tools.database.dispose()


def deal_of(installation: Any) -> str:
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(DEAL, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id
