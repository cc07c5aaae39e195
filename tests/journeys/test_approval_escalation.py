"""Nobody answers: a reminder after a day, word to the manager after two, another approver after three."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from docsvc.actions.approval_clock import keep_clock
from docsvc.model import ApprovalTask
from docsvc.model.sla_clock import moved, read_clock
from tests.journeys.behind import wait_for
from tests.journeys.installation import Installation
from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.steps import find_in_inbox

ROUTE = """
code: nda
title: Соглашения
kinds: [nda]
stages:
  - name: Юрист
    approvers: [{role: lawyer}]
    sla:
      deadline: 24h
      steps:
        - {after: 24h, act: remind}
        - {after: 48h, act: notify_manager}
        - {after: 72h, act: hand_over}
"""
DEPUTY = "Фёдоров Алексей Борисович"


@pytest.mark.everywhere
def test_a_silent_lawyer_is_reminded_then_reported_then_replaced_by_the_deputy(
    house: Installation, office: Office, lawyer: Screen, finance: Screen, manager: Screen, tmp_path: Path
) -> None:
    file = tmp_path / "route.yaml"
    file.write_text(ROUTE, encoding="utf-8")
    house.run("route", "import", str(file), "--note", "сроки")
    _name_a_deputy(lawyer)
    document_id = office.submitted("nda", office.deal())
    for said in (
        "Напомнили о решении",
        "Срок прошёл, сообщили начальнику",
        "Срок прошёл, передали другому согласующему",
    ):
        _let_a_day_pass(house, document_id)
        _expect_in_history(manager, document_id, said)
    manager.look("document-escalated")

    find_in_inbox(finance, office.number(document_id))
    finance.press("Согласовать")
    expect(finance.text("Согласовано.")).to_be_visible()
    manager.open(f"/documents/{document_id}")
    expect(manager.page.locator(".standing")).to_contain_text("Согласован")
    manager.open("/stuck")
    expect(manager.heading()).to_contain_text("Что застряло")
    expect(manager.page.get_by_text(office.number(document_id))).to_have_count(0)


def _name_a_deputy(lawyer: Screen) -> None:
    lawyer.open("/me")
    deputy = lawyer.page.get_by_label("Постоянный заместитель")
    deputy.select_option(label=f"{DEPUTY}, Финансовый директор")
    lawyer.press("Сохранить")
    expect(lawyer.text("Сохранено.")).to_be_visible()


def _let_a_day_pass(house: Installation, document_id: str) -> None:
    """Do what the clock does in a day: put everything that the open tasks wait for a day earlier."""
    with house.tools.work() as work:
        waiting = select(ApprovalTask).where(ApprovalTask.document_id == document_id, ApprovalTask.open)
        for task in work.session.scalars(waiting).unique():
            clock = read_clock(task.steps)
            assert clock is not None
            keep_clock(work, task, moved(clock, -timedelta(days=1)))


def _expect_in_history(screen: Screen, document_id: str, words: str) -> None:
    """Look at the document until the runner has done its part; its history lies folded."""

    def stands() -> bool:
        screen.page.wait_for_timeout(500)
        screen.open(f"/documents/{document_id}")
        return screen.page.get_by_text(words).count() > 0

    wait_for(stands, lambda: f"«{words}» is not in the history")
