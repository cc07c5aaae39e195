"""A template of a lawyer: mended by the messages alone, tried on deals, published, and published again."""

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.office import Deal, Office
from tests.journeys.screen import Screen

pytestmark = pytest.mark.needs("soffice")

TITLE = "Соглашение о тайне"
TEXT = (
    "СОГЛАШЕНИЕ № {DOCUMENT.NUMBER}",
    '{SELLER.CITY}, {DOCUMENT.DATE | format: "dd.MM.yyyy"}',
    "{SELLER.FULL_NAME} и {COMPANY.FULL_NAME}, ИНН {COMPANY.INNN}, договорились о нижеследующем.",
    "1. Цена сделки {DEAL.AMOUNT | monney} не разглашается.",
    "2. {IF DEAL.AMOUNT > 100000}Срок хранения тайны — пять лет.{ELSE}Срок — один год.",
    "Исполнитель {SIGNATURE:seller}",
    "Заказчик {SIGNATURE:client}",
)
"""Three mistakes: a field that is not there, a filter that is not there, a condition that never ends."""

GUESS = re.compile(r"Может быть, «?([\w.]+)»?\?")


def save(path: Path, paragraphs: tuple[str, ...]) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def mend(path: Path, note: Locator) -> None:
    """Do in Word what a message says: the marked text is where, the suggestion is what."""
    where = note.locator("blockquote mark").inner_text()
    what = note.locator(".hint").inner_text().strip()
    document = docx.Document(str(path))
    paragraph = next(each for each in document.paragraphs if where in each.text)
    if guess := GUESS.search(what):
        wrong = min(re.findall(r"[\w.]{4,}", where), key=lambda word: _distance(word, guess[1]))
        paragraph.text = paragraph.text.replace(wrong, guess[1], 1)
    else:
        (missing,) = re.findall(r"\{[A-Z]+\}", what)
        paragraph.text += missing
    document.save(str(path))


def _distance(one: str, other: str) -> int:
    return len(set(one.lower()) ^ set(other.lower())) + abs(len(one) - len(other))


def upload(lawyer: Screen, path: Path) -> None:
    lawyer.open("/templates")
    lawyer.look("templates")
    lawyer.press("Новый шаблон")
    lawyer.page.get_by_label("Выберите файл").set_input_files(path)
    lawyer.page.locator("#in-title").fill(TITLE)
    lawyer.page.get_by_label("Вид документа").select_option("nda")
    lawyer.look("template-new")
    lawyer.press("Загрузить и проверить")
    expect(lawyer.heading()).to_contain_text(TITLE)


def attempt(lawyer: Screen) -> None:
    """Try the template on the five newest deals and wait for the last of them."""
    lawyer.page.get_by_label("Сколько сделок").select_option("5")
    lawyer.press("Попробовать", within=lawyer.page.locator("#trial form"))
    expect(lawyer.page.locator(".trial .status").first).to_contain_text("собралось", ignore_case=True)
    expect(lawyer.page.locator(".trial tbody tr")).to_have_count(5)


def publish(lawyer: Screen, label: str, note: str) -> None:
    lawyer.press(f"Опубликовать {label}")
    lawyer.page.locator("#publish-note").fill(note)
    lawyer.look(f"template-publish-{label}")
    lawyer.press("Опубликовать", within=lawyer.page.locator("#publish"))
    expect(lawyer.page.locator(".standing")).to_contain_text("В работе")


def make(office: Office, deal: Deal) -> str:
    document_id = office.behind.make(deal.id, "nda")
    office.crm.wait_rendered(document_id)
    return document_id


def rendered(manager: Screen, document_id: str) -> bytes:
    url = f"{manager.base_url}/documents/{document_id}/files/rendered"
    content: bytes = manager.page.request.get(url).body()
    return content


def test_a_lawyer_mends_tries_and_publishes_a_template_in_word(
    lawyer: Screen, manager: Screen, office: Office, tmp_path: Path
) -> None:
    deals = [office.deal() for _ in range(5)]
    path = save(tmp_path / "соглашение.docx", TEXT)
    upload(lawyer, path)
    notes = lawyer.page.locator(".notes > li.tone-bad")
    expect(notes).to_have_count(3)
    expect(lawyer.page.locator(".standing")).to_contain_text("не дают опубликовать")
    lawyer.look("template-mistakes")
    for note in notes.all():
        mend(path, note)

    lawyer.press("Загрузить исправленный файл")
    lawyer.page.locator("#replace-file").set_input_files(path)
    lawyer.press("Загрузить и проверить", within=lawyer.page.locator("#replace"))
    expect(lawyer.text("Ошибок нет")).to_be_visible()
    lawyer.sees_the_document()
    lawyer.look("template-preview")
    attempt(lawyer)
    expect(lawyer.page.locator(".standing")).to_contain_text("Проба прошла")
    lawyer.look("template-trial")
    publish(lawyer, "1.0", "Первая версия, сверена с образцом")

    old = make(office, deals[0])
    manager.open(f"/documents/{old}")
    manager.sees_the_document()
    before = rendered(manager, old)

    save(path, (*(each.text for each in docx.Document(str(path)).paragraphs), "3. Штраф — сто тысяч рублей."))
    lawyer.press("Загрузить новую версию")
    lawyer.page.locator("#next-file").set_input_files(path)
    lawyer.page.locator("#next-note").fill("Добавлен пункт о штрафе")
    lawyer.press("Загрузить и проверить", within=lawyer.page.locator("#next"))
    expect(lawyer.heading()).to_contain_text("1.1")
    attempt(lawyer)
    publish(lawyer, "1.1", "Добавлен пункт о штрафе")
    lawyer.touch(lawyer.page.get_by_label("Ещё"))
    lawyer.press("Что изменилось", within=lawyer.page.locator(".menu-sheet"))
    expect(lawyer.page.locator("ins").first).to_contain_text("Штраф")
    lawyer.look("template-changes")

    new = make(office, deals[1])
    assert rendered(manager, old) == before
    assert rendered(manager, new) != before
    retire(lawyer)


def retire(lawyer: Screen) -> None:
    """Take the template out of use: the other stories have their own."""
    lawyer.press(TITLE)
    lawyer.touch(lawyer.page.get_by_label("Ещё"))
    lawyer.press("Снять с использования")
    lawyer.page.locator("#retire-reason").fill("История закончена")
    lawyer.press("Снять с использования", within=lawyer.page.locator("#retire"))
    expect(lawyer.page.locator(".standing")).to_contain_text("Снята")
