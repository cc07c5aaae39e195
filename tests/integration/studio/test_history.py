"""The versions of a template: numbered, noted, published, never edited, brought back."""

import pytest

from docsvc.actions.create_document import create_document
from docsvc.actions.discard_draft import discard_draft
from docsvc.actions.edit_template_fields import edit_template_fields
from docsvc.actions.replace_draft import replace_draft
from docsvc.actions.retire_template import retire_template
from docsvc.actions.roll_back_template import roll_back_template
from docsvc.actions.start_from_library import start_from_library
from docsvc.actions.template_file import read_template, with_fields
from docsvc.actions.upload_template import upload_version
from docsvc.errors import (
    BadInput,
    DraftExists,
    Forbidden,
    NotDraft,
    NoteRequired,
    NotTried,
    ShippedTemplate,
    TemplateFaulty,
    TemplateRefused,
    WrongVersion,
)
from docsvc.installation import import_library
from docsvc.model import Kind, Template
from docsvc.queries.sources import source_at
from docsvc.queries.trail import verify_trail
from templates import library
from tests.integration.core.installation import Installation
from tests.integration.studio import lawyer
from tests.integration.studio.lawyer import NAMED, page, word

HISTORY = (
    ("1.0", "Исходная версия", False),
    ("1.1", "Уточнён пункт 3.2 об ответственности сторон", False),
    ("2.0", "Клиент запросил отсрочку платежа с 5 до 14 дней. Согласовано с финдиром.", True),
    ("2.1", "Исправлена опечатка в ИНН клиента", False),
)
"""Source: the business rules' example of a history."""


def make(installation: Installation, deal_id: str) -> str:
    with installation.tools.work() as work:
        return create_document(work, deal_id, actor=installation.people["manager"], kind=Kind.CONTRACT)


def published(installation: Installation, text: str = "Оплата за 5 дней.") -> str:
    draft = lawyer.upload(installation, page(text))
    lawyer.publish(installation, draft, reason="Сверено на бумаге")
    return draft


def test_a_history_is_kept_with_author_date_and_note(installation: Installation, deal_id: str) -> None:
    version_id = ""
    for number, (label, note, major) in enumerate(HISTORY):
        text = page(f"Оплата за {number} дней.")
        version_id = (
            lawyer.next_version(installation, version_id, text, note=note, major=major)
            if version_id
            else lawyer.upload(installation, text)
        )
        assert lawyer.attempt(installation, version_id).green
        lawyer.publish(installation, version_id, note=note)
        assert lawyer.template(installation, version_id).current_version_id == version_id
        assert lawyer.version(installation, version_id).label == label
    kept = lawyer.template(installation, version_id).versions
    assert [(each.label, each.change_note) for each in kept] == [(label, note) for label, note, _ in HISTORY]
    assert {each.author for each in kept} == {"Смирнова Анна Андреевна"}
    assert {each.state for each in kept} == {"published"}
    with installation.tools.read() as session:
        assert not verify_trail(session).broken


def test_documents_keep_the_version_that_they_were_made_by(installation: Installation, deal_id: str) -> None:
    first = published(installation)
    old = make(installation, deal_id)
    second = lawyer.next_version(installation, first, page("Оплата за 14 дней."), note="Отсрочка")
    assert lawyer.made_by(installation, make(installation, deal_id)) == first
    lawyer.publish(installation, second, note="Отсрочка", reason="Срочно")
    assert lawyer.made_by(installation, make(installation, deal_id)) == second
    assert lawyer.made_by(installation, old) == first


def test_a_published_version_is_never_edited(installation: Installation) -> None:
    version_id = published(installation)
    before = lawyer.version(installation, version_id).source_blob
    actor = installation.people["lawyer"]
    mended = read_template("шаблон.html", page("Другое."), named=NAMED)
    with pytest.raises(NotDraft), installation.tools.work() as work:
        replace_draft(work, version_id, mended, actor=actor)
    with pytest.raises(NotDraft), installation.tools.work() as work:
        edit_template_fields(work, version_id, actor=actor, fields={})
    with pytest.raises(NotDraft), installation.tools.work() as work:
        discard_draft(work, version_id, actor=actor)
    assert lawyer.version(installation, version_id).source_blob == before


