"""A completed document is declared void: its file stays, everybody hears of it, and nobody can sign it."""

import pytest
from sqlalchemy import select

from docsvc.actions.void_document import void_document
from docsvc.errors import CommentRequired, NotFound, StalePage, WrongMove
from docsvc.jobs import run_job
from docsvc.model import ArchiveEntry
from docsvc.queries.proof import read_proof
from docsvc.relay.outbox import claim, succeed
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.sending import post


@pytest.fixture
def signed(installation: Installation, deal_id: str) -> str:
    document_id = post.nda(installation, deal_id)
    post.send(installation, document_id)
    story.sign(installation, document_id, post.DIRECTOR, typed="Соколов Андрей Викторович")
    story.sign(installation, document_id, post.CLIENT, typed="Иванов Иван Иванович")
    return document_id


def test_whoever_has_a_void_document_is_told_why_and_its_proof_says_so(
    installation: Installation, signed: str
) -> None:
    before = story.version_of(installation, signed)
    with installation.tools.work() as work:
        reason = "Подписан не тот текст"
        void_document(work, signed, actor=installation.people["manager"], reason=reason)
    installation.run_jobs()
    assert sorted(post.letters(installation.tools, "voided")) == [post.DIRECTOR, post.CLIENT]
    after = story.version_of(installation, signed)
    assert (after.final_sha256, after.lasting_sha256) == (before.final_sha256, before.lasting_sha256)
    with installation.tools.read() as session:
        proof = read_proof(session, signed)
    assert proof.state.value == "voided"
    assert proof.final_sha256 == before.final_sha256


def test_a_void_document_needs_a_reason_and_somebody_who_may(installation: Installation, signed: str) -> None:
    manager = installation.people["manager"]
    with installation.tools.work() as work, pytest.raises(CommentRequired):
        void_document(work, signed, actor=manager, reason="  ")
    with installation.tools.work() as work, pytest.raises(NotFound):
        void_document(work, signed, actor=installation.people["outsider"], reason="нет")
    with installation.tools.work() as work, pytest.raises(StalePage):
        void_document(work, signed, actor=manager, reason="нет", seen=1)


def test_a_document_that_is_void_before_it_was_packed_is_packed_all_the_same(
    installation: Installation, deal_id: str
) -> None:
    document_id = post.nda(installation, deal_id)
    post.send(installation, document_id)
    story.sign(installation, document_id, post.DIRECTOR, typed="Соколов Андрей Викторович")
    story.sign_only(installation, document_id, post.CLIENT, typed="Иванов Иван Иванович")
    while post.state(installation.tools, document_id) != "completed":
        [held] = claim(installation.tools, limit=1)
        assert run_job(installation.tools, held.name, held.payload) == ""
        succeed(installation.tools, held)
    with installation.tools.work() as work:
        void_document(work, document_id, actor=installation.people["manager"], reason="ошибка")
    installation.run_jobs()
    with installation.tools.read() as session:
        assert session.scalars(select(ArchiveEntry)).one().document_id == document_id
    assert post.state(installation.tools, document_id) == "voided"


def test_only_what_is_completed_can_be_void_and_only_once(
    installation: Installation, deal_id: str, signed: str
) -> None:
    manager = installation.people["manager"]
    draft = post.nda(installation, deal_id)
    with installation.tools.work() as work, pytest.raises(WrongMove):
        void_document(work, draft, actor=manager, reason="рано")
    with installation.tools.work() as work:
        void_document(work, signed, actor=manager, reason="ошибка")
    with installation.tools.work() as work, pytest.raises(WrongMove):
        void_document(work, signed, actor=manager, reason="ещё раз")
