"""Texts of the content library: versioned, inserted by name or picked, frozen in documents."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from docsvc.actions.create_document import create_document
from docsvc.actions.draft import Wish
from docsvc.actions.keep_block import add_block, edit_block, retire_block
from docsvc.actions.revise_document import revise_document
from docsvc.errors import BadInput, CommentRequired, Forbidden
from docsvc.model import Kind, Template
from docsvc.model.content_input import BlockInput
from docsvc.model.input_errors import checked
from docsvc.queries.content import block_list, block_tags, one_block
from docsvc.queries.makers import pickable_blocks
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH
from tests.integration.documents.conftest import publish
from tests.integration.documents.word import CONTRACT, word_file


def block(name: str, text: str, **more: Any) -> BlockInput:
    return checked(BlockInput, {"name": name, "title": name.title(), "text": text} | more)


def add(installation: Installation, name: str, text: str, **more: Any) -> str:
    with installation.tools.work() as work:
        return add_block(work, block(name, text, **more), actor=installation.people["lawyer"])


def edit(installation: Installation, block_id: str, given: BlockInput, *, major: bool = False) -> None:
    with installation.tools.work() as work:
        edit_block(work, block_id, given, actor=installation.people["lawyer"], major=major)


def make(installation: Installation, deal_id: str, *blocks: str) -> str:
    with installation.tools.work() as work:
        manager, wish = installation.people["manager"], Wish(blocks=blocks)
        return create_document(work, deal_id, actor=manager, kind=Kind.CONTRACT, wish=wish)


def held(installation: Installation, document_id: str) -> dict[str, dict[str, str]]:
    version = story.version_of(installation, document_id)
    facts = json.loads(installation.tools.blobs.get(version.facts_blob))
    blocks: dict[str, dict[str, str]] = facts["blocks"]
    return blocks


@pytest.fixture
def contract_with_blocks(installation: Installation) -> None:
    docx = word_file(*CONTRACT, "{BLOCK:privacy}", "{BLOCK:picked}")
    publish(installation, docx, kind="contract", title="Договор с блоками")


@EACH
@pytest.mark.usefixtures("contract_with_blocks")
def test_a_document_holds_the_text_that_it_was_made_with(installation: Installation, deal_id: str) -> None:
    privacy = add(installation, "privacy", "Тайна 3 года.")
    first = make(installation, deal_id)
    edit(installation, privacy, block("privacy", "Тайна 5 лет.", note="Просил клиент"))
    second = make(installation, deal_id)
    assert held(installation, first)["privacy"] == {"text": "Тайна 3 года.", "version": "1.0"}
    assert held(installation, second)["privacy"] == {"text": "Тайна 5 лет.", "version": "1.1"}


@pytest.mark.needs("soffice")
@pytest.mark.usefixtures("contract_with_blocks")
def test_picked_blocks_are_printed_in_their_order_with_their_fields_filled_in(
    installation: Installation, deal_id: str
) -> None:
    from templates.compare.edited import word_paragraphs

    add(installation, "privacy", "Тайна.")
    add(installation, "visit", "Выезд к {COMPANY.NAME}.")
    add(installation, "pay", "Оплата за 30 дней.")
    contract = make(installation, deal_id, "visit", "pay")
    installation.run_jobs()
    version = story.version_of(installation, contract)
    assert version.docx_blob, version.render_error
    text = word_paragraphs(installation.tools.blobs.get(version.docx_blob))
    assert text[-3:] == ("Тайна.", "Выезд к АО «Вектор Логистика».", "Оплата за 30 дней.")


@pytest.mark.usefixtures("contract_with_blocks")
def test_what_the_template_inserts_by_name_is_not_offered_to_pick(installation: Installation) -> None:
    add(installation, "privacy", "Тайна.")
    add(installation, "visit", "Выезд.")
    with installation.tools.read() as session:
        template = session.scalars(select(Template).where(Template.title == "Договор с блоками")).one()
        offered = pickable_blocks(session, installation.tools.blobs, template.id)
    assert [block.name for block in offered] == ["visit"]


@pytest.mark.usefixtures("contract_with_blocks")
def test_a_new_version_of_the_document_keeps_what_was_picked(
    installation: Installation, deal_id: str
) -> None:
    add(installation, "privacy", "Тайна.")
    add(installation, "visit", "Выезд.")
    contract = make(installation, deal_id, "visit")
    with installation.tools.work() as work:
        revise_document(work, contract, actor=installation.people["manager"], comment="Ещё раз")
    assert held(installation, contract)["picked"] == {"text": "Выезд.", "version": "1.0"}


@pytest.mark.usefixtures("contract_with_blocks")
def test_a_block_that_a_block_inserts_is_held_too(installation: Installation, deal_id: str) -> None:
    add(installation, "privacy", "Тайна. {BLOCK:fine}")
    add(installation, "fine", "Штраф.")
    assert held(installation, make(installation, deal_id))["fine"]["text"] == "Штраф."


@pytest.mark.usefixtures("contract_with_blocks")
def test_every_block_that_is_not_there_is_named(installation: Installation, deal_id: str) -> None:
    with pytest.raises(BadInput, match=r"BLOCK:privacy.*BLOCK:nowhere"):
        make(installation, deal_id, "nowhere")


@pytest.mark.usefixtures("contract_with_blocks")
def test_a_block_out_of_use_gets_into_no_new_document(installation: Installation, deal_id: str) -> None:
    privacy = add(installation, "privacy", "Тайна.")
    with installation.tools.work() as work:
        retire_block(work, privacy, actor=installation.people["lawyer"])
    with pytest.raises(BadInput, match="снят"):
        make(installation, deal_id)
    with installation.tools.work() as work:
        retire_block(work, privacy, actor=installation.people["lawyer"], back=True)
    assert make(installation, deal_id)


def test_blocks_cannot_be_picked_where_the_template_has_no_place_for_them(
    installation: Installation, deal_id: str
) -> None:
    add(installation, "visit", "Выезд.")
    with pytest.raises(BadInput, match="BLOCK:picked"):
        make(installation, deal_id, "visit")


def test_a_text_with_a_broken_tag_is_refused_with_its_place(installation: Installation) -> None:
    with pytest.raises(BadInput, match="text"):
        add(installation, "bad", "Сумма {DEAL.AMOUNT | nosuch}")
    with pytest.raises(BadInput):
        add(installation, "bad", "{IF DEAL.AMOUNT > 1} без конца")


@EACH
def test_a_name_is_taken_once_in_each_language(installation: Installation) -> None:
    add(installation, "privacy", "Тайна.")
    add(installation, "privacy", "Secret.", language="en")
    with pytest.raises(BadInput, match="уже есть"):
        add(installation, "privacy", "Ещё одна.")


@EACH
def test_the_next_version_of_a_text_needs_a_note_and_its_own_name_does_not(
    installation: Installation,
) -> None:
    privacy = add(installation, "privacy", "Тайна.")
    with pytest.raises(CommentRequired):
        edit(installation, privacy, block("privacy", "Иначе."))
    edit(installation, privacy, block("privacy", "Тайна.", title="О тайне", tags="Право, право , оплата"))
    edit(installation, privacy, block("privacy", "Иначе.", note="Так лучше"), major=True)
    with installation.tools.read() as session:
        view = one_block(session, privacy)
        assert [version.label for version in view.versions] == ["2.0", "1.0"]
        assert view.versions[0].rows[0].old_text == "Тайна."
        assert [row.title for row in block_list(session, text="о тайне")] == []
        assert [row.name for row in block_list(session, text="ИНАЧЕ")] == ["privacy"]
        assert block_tags(session) == ()


@EACH
def test_blocks_are_found_by_word_and_by_tag(installation: Installation) -> None:
    add(installation, "privacy", "Стороны хранят тайну.", tags=["право"])
    add(installation, "pay", "Оплата за 30 дней.", tags=["деньги", "право"])
    with installation.tools.read() as session:
        assert [row.name for row in block_list(session, text="ТАЙНУ")] == ["privacy"]
        assert {row.name for row in block_list(session, tag="право")} == {"privacy", "pay"}
        assert block_tags(session) == ("право", "деньги")


def test_only_who_answers_for_templates_keeps_the_library(installation: Installation) -> None:
    with installation.tools.work() as work, pytest.raises(Forbidden):
        add_block(work, block("privacy", "Тайна."), actor=installation.people["manager"])