def test_an_old_version_is_brought_back_and_it_is_recorded(installation: Installation, deal_id: str) -> None:
    first = published(installation)
    second = lawyer.next_version(installation, first, page("Другое."), note="Другое")
    lawyer.publish(installation, second, note="Другое", reason="Срочно")
    actor = installation.people["lawyer"]
    with pytest.raises(WrongVersion), installation.tools.work() as work:
        roll_back_template(work, second, actor=actor, reason="он уже в работе")
    with pytest.raises(NoteRequired), installation.tools.work() as work:
        roll_back_template(work, first, actor=actor, reason=" ")
    with installation.tools.work() as work:
        roll_back_template(work, first, actor=actor, reason="В новой ошибка")
    assert lawyer.made_by(installation, make(installation, deal_id)) == first
    assert lawyer.version(installation, second).state == "published"
    assert "template.rolled_back" in lawyer.recorded(installation)


def test_a_retired_template_makes_no_documents_and_can_come_back(
    installation: Installation, deal_id: str
) -> None:
    version_id = published(installation)
    old = make(installation, deal_id)
    actor = installation.people["lawyer"]
    template_id = lawyer.version(installation, version_id).template_id
    with installation.tools.work() as work:
        retire_template(work, template_id, actor=actor, reason="Устарел")
    assert lawyer.made_by(installation, make(installation, deal_id)) != version_id
    assert lawyer.made_by(installation, old) == version_id
    with installation.tools.work() as work:
        roll_back_template(work, version_id, actor=actor, reason="Нужен снова")
    assert lawyer.made_by(installation, make(installation, deal_id)) == version_id


def test_a_template_with_errors_is_not_published_and_every_error_is_told(installation: Installation) -> None:
    mistakes = (
        "Клиент {COMPANY.NAMEE}",
        "{IF DEAL.AMOUNT > 5}Много",
        "{SIGNATURE:client} {DEAL.AMOUNT | monee}",
    )
    draft = lawyer.upload(installation, word(*mistakes), name="договор.docx")
    with pytest.raises(TemplateFaulty) as refused:
        lawyer.publish(installation, draft, reason="Очень надо")
    told = " ".join(refused.value.findings)
    assert len(refused.value.findings) == 3
    assert all(words in told for words in ("COMPANY.NAME", "ENDIF", "money", "абзац 1", "абзац 2", "абзац 3"))
    assert lawyer.version(installation, draft).state == "draft"


def test_only_a_green_trial_of_this_very_file_counts(installation: Installation, deal_id: str) -> None:
    draft = lawyer.upload(installation, page())
    with pytest.raises(NotTried):
        lawyer.publish(installation, draft)
    assert lawyer.attempt(installation, draft).green
    mended = read_template("шаблон.html", page("Новый текст."), named=NAMED)
    with installation.tools.work() as work:
        replace_draft(work, draft, mended, actor=installation.people["lawyer"])
    with pytest.raises(NotTried):
        lawyer.publish(installation, draft)
    lawyer.publish(installation, draft, reason="Правка одной запятой")
    assert lawyer.version(installation, draft).publish_reason == "Правка одной запятой"


def test_the_next_version_needs_a_note_and_waits_for_the_draft(installation: Installation) -> None:
    first = published(installation)
    with pytest.raises(NoteRequired):
        lawyer.next_version(installation, first, page(), note=" ")
    lawyer.next_version(installation, first, page("Б."), note="Правки")
    with pytest.raises(DraftExists, match=r"1\.1"):
        lawyer.next_version(installation, first, page("В."), note="Ещё правки")


def test_a_discarded_draft_leaves_the_published_version(installation: Installation) -> None:
    first = published(installation)
    draft = lawyer.next_version(installation, first, page("Б."), note="Правки")
    installation.run_jobs()
    actor = installation.people["lawyer"]
    with installation.tools.work() as work:
        assert not discard_draft(work, draft, actor=actor)
    assert [each.label for each in lawyer.template(installation, first).versions] == ["1.0"]
    again = lawyer.next_version(installation, first, page("В."), note="Снова")
    assert lawyer.version(installation, again).label == "1.1"


def test_a_template_that_was_only_a_draft_goes_with_it(installation: Installation) -> None:
    before = lawyer.templates(installation)
    draft = lawyer.upload(installation, page())
    with installation.tools.work() as work:
        assert discard_draft(work, draft, actor=installation.people["lawyer"])
    assert lawyer.templates(installation) == before
    assert "template.draft_discarded" in lawyer.recorded(installation)


