"""One document to many: each person gets a copy of their own, once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from docsvc.actions.copy_document import copy_document
from docsvc.actions.resume_mailing import resume_mailing
from docsvc.actions.revise_document import revise_document
from docsvc.actions.send_copies import send_copies
from docsvc.actions.stop_mailing import stop_mailing
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.actions.withdraw_mailing import withdraw_mailing
from docsvc.errors import (
    BadInput,
    CommentRequired,
    DatabaseUnavailable,
    IsCopy,
    NotForMany,
    NotFound,
    WrongMove,
)
from docsvc.errors.phrase import Phrase
from docsvc.model import Dispatch, Document, Kind, Recipient, State
from docsvc.queries.mailing import mailing_view
from docsvc.queries.trail import verify_trail
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH
from tests.integration.mailing.dying import run_and_die
from tests.integration.mailing.steps import (
    copies_of,
    mail,
    mailing_of,
    make_everything_due,
    people,
    rows_of,
    run_batches,
)


@EACH
def test_a_hundred_people_get_a_hundred_copies_of_the_very_bytes_that_were_approved(
    installation: Installation, nda: str
) -> None:
    mailing_id = mail(installation, nda, people(100), message="Здравствуйте!", title="Соглашение")
    assert run_batches(installation) == [""] * 5
    base, copies = story.version_of(installation, nda), copies_of(installation, nda)
    with installation.tools.read() as session:
        number = session.get_one(Document, nda).number
    assert [row.state for row in rows_of(installation, mailing_id)] == ["sent"] * 100
    assert {row.document_id for row in rows_of(installation, mailing_id)} == {each.id for each in copies}
    assert {each.state for each in copies} == {"preparing"}
    numbers = {each.number for each in copies}
    assert numbers == {f"{number}/{turn}" for turn in range(1, 101)}
    with installation.tools.read() as session:
        versions = [session.get_one(Document, each.id).version for each in copies]
        assert {each.rendered_sha256 for each in versions} == {base.rendered_sha256}
        assert {each.facts_sha256 for each in versions} == {base.facts_sha256}
        sendings = session.scalars(select(Dispatch)).unique().all()
        assert len(sendings) == 100
        assert {each.message for each in sendings} == {"Здравствуйте!"}
        assert not verify_trail(session).broken
    assert story.state_of(installation, nda) == "approved"


def test_each_copy_is_signed_on_its_own(installation: Installation, nda: str) -> None:
    mailing_id = mail(installation, nda, people(2))
    installation.run_jobs()
    first, second = (row.document_id or "" for row in rows_of(installation, mailing_id))
    story.sign(installation, first, "director@polaris.example", typed="Соколов А. В.")
    story.sign(installation, first, "person1@many.example", typed="Получатель 1")
    assert story.state_of(installation, first) == "archived"
    assert story.state_of(installation, second) == "sent"
    assert story.state_of(installation, nda) == "approved"


def test_an_offer_to_many_is_accepted_by_each(installation: Installation, quote: str) -> None:
    mailing_id = mail(installation, quote, people(1))
    installation.run_jobs()
    copy = rows_of(installation, mailing_id)[0].document_id or ""
    story.accept(installation, copy, "person1@many.example")
    assert story.state_of(installation, copy) == "archived"


@EACH
def test_a_batch_that_was_cut_off_is_done_again_whole(
    installation: Installation, nda: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing_id = mail(installation, nda, people(40))

    def cut_off(*args: Any, number: int, **more: Any) -> Document:
        if number == 30:
            raise MemoryError("the power is gone")
        return copy_document(*args, number=number, **more)

    with monkeypatch.context() as patch:
        patch.setattr("docsvc.actions.send_copies.copy_document", cut_off)
        outcomes = run_batches(installation)
    done, *cut = outcomes  # on a slow machine it is due again before the runner has done
    assert not done
    assert cut
    assert all(cut)
    assert len(copies_of(installation, nda)) == 20
    make_everything_due(installation)
    assert run_batches(installation) == [""]
    assert len(copies_of(installation, nda)) == 40
    assert [row.state for row in rows_of(installation, mailing_id)] == ["sent"] * 40


@EACH
def test_a_killed_runner_costs_nobody_their_copy_and_gives_nobody_two(
    installation: Installation, nda: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docsvc.actions.mail_to_many.BATCH", 4)
    mailing_id = mail(installation, nda, people(12))
    run_and_die(installation, failpoint="commit:mailing.sent")  # four are sent, and the job never said so
    run_and_die(installation, number=7)  # of the next four, two are written and lost
    assert [row.state for row in rows_of(installation, mailing_id)] == ["sent"] * 4 + ["waiting"] * 8
    installation.clock.ahead += timedelta(hours=1)  # whoever held them is taken for dead
    assert run_batches(installation) == [""] * 3
    rows, copies = rows_of(installation, mailing_id), copies_of(installation, nda)
    assert [row.state for row in rows] == ["sent"] * 12
    assert {row.document_id for row in rows} == {each.id for each in copies}
    assert len(copies) == len({each.number for each in copies}) == 12
    with installation.tools.read() as session:
        asked = session.scalars(select(Recipient.email).where(Recipient.email.like("person%"))).all()
        assert len(asked) == len(set(asked)) == 12
        assert not verify_trail(session).broken


@EACH
def test_two_runners_and_a_promise_kept_twice_make_every_copy_once(
    installation: Installation, nda: str
) -> None:
    mailing_id = mail(installation, nda, people(60))
    manager = installation.people["manager"]

    def batch(first: int) -> None:
        with suppress(DatabaseUnavailable), installation.tools.work() as work:
            send_copies(work, mailing_id, actor=manager, first=first, last=first + 19)
            return
        batch(first)  # on a busy machine the others may write for longer than one waits: a runner comes again

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(batch, [1, 1, 21, 41, 21, 41]))
    copies = copies_of(installation, nda)
    assert len(copies) == len({each.number for each in copies}) == 60
    with installation.tools.read() as session:
        asked = select(func.count(Recipient.id)).where(Recipient.email.like("person%"))
        assert session.scalar(asked) == 60


def test_one_refused_row_says_why_and_holds_nobody_else_up(installation: Installation, nda: str) -> None:
    wrong = people(3)
    wrong[1] = wrong[1].model_copy(update={"name": " "})  # past every check of the pages and of the API
    mailing_id = mail(installation, nda, wrong)
    assert run_batches(installation) == [""]
    assert [row.state for row in rows_of(installation, mailing_id)] == ["sent", "failed", "sent"]
    with installation.tools.read() as session:
        shown = mailing_view(session, installation.people["manager"], mailing_id).rows[1].reason
    assert shown == "Имя — обязательное поле"
    assert isinstance(shown, Phrase)  # which can be said in English too
    assert len(copies_of(installation, nda)) == 2


def test_a_stopped_mailing_sends_nothing_more_until_it_goes_on(installation: Installation, nda: str) -> None:
    mailing_id, manager = mail(installation, nda, people(45)), installation.people["manager"]
    run_batches(installation, most=1)
    for _ in range(2):
        with installation.tools.work() as work:
            stop_mailing(work, mailing_id, actor=manager)
    run_batches(installation)
    assert len(copies_of(installation, nda)) == 20
    with installation.tools.work() as work:
        assert resume_mailing(work, mailing_id, actor=manager) == 25
    run_batches(installation)
    assert len(copies_of(installation, nda)) == 45
    with installation.tools.work() as work:
        assert resume_mailing(work, mailing_id, actor=manager) == 0


def test_a_withdrawn_mailing_takes_back_what_waits_and_leaves_what_is_signed(
    installation: Installation, quote: str
) -> None:
    mailing_id, manager = mail(installation, quote, people(3)), installation.people["manager"]
    installation.run_jobs()
    first = rows_of(installation, mailing_id)[0].document_id or ""
    story.accept(installation, first, "person1@many.example")
    with pytest.raises(CommentRequired), installation.tools.work() as work:
        withdraw_mailing(work, mailing_id, actor=manager, reason=" ")
    with installation.tools.work() as work:
        withdraw_mailing(work, mailing_id, actor=manager, reason="Ошиблись в цене")
    installation.run_jobs()
    assert sorted(each.state for each in copies_of(installation, quote)) == [
        "archived",
        "withdrawn",
        "withdrawn",
    ]
    assert mailing_of(installation, mailing_id).stopped_at is not None
    assert story.state_of(installation, quote) == "approved"


def test_a_document_withdrawn_meanwhile_goes_to_nobody_else(installation: Installation, nda: str) -> None:
    mailing_id, manager = mail(installation, nda, people(2)), installation.people["manager"]
    with installation.tools.work() as work:
        withdraw_document(work, nda, actor=manager, reason="не нужно")
    run_batches(installation)
    assert [row.state for row in rows_of(installation, mailing_id)] == ["failed", "failed"]
    assert "изменился" in rows_of(installation, mailing_id)[0].error


def test_a_second_mailing_goes_on_with_the_numbers(installation: Installation, nda: str) -> None:
    mail(installation, nda, people(2))
    mail(installation, nda, people(2, start=3))
    run_batches(installation)
    numbers = [each.number.rpartition("/")[2] for each in copies_of(installation, nda)]
    assert sorted(numbers) == ["1", "2", "3", "4"]


def test_a_copy_has_no_versions_of_its_own(installation: Installation, quote: str) -> None:
    mail(installation, quote, people(1))
    run_batches(installation)
    copy = copies_of(installation, quote)[0].id
    with pytest.raises(IsCopy), installation.tools.work() as work:
        revise_document(work, copy, actor=installation.people["manager"], comment="иначе")


def test_what_cannot_go_to_many_is_refused_and_nothing_is_written(
    installation: Installation, deal_id: str, nda: str
) -> None:
    draft = story.make(installation, deal_id, Kind.NDA)
    with pytest.raises(WrongMove):
        mail(installation, draft, people(1))
    invoice = story.make(installation, deal_id, Kind.INVOICE)
    story.submit(installation, invoice)
    with pytest.raises(NotForMany):
        mail(installation, invoice, people(1))
    with pytest.raises(BadInput, match="уже есть"):
        mail(installation, nda, [*people(1), *people(1)])
    yesterday = installation.clock().date() - timedelta(days=2)
    with pytest.raises(BadInput, match="прошла"):
        mail(installation, nda, people(1), expires_on=yesterday.isoformat())
    with pytest.raises(BadInput):
        mail(installation, nda, [])
    with pytest.raises(BadInput, match="на него придёт код"):
        mail(installation, nda, people(1), channel="sms")
    assert {story.state_of(installation, each) for each in (draft, nda)} == {State.DRAFT, State.APPROVED}


def test_a_stranger_knows_of_no_mailing(installation: Installation, nda: str) -> None:
    mailing_id, outsider = mail(installation, nda, people(1)), installation.people["outsider"]
    with pytest.raises(NotFound), installation.tools.work() as work:
        stop_mailing(work, mailing_id, actor=outsider)
    with pytest.raises(NotFound), installation.tools.work() as work:
        resume_mailing(work, mailing_id, actor=outsider)
    with pytest.raises(NotFound), installation.tools.work() as work:
        withdraw_mailing(work, mailing_id, actor=outsider, reason="нет")
