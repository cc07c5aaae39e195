"""Questions and comments: they decide nothing, they are kept, and each reaches whom it is for."""

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from audit import evidence
from docsvc.actions.answer_question import answer_question
from docsvc.actions.ask_question import ask_question
from docsvc.actions.comment_on_document import comment_on_document
from docsvc.actions.decide_on_document import decide_on_document
from docsvc.actions.submit_document import submit_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import BadInput, Forbidden, NotFound, WrongMove
from docsvc.model import Mail, Verdict
from docsvc.model.remarks import RemarkInput
from docsvc.queries.completion import Frame, completion
from docsvc.queries.document import one_document
from docsvc.queries.remarks import RemarkRow, questions_for, remarks
from docsvc.queries.trail import entries_of, shareable
from tests.integration.approvals.talk import PDF_HASH, contract, open_tasks, row, tell
from tests.integration.core.installation import Installation, installed

NUMBERS = (str(number) for number in itertools.count(700))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("remarks")) as made:
        yield made


@pytest.fixture
def asked(installation: Installation) -> str:
    """A contract that awaits the lawyer and the finance department."""
    document_id = contract(installation, tell(installation, next(NUMBERS)))
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"])
    return document_id


def ask(installation: Installation, document_id: str, who: str, to: str, text: str = "Откуда скидка?") -> str:
    with installation.tools.work() as work:
        return ask_question(
            work,
            document_id,
            actor=installation.people[who],
            text=text,
            to_user_id=installation.people[to].id,
        )


def answer(installation: Installation, question: str, who: str, text: str = "Так решил директор") -> None:
    with installation.tools.work() as work:
        answer_question(work, question, actor=installation.people[who], text=text)


def told(installation: Installation, document_id: str) -> tuple[RemarkRow, ...]:
    with installation.tools.read() as session:
        return remarks(session, document_id)


def letters(installation: Installation, document_id: str, template: str) -> list[str]:
    with installation.tools.read() as session:
        found = select(Mail).where(Mail.document_id == document_id, Mail.template == template)
        return [mail.to_email.partition("@")[0] for mail in session.scalars(found)]


def test_a_question_decides_nothing_and_reaches_its_person(installation: Installation, asked: str) -> None:
    before = open_tasks(installation, asked)
    ask(installation, asked, "lawyer", "manager")
    assert open_tasks(installation, asked) == before
    assert row(installation, asked).state == "in_approval"
    assert letters(installation, asked, "question_asked") == ["manager"]
    (question,) = told(installation, asked)
    assert (question.author, question.to) == ("Смирнова Анна Андреевна", "Кузнецова Елена Павловна")
    assert question.awaits_answer


def test_an_answer_stands_under_its_question_and_goes_back(installation: Installation, asked: str) -> None:
    question = ask(installation, asked, "lawyer", "manager")
    answer(installation, question, "manager")
    answer(installation, question, "lawyer", "А письменно?")
    (thread,) = told(installation, asked)
    assert [each.text for each in thread.answers] == ["Так решил директор", "А письменно?"]
    assert not thread.awaits_answer
    assert letters(installation, asked, "question_answered") == ["lawyer", "manager"]


def test_whoever_is_asked_reads_the_document_and_cannot_change_it(
    installation: Installation, asked: str
) -> None:
    outsider = installation.people["outsider"]
    with installation.tools.read() as session, pytest.raises(NotFound):
        one_document(session, outsider, asked)
    ask(installation, asked, "lawyer", "outsider")
    with installation.tools.read() as session:
        assert [each.document_id for each in questions_for(session, outsider)] == [asked]
        assert one_document(session, outsider, asked).offers == ()
    with installation.tools.work() as work, pytest.raises(Forbidden):
        withdraw_document(work, asked, actor=outsider, reason="Просто так")