def test_a_shipped_template_is_copied_not_edited(installation: Installation) -> None:
    with installation.tools.read() as session:
        shipped = session.query(Template).filter_by(code="contract").one()
    actor = installation.people["lawyer"]
    source = read_template("шаблон.html", page(), named=NAMED)
    with pytest.raises(ShippedTemplate), installation.tools.work() as work:
        upload_version(work, shipped.id, source, actor=actor, note="Наши правки")
    with pytest.raises(BadInput, match="до 200 знаков"), installation.tools.work() as work:
        start_from_library(work, shipped.id, actor=actor, title="Ё" * 201)
    with installation.tools.work() as work:
        copy = start_from_library(work, shipped.id, actor=actor, title="Наш договор")
    installation.run_jobs()
    mine = lawyer.template(installation, copy)
    assert (mine.title, mine.kind, mine.draft and mine.draft.label) == ("Наш договор", "contract", "1.0")
    lawyer.publish(installation, copy, reason="Повторяет поставляемый")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("договор.docx", b"", "пустой"),
        ("договор.docx", b"PK\x03\x04 not a zip", "DOCX"),
        ("договор.docx", word("{DEAL.AMOUNT}")[:3000], "DOCX"),
        ("договор.doc", b"\xd0\xcf\x11\xe0", "Документ Word"),
        ("шаблон.zip", b"not a zip", "не распаковывается"),
    ],
)
def test_a_file_that_is_no_template_is_refused_with_the_reason(
    installation: Installation, name: str, content: bytes, reason: str
) -> None:
    before = lawyer.templates(installation)
    with pytest.raises(TemplateRefused, match=reason) as refused:
        lawyer.upload(installation, content, name=name)
    assert "ничего не сохранено" in str(refused.value)
    assert lawyer.templates(installation) == before


def test_fields_refined_by_hand_outlive_a_new_file(installation: Installation) -> None:
    draft = lawyer.upload(installation, page("Город: {DEAL.TITLE}."))
    actor, tools = installation.people["lawyer"], installation.tools
    refined = {
        "deal.title": {
            "label": "Предмет договора",
            "required": True,
            "choices": ["Аудит", "Обучение"],
            "hint": "Коротко",
        }
    }
    schema = source_at(tools.blobs, lawyer.version(installation, draft).source_blob).fields.plain()
    with tools.work() as work:
        edit_template_fields(work, draft, actor=actor, fields=schema | refined)
    mended = read_template("шаблон.html", page("{DEAL.TITLE}, срок {DEAL.DEADLINE}."), named=NAMED)
    with tools.work() as work:
        replace_draft(work, draft, mended, actor=actor)
    kept = {
        each.path: each
        for each in source_at(tools.blobs, lawyer.version(installation, draft).source_blob).fields.fields
    }
    assert kept["deal.title"].label == "Предмет договора"
    assert kept["deal.title"].choices == ("Аудит", "Обучение")
    assert kept["deal.deadline"].required


def test_who_has_no_right_to_templates_cannot_touch_them(installation: Installation) -> None:
    version_id = published(installation)
    for who in ("manager", "director", "accountant", "finance"):
        with pytest.raises(Forbidden), installation.tools.work() as work:
            roll_back_template(work, version_id, actor=installation.people[who], reason="Хочу")


def test_a_field_found_in_a_broken_draft_is_judged_anew_in_the_mended_one(installation: Installation) -> None:
    draft = lawyer.upload(installation, page("Предмет {DEAL.TITLE | uppper}."))
    mended = read_template("шаблон.html", page("Предмет {DEAL.TITLE}."), named=NAMED)
    with installation.tools.work() as work:
        replace_draft(work, draft, mended, actor=installation.people["lawyer"])
    found = source_at(installation.tools.blobs, lawyer.version(installation, draft).source_blob).fields.fields
    assert {field.path: field.required for field in found}["deal.title"] is True


def test_an_upgrade_does_not_bring_a_retired_shipped_template_back(installation: Installation) -> None:
    actor = installation.people["lawyer"]
    with installation.tools.work() as work:
        quote = work.session.query(Template).filter_by(code="quote").one()
        retire_template(work, quote.id, actor=actor, reason="У нас свой")
    shipped = next(each for each in library() if each.code == "quote")
    newer = with_fields(shipped, shipped.fields, version="9.0")
    with installation.tools.work() as work:
        assert import_library(work, (newer,)) == ("quote",)
    with installation.tools.read() as session:
        kept = session.get_one(Template, quote.id)
        assert (kept.current_version_id, kept.versions[-1].label) == (None, "9.0")
