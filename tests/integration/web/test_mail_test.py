"""An administrator tries the mail server: a real letter, and its answer in words."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from docsvc.config import Smtp
from docsvc.jobs.send_mail import send_mail
from docsvc.model import Mail
from tests.integration.web.conftest import Built, open_house
from tests.integration.web.persons import Browser, House, log_in_as
from tests.services.smtp import Mailbox


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Iterator[House]:
    data = Path(shutil.copytree(built.data, tmp_path_factory.mktemp("mail") / "data"))
    yield from open_house(replace(built, data=data), f"sqlite:///{data / 'docsvc.sqlite3'}")


def office(house: House, mailbox: Mailbox) -> Browser:
    """Let the installation know the server, and its administrator come in."""
    smtp = Smtp(url=f"smtp://{mailbox.host}:{mailbox.port}", sender="docs@sever.ru")
    house.tools.settings = replace(house.tools.settings, smtp=smtp)
    return log_in_as(house, "administrator")


def tried(house: House, browser: Browser) -> str:
    """Send the letter, and return the page that shows it with the server's answer."""
    answer = browser.post("/settings/mail/test", email="boss@sever.ru")
    where = answer.headers["Location"]
    assert browser.get(f"{where}/mark?seen=0").status_code == 204
    assert "Отправляем" in browser.get(where).text
    send_mail(house.tools, {"mail": where.rpartition("/")[2]})
    assert browser.get(f"{where}/mark?seen=0").status_code == 200
    return browser.get(where).text


def test_a_test_letter_arrives_and_its_page_says_so(house: House, mailbox: Mailbox) -> None:
    browser = office(house, mailbox)
    assert str(mailbox.port) in browser.get("/settings/mail/test").text
    page = tried(house, browser)
    assert mailbox.wait()[0].recipients == ("boss@sever.ru",)
    assert mailbox.deliveries[0].message["Subject"] == "Проверка почты"
    assert "Сервер принял письмо" in page
    assert "250 OK" in page


def test_a_refusal_is_told_in_words_and_not_tried_again(house: House, mailbox: Mailbox) -> None:
    mailbox.reply = "451 4.7.1 Greylisted, please try again"
    browser = office(house, mailbox)
    page = tried(house, browser)
    assert "так он отсеивает спам" in page
    assert "451 4.7.1 Greylisted" in page
    with house.tools.read() as session:
        newest = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert newest is not None
    assert newest.state == "failed"


def test_what_is_no_address_is_refused_with_what_was_typed(house: House, mailbox: Mailbox) -> None:
    browser = office(house, mailbox)
    answer = browser.post("/settings/mail/test", email="boss@")
    assert answer.status_code == 422
    assert "Нужен адрес почты" in answer.text
    assert 'value="boss@"' in answer.text


def test_without_a_server_the_page_says_what_to_set(house: House) -> None:
    house.tools.settings = replace(house.tools.settings, smtp=None)
    page = log_in_as(house, "administrator").get("/settings/mail/test").text
    assert "DOCSVC_SMTP_URL" in page
    assert "Отправить проверочное письмо" not in page
