"""Letters about approvals: who asks, what, why, till when, one button; and what is kept of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.web.words import UNNEEDED, mail_sign
from docsvc.actions.reveal_mail import reveal_mail
from docsvc.actions.submit_document import submit_document
from docsvc.errors import Forbidden
from docsvc.jobs.send_mail import send_mail
from docsvc.mail.compose import NAMES
from docsvc.mail.post import post_to_user
from docsvc.model import Kind, Mail, MailState, User, new_id
from docsvc.queries.outgoing import outgoing_letter
from tests.integration.approvals.by_mail import answer, follow, letter_to, token_for, token_in
from tests.integration.approvals.talk import contract as draft
from tests.integration.approvals.talk import tell
from tests.integration.approvals.waiting import (
    person,
    recorded,
    set_route,
    stage,
    tasks,
    untouched,
    waiting,
)
from tests.integration.core.installation import Installation, installed

WHY = "Клиент открывает склад 1 декабря.\nПодрядчик уже на месте."


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("letters")) as made:
        yield made


@pytest.fixture
def installation(shared: Installation) -> Iterator[Installation]:
    with untouched(shared) as made:
        yield made


def asked_why(installation: Installation) -> str:
    """Submit a contract with a justification, to finance and with a deadline."""
    set_route(installation, stage(person("finance"), name="Финансы", sla={"deadline": "48h"}))
    document_id = draft(installation, tell(installation, new_id()), Kind.CONTRACT)
    with installation.tools.work() as work:
        submit_document(work, document_id, actor=installation.people["manager"], justification=WHY)
    return document_id


def post(installation: Installation, document_id: str, name: str, part: str, **params: str) -> str:
    with installation.tools.work() as work:
        document = work.document(document_id)
        user = work.get(User, installation.people[part].id)
        post_to_user(work, name, user, document=document, **params)
        return work.session.scalars(select(Mail.id).order_by(Mail.id.desc()).limit(1)).one()


def test_a_request_says_who_asks_what_why_and_till_when(installation: Installation) -> None:
    contract = asked_why(installation)
    text = letter_to(installation, contract, "finance").text.replace("\xa0", " ")
    for words in (
        "Кузнецова Елена Павловна просит согласовать договор № ",
        "Клиент: АО «Вектор Логистика»",
        "Сумма: 636 005,00 ₽",
        "Этап: Финансы",
        "Решить до: ",
        "    Клиент открывает склад 1 декабря.\n    Подрядчик уже на месте.",
        "Прочитать и решить:\nhttp://127.0.0.1:8000/approve/",
        "не пересылайте письмо",
    ):
        assert words in text, words


def test_a_request_has_one_button(installation: Installation) -> None:
    contract = asked_why(installation)
    html = letter_to(installation, contract, "finance").html
    assert html.count("<a ") == 1
    assert "Решить до" in html


def test_the_deadline_is_told_in_the_readers_own_zone(installation: Installation) -> None:
    contract = asked_why(installation)
    with installation.tools.work() as work:
        work.get(User, installation.people["finance"].id).timezone = "Asia/Vladivostok"
    assert "(UTC+10)" in letter_to(installation, contract, "finance").text


def test_a_reminder_after_the_deadline_says_so(installation: Installation) -> None:
    contract = asked_why(installation)
    task = tasks(installation, contract)[0].id
    post(installation, contract, "approval_reminder", "finance", task=task)
    assert "Напоминаем" in letter_to(installation, contract, "finance").text
    installation.clock.ahead += timedelta(hours=49)
    post(installation, contract, "approval_reminder", "finance", task=task)
    assert letter_to(installation, contract, "finance").subject.startswith("Срок прошёл: договор")


def test_a_reminder_after_seven_days_leads_to_the_service(installation: Installation) -> None:
    contract = asked_why(installation)
    task = tasks(installation, contract)[0].id
    installation.clock.ahead += timedelta(days=7)
    post(installation, contract, "approval_reminder", "finance", task=task)
    words = letter_to(installation, contract, "finance")
    assert token_in(words) == ""
    assert f"/inbox/{contract}" in words.text


def test_what_a_manager_is_told_of_a_silent_approver_decides_nothing(installation: Installation) -> None:
    contract = asked_why(installation)
    task = tasks(installation, contract)[0].id
    post(installation, contract, "approval_escalated", "director", task=task, who="Громов Павел Сергеевич")
    words = letter_to(installation, contract, "director")
    assert "Громов Павел Сергеевич не отвечает" in words.text
    assert token_in(words) == ""


def test_a_link_is_masked_where_letters_are_looked_at_and_revealed_to_nobody(
    installation: Installation,
) -> None:
    contract = asked_why(installation)
    token = token_for(installation, contract, "finance")
    administrator = installation.people["administrator"]
    with installation.tools.read() as session:
        mail_id = session.scalars(select(Mail.id).where(Mail.document_id == contract)).one()
        shown = outgoing_letter(session, mail_id, actor=administrator, settings=installation.tools.settings)
    assert not shown.mail.can_reveal
    assert token not in shown.words.text + shown.words.html
    assert "/approve/••••" in shown.words.text
    with pytest.raises(Forbidden), installation.tools.work() as work:
        reveal_mail(work, mail_id, actor=administrator)
    assert recorded(installation, contract, "mail.revealed") == 0


def test_a_request_that_came_too_late_is_not_sent(installation: Installation) -> None:
    contract = asked_why(installation)
    answer(installation, follow(installation, token_for(installation, contract, "finance")))
    with installation.tools.read() as session:
        found = select(Mail.id).where(Mail.document_id == contract, Mail.template == "approval_asked")
        mail_id = session.scalars(found).one()
    send_mail(installation.tools, {"mail": mail_id})
    with installation.tools.read() as session:
        mail = session.get_one(Mail, mail_id)
        assert mail.state == "failed"
        answered = mail.deliveries[-1].answer
    assert "больше не ждут" in answered
    assert mail_sign(MailState(mail.state), answered) is UNNEEDED


SAID = {
    "approval_delegated": ({"who": "Смирнова", "reason": "Это по части финансов"}, "Это по части финансов"),
    "approval_handed_over": ({"who": "Смирнова", "reason": "Отпуск"}, "Смирнова"),
    "approval_released": ({"to": "Громов", "reason": "В отпуске"}, "за вас решит Громов"),
    "approval_paused": ({"who": "Кузнецова", "reason": "Ждём клиента"}, "Ждём клиента"),
    "approval_restarted": ({"who": "Кузнецова", "reason": "Другой порядок"}, "Другой порядок"),
    "approval_stepped_back": ({"who": "Кузнецова", "reason": "Уточнить"}, "на этап назад"),
    "approval_stuck": ({"stage": "Совет", "who": "Громов"}, "Этап «Совет» некому согласовать"),
    "approval_timed_out": ({"stage": "Финансы", "who": "Громов"}, "Срок согласования вышел"),
    "approval_started": ({"stage": "Финансы"}, "вы наблюдаете"),
    "approval_ended": ({"outcome": "rejected", "reason": "Риск"}, "Документ не согласовали"),
    "approved_with_conditions": ({"who": "Громов", "conditions": "Доверенность"}, "Доверенность"),
    "conditions_answered": ({"who": "Кузнецова", "conditions": "А", "answer": "Приложена"}, "Приложена"),
    "question_asked": ({"who": "Громов", "text": "Хватит ли аванса?"}, "Хватит ли аванса?"),
    "question_answered": ({"who": "Кузнецова", "text": "Хватит", "question": "Хватит ли?"}, "Хватит"),
}


@pytest.mark.parametrize("name", sorted(SAID))
def test_each_letter_says_what_happened(installation: Installation, name: str) -> None:
    contract = waiting(installation, stage(person("finance")))
    params, words = SAID[name]
    post(installation, contract, name, "manager", **params)
    text = letter_to(installation, contract, "manager").text
    assert words in text
    assert "\n\n\n" not in text
    assert "None" not in text


def test_every_letter_of_an_approval_is_tried_here() -> None:
    known = {*SAID, "approval_asked", "approval_reminder", "approval_escalated", "approval_resumed"}
    assert {name for name in NAMES if name.startswith(("approval_", "question_", "condition"))} <= known


def test_names_and_reasons_cannot_add_headers_or_markup(installation: Installation) -> None:
    contract = waiting(installation, stage(person("finance")))
    hostile = "Иванов\r\nBcc: all@example.ru <b>"
    post(installation, contract, "approval_paused", "manager", who=hostile, reason="<script>1</script>")
    words = letter_to(installation, contract, "manager")
    assert "\n" not in words.subject
    assert "<script>" not in words.html
    assert "<b>" not in words.html