def test_a_lawyer_who_is_asked_about_a_draft_may_not_edit_it(installation: Installation) -> None:
    from docsvc.access import Right, holds

    draft = contract(installation, tell(installation, next(NUMBERS)))
    ask(installation, draft, "manager", "lawyer")
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, draft)), draft)
        lawyer = installation.people["lawyer"]
        assert holds(lawyer, Right.VIEW, document)
        assert not holds(lawyer, Right.EDIT, document)


def test_an_answered_question_waits_no_longer(installation: Installation, asked: str) -> None:
    finance = installation.people["finance"]
    with installation.tools.read() as session:
        before = len(questions_for(session, finance))
    question = ask(installation, asked, "lawyer", "finance")
    with installation.tools.read() as session:
        assert len(questions_for(session, finance)) == before + 1
    answer(installation, question, "finance")
    with installation.tools.read() as session:
        assert len(questions_for(session, finance)) == before


def test_a_comment_points_to_a_page_and_its_words(installation: Installation, asked: str) -> None:
    with installation.tools.work() as work:
        comment_on_document(
            work,
            asked,
            actor=installation.people["lawyer"],
            text="Неустойка не 0,1 %, а 0,01 %",
            page=3,
            quote="неустойку в  размере\n0,1 %",
        )
    (remark,) = told(installation, asked)
    assert (remark.page, remark.quote) == (3, "неустойку в размере 0,1 %")
    assert remark.current


def test_comments_given_with_a_verdict_know_it(installation: Installation, asked: str) -> None:
    with installation.tools.work() as work:
        decide_on_document(
            work,
            asked,
            actor=installation.people["lawyer"],
            verdict=Verdict.RETURN,
            comment="Правим неустойку",
            remarks=[RemarkInput("Меньше", 2, "0,1 %"), RemarkInput("И срок")],
            seen_sha256=PDF_HASH,
        )
    assert [(each.text, each.verdict) for each in told(installation, asked)] == [
        ("Меньше", Verdict.RETURN),
        ("И срок", Verdict.RETURN),
    ]


@pytest.mark.parametrize(
    ("text", "page", "said"),
    [("  ", None, "напишите"), ("а" * 5000, None, "не больше"), ("Здесь", 8, "страницы 8 нет")],
)
def test_a_wrong_comment_is_refused(
    installation: Installation, asked: str, text: str, page: int | None, said: str
) -> None:
    with pytest.raises(BadInput, match=said), installation.tools.work() as work:
        comment_on_document(work, asked, actor=installation.people["lawyer"], text=text, page=page)
    assert told(installation, asked) == ()


def test_nobody_asks_themselves_or_somebody_who_has_left(installation: Installation, asked: str) -> None:
    with pytest.raises(BadInput, match="это вы"):
        ask(installation, asked, "lawyer", "lawyer")
    with pytest.raises(BadInput, match="сейчас работает"), installation.tools.work() as work:
        ask_question(
            work, asked, actor=installation.people["lawyer"], text="Кто вы?", to_user_id="не сотрудник"
        )


def test_who_does_not_see_a_document_cannot_talk_about_it(installation: Installation, asked: str) -> None:
    for who in ("outsider", "accountant"):
        with pytest.raises(NotFound):
            ask(installation, asked, who, "manager")


def test_after_withdrawal_there_is_nothing_to_discuss(installation: Installation, asked: str) -> None:
    question = ask(installation, asked, "lawyer", "manager")
    with installation.tools.work() as work:
        withdraw_document(work, asked, actor=installation.people["manager"], reason="Сделки не будет")
    with pytest.raises(WrongMove):
        answer(installation, question, "manager")


def test_what_colleagues_say_does_not_leave_the_house(installation: Installation, asked: str) -> None:
    ask(installation, asked, "lawyer", "manager", "Он точно заплатит?")
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, asked)), asked)
        zone = installation.settings.timezone
        printed = completion(Frame(session, zone, serials={}), document)["events"]
        shared = evidence(shareable(entries_of(session, asked)))
    assert "Задан вопрос" not in str(printed)
    assert "заплатит" not in shared.decode()
