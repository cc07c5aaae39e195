"""What locks and counts does the same on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from docsvc.actions.access_code import give_access_code
from docsvc.actions.correct_dispatch import Correction, correct_dispatch
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.actions.sign_document import sign_document
from docsvc.actions.void_document import void_document
from docsvc.errors import WrongAccessCode, WrongMove
from docsvc.model import Reminders
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.databases import URLS, address
from tests.integration.sending import post


@pytest.fixture(params=URLS)
def database_url(request: pytest.FixtureRequest) -> str:
    return address(request)


def sign_all(installation: Installation, ids: list[str], email: str, *, typed: str) -> None:
    """Sign an envelope with one code."""
    opened = story.open_as(installation, ids[0], email)
    code = story.ask_code(installation, opened, ids[0])
    shown = {each: story.version_of(installation, each).sent_sha256 or "" for each in ids}
    will = replace(story.will_of(installation, ids[0], typed=typed, code=code), shown=shown, shown_sha256="")
    with installation.tools.work() as work:
        refused = sign_document(work, opened.session_token, document_id=ids[0], will=will, **story.HERE)
    assert refused is None
    installation.run_jobs()


def test_an_envelope_is_reminded_of_corrected_and_handed_to_somebody_else(
    installation: Installation, deal_id: str
) -> None:
    tools, manager = installation.tools, installation.people["manager"]
    ids = [post.nda(installation, deal_id), post.nda(installation, deal_id)]
    ours, client = post.usual(installation, *ids)
    asked = [ours, replace(client, access_code="полярная-7")]
    dispatch = post.send(installation, *ids, recipients=asked, reminders=Reminders(1, 1, 9))
    installation.clock.ahead += timedelta(days=3)
    installation.run_jobs()
    assert post.letters(tools, "reminder") == [post.DIRECTOR]
    with tools.work() as work:
        correct_dispatch(work, dispatch, Correction(message="Ждём"), actor=manager)
    with tools.work() as work:
        old = post.recipient(tools, dispatch, post.CLIENT).id
        newcomer = Newcomer("Петрова Анна", "petrova@vector.example", access_code="северная-8")
        replace_recipient(work, old, newcomer, actor=manager)
    sign_all(installation, ids, post.DIRECTOR, typed="Соколов Андрей Викторович")
    opened = story.open_as(installation, ids[0], "petrova@vector.example")
    for code, refused in (("полярная-7", WrongAccessCode), ("северная-8", type(None))):
        with tools.work() as work:
            assert isinstance(give_access_code(work, opened.session_token, code=code, **story.HERE), refused)
    assert post.state(tools, ids[1]) == "sent"
    with tools.work() as work, pytest.raises(WrongMove):
        void_document(work, ids[0], actor=manager, reason="рано")
