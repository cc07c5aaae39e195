import os
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.services.postgres import Postgres
from tests.services.programs import require
from tests.services.smtp import Mailbox


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """An empty database, and no installation's."""
    return "template0"


def test_a_database_starts_empty_and_keeps_what_it_is_given(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE deals (title TEXT NOT NULL)"))
        connection.execute(text("INSERT INTO deals VALUES ('Поставка «Север»')"))
    with engine.connect() as connection:
        titles = connection.execute(text("SELECT title FROM deals")).scalars().all()
    engine.dispose()
    assert titles == ["Поставка «Север»"]


@pytest.mark.parametrize("attempt", [1, 2])
def test_no_test_sees_the_tables_of_another(database_url: str, attempt: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE once (attempt INTEGER)"))
    engine.dispose()


def test_a_database_is_copied_from_its_template(postgres: Postgres) -> None:
    template = postgres.create()
    engine = create_engine(postgres.url(template))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE migrated (version TEXT)"))
    engine.dispose()
    copy = postgres.create(template=template)
    engine = create_engine(postgres.url(copy))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM migrated")).scalar_one() == 0
    engine.dispose()
    postgres.drop(copy)
    postgres.drop(template)


def test_a_dropped_database_is_gone_even_while_in_use(postgres: Postgres) -> None:
    database = postgres.create()
    engine = create_engine(postgres.url(database))
    connection = engine.connect()
    postgres.drop(database)
    with pytest.raises(OperationalError):
        connection.execute(text("SELECT 1"))
    connection.close()
    engine.dispose()


def test_the_cluster_is_reached_through_its_folder_only(postgres: Postgres) -> None:
    with postgres.connect() as connection:
        row = connection.execute("SELECT current_setting('listen_addresses'), version()").fetchone()
    assert row is not None
    assert row[0] == ""
    assert row[1].startswith("PostgreSQL")
    assert not postgres.folder.stat().st_mode & 0o077


def _letter() -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "docsvc@example.com"
    letter["To"] = "Иван Петров <client@example.com>"
    letter["Subject"] = "Договор на подпись"
    letter.set_content("Здравствуйте! Посмотрите, пожалуйста, документ.")
    return letter


def test_a_sent_message_arrives_whole(mailbox: Mailbox) -> None:
    with smtplib.SMTP(mailbox.host, mailbox.port, timeout=60) as client:
        client.send_message(_letter())
    [delivery] = mailbox.wait()
    assert delivery.sender == "docsvc@example.com"
    assert delivery.recipients == ("client@example.com",)
    assert delivery.message["Subject"] == "Договор на подпись"
    assert "Посмотрите" in delivery.message.get_content()


def test_a_refused_message_is_not_delivered(mailbox: Mailbox) -> None:
    mailbox.reply = "451 Try later"
    with smtplib.SMTP(mailbox.host, mailbox.port, timeout=60) as client, pytest.raises(smtplib.SMTPDataError):
        client.send_message(_letter())
    assert mailbox.deliveries == []


def test_a_message_that_never_comes_is_not_waited_for_without_end(mailbox: Mailbox) -> None:
    with pytest.raises(TimeoutError, match="0 of 1"):
        mailbox.wait(timeout=0.01)


def test_the_browser_and_the_signature_checker_are_programs(chromium_path: Path, pdfsig_path: Path) -> None:
    assert os.access(chromium_path, os.X_OK)
    assert os.access(pdfsig_path, os.X_OK)


@pytest.mark.needs("qpdf")
def test_a_missing_service_skips_unless_services_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DOCSVC_REQUIRE_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="make setup"):
        require("qpdf")
    monkeypatch.setenv("DOCSVC_REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="make setup"):
        require("qpdf")
