"""What breaks is told without the links, addresses and values that it broke on."""

import logging

import pytest
from apiflask import APIFlask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from docsvc.jobs import run_job
from docsvc.model import User, new_id
from tests.integration.core.installation import Installation

TOKEN = "A" * 43


def lose(installation: Installation, table: str) -> None:
    with installation.tools.work() as work:
        work.session.execute(text(f'ALTER TABLE "{table}" RENAME TO lost'))


def test_a_failure_is_logged_by_its_page_and_not_by_the_link(
    installation: Installation, app: APIFlask, caplog: pytest.LogCaptureFixture
) -> None:
    lose(installation, "recipient")
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get(f"/s/{TOKEN}")
        assert answer.status_code in {200, 500}
        assert app.test_client().post(f"/s/{TOKEN}").status_code in {400, 500}
        assert app.test_client().get(f"/v/{TOKEN}").status_code in {404, 500}
    assert TOKEN not in caplog.text


def test_a_failed_statement_does_not_tell_its_values(installation: Installation) -> None:
    lose(installation, "document")
    with pytest.raises(DBAPIError) as failed, installation.tools.read() as session:
        session.execute(text("SELECT * FROM document WHERE id = :id"), {"id": "a secret value"})
    assert "a secret value" not in str(failed.value)


def test_a_broken_constraint_does_not_tell_its_values(installation: Installation) -> None:
    known = installation.people["manager"].email or ""
    with pytest.raises(IntegrityError) as failed, installation.tools.work() as work:
        work.add(User(id=new_id(), email=known, name="Кто-то", position="", created_at=work.now))
    assert known not in str(failed.value)
    assert known not in str(failed.value.orig)


def test_what_the_outbox_keeps_of_a_failed_job_holds_no_values(installation: Installation) -> None:
    lose(installation, "document_version")
    error = run_job(installation.tools, "render", {"document": "a secret value", "version": "a secret value"})
    assert "Traceback" in error
    assert "a secret value" not in error
