"""The link of a letter opens one task for one person, as long as it awaits them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.approval_link import FAILURES
from docsvc.actions.pause_approval import pause_approval, resume_approval
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import CommentRequired, LinkInvalid, StalePage, TooManyAttempts
from docsvc.mail.ask import PURPOSE, link_token
from docsvc.model import ApprovalTask, AuditEntry, AuditPayload, Decision, Verdict
from signing.claims import Claim, read_claim
from tests.integration.approvals.by_mail import (
    answer,
    change_person,
    follow,
    letter_to,
    rows,
    token_for,
    token_in,
)
from tests.integration.approvals.waiting import (
    person,
    recorded,
    send_away,
    stage,
    state,
    tasks,
    untouched,
    waiting,
)
from tests.integration.core.installation import Installation, installed


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("links")) as made:
        yield made


@pytest.fixture
def installation(shared: Installation) -> Iterator[Installation]:
    """One installation for all these tests, put right after each."""
    with untouched(shared) as made:
        yield made


@pytest.fixture
def contract(installation: Installation) -> str:
    return waiting(installation, stage({"role": "finance"}), stage({"role": "director"}, name="Директор"))


def refused(installation: Installation, token: str) -> bool:
    try:
        follow(installation, token)
    except LinkInvalid:
        return True
    return False


def test_finance_decides_by_the_link_and_the_record_says_how(
    installation: Installation, contract: str
) -> None:
    opened = follow(installation, token_for(installation, contract, "finance"))
    answer(installation, opened)
    assert [task.open for task in tasks(installation, contract)] == [False, True]
    with installation.tools.read() as session:
        found = session.execute(
            select(AuditEntry.body, AuditPayload.payload)
            .join(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
            .where(AuditEntry.subject == contract)
            .order_by(AuditEntry.position)
        ).all()
        decision = session.scalars(select(Decision).where(Decision.document_id == contract)).one()
        assert decision.user_id == installation.people["finance"].id
    [(body, payload)] = [row for row in found if b'"kind":"approval.approve"' in row[0]]
    assert b'"via":"mail_link"' in body
    assert "198.51.100.7" in str(payload)
    assert b"198.51.100.7" not in body


def test_who_came_is_recorded_once_for_each_opening(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    follow(installation, token)
    follow(installation, token)
    assert recorded(installation, contract, "approval.link_opened") == 2


MANGLED: dict[str, Callable[[str], str]] = {
    "cut": lambda link: link[:-1],
    "longer": lambda link: link + "A",
    "empty": lambda _link: "",
    "guessed": lambda link: "A" * len(link),
    "recased": lambda link: link.swapcase(),
    "one bit": lambda link: ("B" if link[0] == "A" else "A") + link[1:],
    "no base64": lambda link: "!" * len(link),
    "cyrillic": lambda link: "я" * len(link),
}


@pytest.mark.parametrize("how", MANGLED)
def test_a_mangled_link_opens_nothing(installation: Installation, contract: str, how: str) -> None:
    assert refused(installation, MANGLED[how](token_for(installation, contract, "finance")))


def test_a_link_opens_for_seven_days_and_not_longer(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    installation.clock.ahead = timedelta(days=6, hours=23)
    assert not refused(installation, token)
    installation.clock.ahead = timedelta(days=7)
    assert refused(installation, token)


def test_a_link_opens_nothing_once_its_task_is_decided(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    answer(installation, follow(installation, token))
    assert refused(installation, token)


def test_a_link_opens_nothing_once_the_document_is_withdrawn(
    installation: Installation, contract: str
) -> None:
    token = token_for(installation, contract, "finance")
    with installation.tools.work() as work:
        withdraw_document(work, contract, actor=installation.people["manager"], reason="Передумали")
    assert refused(installation, token)


def test_a_task_that_was_opened_again_has_another_link(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    with installation.tools.work() as work:
        work.document(contract)
        task = work.get(ApprovalTask, tasks(installation, contract)[0].id)
        task.opened_at = work.now + timedelta(seconds=5)
    assert refused(installation, token)
    assert not refused(installation, token_for(installation, contract, "finance"))


def test_a_pause_closes_the_link_and_its_session(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    opened = follow(installation, token)
    manager = installation.people["manager"]
    with installation.tools.work() as work:
        pause_approval(work, contract, actor=manager, reason="Ждём клиента")
    assert refused(installation, token)
    with pytest.raises(StalePage):
        answer(installation, opened)
    with installation.tools.work() as work:
        resume_approval(work, contract, actor=manager, reason="Клиент ответил")
    fresh = token_in(letter_to(installation, contract, "finance", "approval_resumed"))
    assert not refused(installation, fresh)


def test_a_link_is_for_the_person_whom_it_was_written_for(installation: Installation, contract: str) -> None:
    key = installation.tools.secrets.tokens
    claim = read_claim(key, token_for(installation, contract, "finance"), purpose=PURPOSE)
    lawyer = Claim(claim.task, installation.people["lawyer"].id, claim.moment)
    assert refused(installation, link_token(key, lawyer))
    assert refused(installation, link_token(bytes(32), claim))


def test_the_link_of_one_who_has_left_opens_nothing(installation: Installation, contract: str) -> None:
    token = token_for(installation, contract, "finance")
    change_person(installation, "finance", active=False)
    assert refused(installation, token)


def test_a_route_may_forbid_deciding_by_mail(installation: Installation) -> None:
    contract = waiting(installation, stage({"role": "finance"}), from_mail=False)
    words = letter_to(installation, contract, "finance")
    assert token_in(words) == ""
    assert f"/inbox/{contract}" in words.text
    claim = Claim(
        tasks(installation, contract)[0].id,
        installation.people["finance"].id,
        int((tasks(installation, contract)[0].opened_at or installation.clock()).timestamp()),
    )
    assert refused(installation, link_token(installation.tools.secrets.tokens, claim))


def test_a_deputy_decides_by_the_link_while_they_stand_in(installation: Installation) -> None:
    send_away(installation, "finance", "lawyer")
    contract = waiting(installation, stage(person("finance")))
    answer(installation, follow(installation, token_for(installation, contract, "lawyer")))
    with installation.tools.read() as session:
        decision = session.scalars(select(Decision).where(Decision.document_id == contract)).one()
        assert decision.user_id == installation.people["lawyer"].id
        assert decision.on_behalf_of_id == installation.people["finance"].id


def test_a_deputys_link_ends_with_the_absence(installation: Installation) -> None:
    send_away(installation, "finance", "lawyer")
    contract = waiting(installation, stage(person("finance")))
    token = token_for(installation, contract, "lawyer")
    assert not refused(installation, token)
    installation.clock.ahead = timedelta(hours=25)
    assert refused(installation, token)


def test_a_session_ends_after_half_an_hour(installation: Installation, contract: str) -> None:
    opened = follow(installation, token_for(installation, contract, "finance"))
    installation.clock.ahead = timedelta(minutes=31)
    with pytest.raises(LinkInvalid):
        answer(installation, opened)


def test_a_session_opens_no_other_task(installation: Installation, contract: str) -> None:
    opened = follow(installation, token_for(installation, contract, "finance"))
    other = waiting(installation, stage({"role": "finance"}))
    foreign = type(opened)(opened.session_token, tasks(installation, other)[0].id)
    with pytest.raises(LinkInvalid):
        answer(installation, foreign)
    assert state(installation, other) == "in_approval"


def test_an_old_session_does_not_decide_on_a_later_stage(installation: Installation) -> None:
    contract = waiting(installation, stage(person("finance")), stage(person("finance"), name="Ещё раз"))
    opened = follow(installation, token_for(installation, contract, "finance"))
    answer(installation, opened)
    with pytest.raises(StalePage):
        answer(installation, opened)
    assert [task.open for task in tasks(installation, contract)] == [False, True]


def test_a_return_by_mail_needs_its_reason(installation: Installation, contract: str) -> None:
    opened = follow(installation, token_for(installation, contract, "finance"))
    with pytest.raises(CommentRequired):
        answer(installation, opened, Verdict.RETURN)
    answer(installation, opened, Verdict.RETURN, comment="НДС посчитан неверно")
    assert state(installation, contract) == "draft"


def test_a_refused_link_is_counted_and_nothing_else_happens(
    installation: Installation, contract: str
) -> None:
    before = rows(installation)
    assert refused(installation, "A" * 96)
    after = rows(installation)
    assert {name for name, count in after.items() if count != before[name]} <= {"attempt"}


def test_a_network_that_guesses_is_told_to_wait(installation: Installation, contract: str) -> None:
    token, place = token_for(installation, contract, "finance"), "2001:db8:7::1"
    for number in range(FAILURES.most):
        with pytest.raises(LinkInvalid):
            follow(installation, "A" * 96, address=f"2001:db8:7::{number + 1:x}")
    with pytest.raises(TooManyAttempts):
        follow(installation, token, address=place)
    assert follow(installation, token, address="198.51.100.8").task_id
