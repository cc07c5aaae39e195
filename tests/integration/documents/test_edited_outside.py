"""A draft goes out as a Word file and comes back as the next version, or is refused with the reason."""

import json

import pytest

from docsvc.actions.revise_document import revise_document
from docsvc.actions.upload_edited import Edit, upload_edited
from docsvc.errors import (
    BadInput,
    CommentRequired,
    EditRefused,
    Forbidden,
    NotConfirmed,
    NotFound,
    NoWordFile,
    StalePage,
)
from docsvc.model import Document, DocumentVersion, Kind, Origin, Verdict
from docsvc.queries.document import one_document
from docsvc.queries.edits import Examined, edit_base, examine_edit
from docsvc.queries.history import history
from templates.compare.edited import word_paragraphs
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.databases import EACH
from tests.integration.documents.word import edited, tracked, without, word_file

pytestmark = pytest.mark.needs("soffice")
RESPONSIBLE = {
    "3.2. Стороны несут ответственность по закону": "3.2. Ответственность сторон ограничена ценой договора"
}
CHEAPER = {"643": "600"}


def word_of(installation: Installation, document_id: str) -> bytes:
    version = story.version_of(installation, document_id)
    assert version.docx_blob is not None, version.render_error
    return installation.tools.blobs.get(version.docx_blob)


def examine(
    installation: Installation, document_id: str, docx: bytes, who: str = "manager", **more: bool
) -> Examined:
    with installation.tools.read() as session:
        base = edit_base(session, installation.people[who], document_id)
    return examine_edit(installation.tools.blobs, base, docx, **more)


def upload(
    installation: Installation,
    examined: Examined,
    *,
    who: str = "manager",
    comment: str = "Правка",
    major: bool = False,
    confirmed: dict[str, str] | None = None,
) -> str:
    edit = Edit(comment=comment, major=major, confirmed=confirmed or {})
    with installation.tools.work() as work:
        version_id = upload_edited(work, examined, actor=installation.people[who], edit=edit)
    installation.run_jobs()
    return version_id


def facts_of(installation: Installation, version: DocumentVersion) -> dict[str, dict[str, str]]:
    facts: dict[str, dict[str, str]] = json.loads(installation.tools.blobs.get(version.facts_blob))
    return facts


def the_pdf(installation: Installation, version: DocumentVersion) -> str:
    import io

    from pypdf import PdfReader

    assert version.rendered_blob, version.render_error
    pages = PdfReader(io.BytesIO(installation.tools.blobs.get(version.rendered_blob))).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.usefixtures("word_contract")
