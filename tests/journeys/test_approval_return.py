"""A lawyer returns a contract with a remark on a clause, the manager mends it, the lawyer sees the change."""

from playwright.sync_api import expect

from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.steps import find_in_inbox, submit

REMARK = "Аванс по нашим правилам не больше 30 %"
COMMENT = "Поправьте порядок оплаты"
MENDED = "Аванс 30 % в течение 5 рабочих дней, 70 % — в течение 10 рабочих дней после подписания акта"
ANSWER = "Согласовано с клиентом: аванс 30 %"

SELECT = """() => {
  const spans = [...document.querySelectorAll(".textLayer span")];
  const span = spans.find((each) => each.textContent.trim().length > 25);
  span.scrollIntoView({ block: "center" });
  getSelection().selectAllChildren(span);
  return span.textContent.replace(/\\s+/g, " ").trim();
}"""
"""Select the words of one line of the PDF, as a mouse or a finger would."""


def test_a_clause_is_remarked_on_mended_and_seen_as_changed(
    manager: Screen, lawyer: Screen, office: Office
) -> None:
    deal = office.deal()
    contract = office.submitted("contract", deal)
    number = office.number(contract)
    words = _return_with_a_remark(lawyer, number)

    manager.open(f"/documents/{contract}")
    expect(manager.page.get_by_role("status").filter(has_text=COMMENT)).to_be_visible()
    talk = manager.page.locator("#talk")
    expect(talk).to_contain_text(REMARK)
    expect(talk.locator("q")).to_contain_text(words[:40])
    manager.sees_the_document()
    manager.look("contract-remarked")
    manager.touch(talk.locator("a.place"))
    expect(manager.page.locator(".paper").first).to_be_in_viewport()
    manager.page.evaluate("scrollTo(0, 1500)")
    expect(manager.page.get_by_role("searchbox").first).to_be_in_viewport()

    office.change_deal(deal, payment_terms=MENDED)
    manager.touch(manager.page.get_by_label("Другие действия"))
    manager.press("Сделать новую версию")
    manager.page.get_by_label("Что изменилось и почему").fill(ANSWER)
    manager.press("Сделать новую версию")
    manager.sees_the_document()
    submit(manager, state="На согласовании")

    find_in_inbox(lawyer, number)
    expect(lawyer.text("Что изменилось с версии 1.0")).to_be_visible()
    expect(lawyer.text(ANSWER)).to_be_visible()
    lawyer.look("inbox-after-rework")
    lawyer.press("Сравнить тексты")
    expect(lawyer.page.locator(".compare")).to_contain_text("30 %")
    lawyer.look("contract-redline")


def _return_with_a_remark(lawyer: Screen, number: str) -> str:
    """Select words, remark on them, return the contract with that; return the words."""
    find_in_inbox(lawyer, number)
    lawyer.sees_the_document()
    lawyer.page.locator(".textLayer span").first.wait_for()
    words = str(lawyer.page.evaluate(SELECT))
    lawyer.touch(lawyer.page.get_by_role("button", name="Замечание к тексту"))
    dialog = lawyer.page.get_by_role("dialog", name="Замечание к тексту")
    expect(dialog.get_by_label("Страница")).to_have_value("1")
    dialog.get_by_label("Замечание", exact=True).fill(REMARK)
    lawyer.look("inbox-remark")
    lawyer.press("Добавить к решению", within=dialog)
    expect(lawyer.page.locator("#own-remarks")).to_contain_text(words[:40])
    lawyer.page.get_by_label("Комментарий").fill(COMMENT)
    lawyer.look("inbox-own-remarks")
    lawyer.press("Вернуть на доработку")
    expect(lawyer.text("Возвращено автору с вашей причиной.")).to_be_visible()
    return words
