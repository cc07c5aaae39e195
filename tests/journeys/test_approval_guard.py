"""The client's requisites change in the CRM while a contract is being approved: the guard holds."""

from playwright.sync_api import expect

from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import find_in_inbox, submit

ACCOUNT = "40702810900000000777"
OTHER = "40702810900000000888"
CHANGED = "Данные изменились после того, как документ был сделан"
REASON = "Старый счёт действует до конца месяца, оплата раньше"


@ON_A_PHONE
def test_a_changed_account_is_accepted_with_a_reason_and_shown_to_the_next(
    lawyer: Screen, finance: Screen, office: Office
) -> None:
    deal = office.deal(apart=True)
    contract = office.submitted("contract", deal)
    number = office.number(contract)
    office.change_client(deal, account=ACCOUNT)
    find_in_inbox(lawyer, number)
    expect(lawyer.text(CHANGED)).to_be_visible()
    expect(lawyer.text(ACCOUNT)).to_be_visible()
    lawyer.look("inbox-drifted")
    lawyer.expects(409)
    lawyer.press("Согласовать")
    expect(lawyer.text("подтвердите, что документ остаётся прежним")).to_be_visible()
    lawyer.page.get_by_label("Оставить как есть, потому что").fill(REASON)
    lawyer.press("Согласовать")
    expect(lawyer.text("Согласовано.")).to_be_visible()

    find_in_inbox(finance, number)
    expect(finance.text(REASON)).to_be_visible()
    finance.look("inbox-drift-accepted")
    finance.press("Согласовать")
    expect(finance.text("Согласовано.")).to_be_visible()
    assert office.happened(contract, "approval.drift_accepted") == 1


def test_a_change_before_sending_is_mended_by_a_new_version(manager: Screen, office: Office) -> None:
    deal = office.deal(apart=True)
    contract = office.approved("contract", deal)
    office.change_client(deal, account=OTHER)
    manager.open(f"/documents/{contract}/send")
    expect(manager.text(OTHER)).to_be_visible()
    manager.look("send-drifted", dark=True)
    manager.press("Сделать новую версию")
    manager.page.get_by_label("Что изменилось и почему").fill("Новый расчётный счёт клиента")
    manager.press("Сделать новую версию")
    manager.sees_the_document()
    expect(manager.text(CHANGED)).to_have_count(0)
    submit(manager, state="На согласовании")