def test_the_word_file_of_a_document_is_kept(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    text = word_paragraphs(word_of(installation, contract))
    assert any("Цена договора" in line for line in text)
    assert not any("{" in line for line in text)


@pytest.mark.usefixtures("word_contract")
def test_an_edit_becomes_the_next_minor_version_as_it_stands(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    docx = edited(word_of(installation, contract), RESPONSIBLE)
    examined = examine(installation, contract, docx)
    assert examined.doubts == ()
    upload(installation, examined, comment="Уточнён пункт 3.2")
    version = story.version_of(installation, contract)
    assert (version.label, version.origin, version.comment) == ("1.1", Origin.EDITED, "Уточнён пункт 3.2")
    assert word_of(installation, contract) == docx
    assert "ограничена ценой договора" in the_pdf(installation, version)
    assert {place["party"] for place in version.places} == {"client", "seller"}


@EACH
@pytest.mark.usefixtures("word_contract")
def test_an_amount_changed_by_hand_must_be_confirmed_and_told(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    examined = examine(
        installation, contract, edited(word_of(installation, contract), {"636\u00a0005": "600\u00a0000"})
    )
    assert [doubt.path for doubt in examined.doubts] == ["deal.amount"]
    with pytest.raises(NotConfirmed, match="Сумма"):
        upload(installation, examined)
    with pytest.raises(BadInput, match="напишите сумму"):
        upload(installation, examined, confirmed={"deal.amount": ""})
    with pytest.raises(BadInput, match="не нашлось"):
        upload(installation, examined, confirmed={"deal.amount": "1"})
    assert story.version_of(installation, contract).label == "1.0"
    upload(installation, examined, confirmed={"deal.amount": "600 000,00 ₽"})
    version = story.version_of(installation, contract)
    assert facts_of(installation, version)["deal"]["amount"] == "600000.00"
    with installation.tools.read() as session:
        assert session.get_one(Document, contract).amount_minor == 60_000_000
        last = history(session, contract)
        told = next(row for row in last if row.kind == "document.edited")
    assert told.details["confirmed"] == ["deal.amount"]


@pytest.mark.usefixtures("word_contract")
def test_every_fact_that_was_changed_is_asked_about(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    changes = {"7728168971": "7728168972", "Иванов Иван Иванович": "Петров Пётр Петрович"}
    examined = examine(installation, contract, edited(word_of(installation, contract), changes))
    assert [doubt.path for doubt in examined.doubts] == ["company.inn", "contact.name"]
    with pytest.raises(NotConfirmed, match="Кто подписывает"):
        upload(installation, examined, confirmed={"company.inn": "7728168972"})


@pytest.mark.usefixtures("word_contract")
def test_an_edit_without_a_comment_is_refused(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    examined = examine(installation, contract, edited(word_of(installation, contract), RESPONSIBLE))
    with pytest.raises(CommentRequired):
        upload(installation, examined, comment=" ")


@pytest.mark.usefixtures("word_contract")
def test_a_file_without_the_place_to_sign_is_refused_with_how_to_mend_it(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    docx = without(word_of(installation, contract), "Иванов Иван Иванович")
    with pytest.raises(
        EditRefused, match=r"Пропало место подписи клиента.*закладка «sigclient».*Вставка → Закладка"
    ):
        examine(installation, contract, docx)


@pytest.mark.usefixtures("word_contract")
def test_a_tag_that_was_left_in_is_refused_with_its_place(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    docx = edited(word_of(installation, contract), {"3.3. Оплата": "3.3. {DEAL.DEADLINE} Оплата"})
    with pytest.raises(EditRefused, match=r"остался тег «\{DEAL\.DEADLINE\}»"):
        examine(installation, contract, docx)


@pytest.mark.usefixtures("word_contract")
@pytest.mark.parametrize("docx", [b"", b"not a word file", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused(installation: Installation, deal_id: str, docx: bytes) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    with pytest.raises(EditRefused):
        examine(installation, contract, docx)


@pytest.mark.usefixtures("word_contract")
def test_tracked_changes_are_told_and_accepted_when_the_person_says_so(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    docx = tracked(word_of(installation, contract), " (проект)", author="Смирнова А. А.")
    told = examine(installation, contract, docx)
    assert (told.tracked, told.trackers) == (1, ("Смирнова А. А.",))
    upload(installation, examine(installation, contract, docx, accept=True))
    version = story.version_of(installation, contract)
    assert "(проект)" in the_pdf(installation, version)
    assert examine(installation, contract, word_of(installation, contract)).tracked == 0


@pytest.mark.usefixtures("word_contract")
def test_decisions_on_the_version_before_no_longer_count(installation: Installation, deal_id: str) -> None:
    contract = story.approved_contract(installation, deal_id)
    upload(
        installation, examine(installation, contract, edited(word_of(installation, contract), RESPONSIBLE))
    )
    assert story.state_of(installation, contract) == "draft"
    story.submit(installation, contract)
    assert story.state_of(installation, contract) == "in_approval"


@pytest.mark.usefixtures("word_contract")
def test_an_edit_of_a_version_that_is_no_longer_current_is_refused(
    installation: Installation, deal_id: str
) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    examined = examine(installation, contract, edited(word_of(installation, contract), RESPONSIBLE))
    with installation.tools.work() as work:
        revise_document(work, contract, actor=installation.people["manager"], comment="Иначе")
    with pytest.raises(StalePage):
        upload(installation, examined)


def test_a_document_of_an_html_template_has_no_word_file(installation: Installation, deal_id: str) -> None:
    quote = story.make(installation, deal_id, Kind.QUOTE)
    with pytest.raises(NoWordFile):
        examine(installation, quote, word_file("Текст"))


@pytest.mark.usefixtures("word_contract")
def test_who_may_not_edit_cannot_bring_a_file(installation: Installation, deal_id: str) -> None:
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    with pytest.raises(NotFound):
        examine(installation, contract, word_file("Текст"), who="outsider")
    with pytest.raises(Forbidden):
        examine(installation, contract, word_file("Текст"), who="director")


@EACH
@pytest.mark.usefixtures("word_contract")
def test_the_history_of_contract_123_is_told_version_by_version(
    installation: Installation, deal_id: str
) -> None:
    """Source: the business rules, «Пример истории версий»."""
    contract = story.make(installation, deal_id, Kind.CONTRACT)
    story.submit(installation, contract)
    story.decide(installation, contract, "lawyer", Verdict.RETURN, "Уточню пункт 3.2 сама")
    docx = edited(word_of(installation, contract), RESPONSIBLE)
    lawyers = examine(installation, contract, docx, "lawyer")
    upload(installation, lawyers, who="lawyer", comment="Уточнён пункт 3.2 об ответственности сторон")

    later = edited(word_of(installation, contract), {"5 дней": "14 дней"})
    comment = "Клиент запросил отсрочку платежа с 5 до 14 дней. Согласовано с финдиром."
    upload(installation, examine(installation, contract, later), comment=comment, major=True)

    mended = edited(word_of(installation, contract), {"7728168971": "7707083893"})
    examined = examine(installation, contract, mended)
    confirmed = {doubt.path: "7707083893" for doubt in examined.doubts}
    upload(installation, examined, comment="Исправлена опечатка в ИНН клиента", confirmed=confirmed)

    with installation.tools.read() as session:
        view = one_document(session, installation.people["manager"], contract)
        assert session.get_one(Document, contract).company_inn == "7707083893"
    assert [(row.label, row.author, row.comment, row.edited) for row in reversed(view.versions)] == [
        ("1.0", "Кузнецова Елена Павловна", "Создан на основе шаблона «Консультации стандарт»", False),
        ("1.1", "Смирнова Анна Андреевна", "Уточнён пункт 3.2 об ответственности сторон", True),
        ("2.0", "Кузнецова Елена Павловна", comment, True),
        ("2.1", "Кузнецова Елена Павловна", "Исправлена опечатка в ИНН клиента", True),
    ]
    story.submit(installation, contract)
    for who in ("lawyer", "finance", "director"):
        story.decide(installation, contract, who)
    story.send(installation, contract)
    story.sign(installation, contract, "director@polaris.example", typed="Соколов А. В.")
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов Иван Иванович")
    assert story.state_of(installation, contract) == "archived"
