"""Trials: what a template does with real deals, before anybody depends on it."""

import pytest
from sqlalchemy import select

from docsvc.actions.discard_draft import discard_draft
from docsvc.actions.run_trial import run_trial
from docsvc.errors import BadInput
from docsvc.jobs.trial import run_trial_rows
from docsvc.model import Document, Numerator, Trial
from tests.integration.core.installation import Installation
from tests.integration.studio import lawyer
from tests.integration.studio.conftest import push
from tests.integration.studio.lawyer import page


def test_a_draft_is_previewed_on_its_sample_as_soon_as_it_is_uploaded(installation: Installation) -> None:
    draft = lawyer.upload(installation, page())
    installation.run_jobs()
    with installation.tools.read() as session:
        trial = session.scalars(select(Trial).where(Trial.version_id == draft)).one()
    row = trial.rows[0]
    assert (trial.green, trial.counts, row["state"], row["pages"]) == (True, False, "rendered", 1)
    assert installation.tools.blobs.get(row["preview"]).startswith(b"%PDF")


def test_the_newest_deals_are_tried_and_what_each_lacks_is_told(installation: Installation) -> None:
    for number in range(6):
        push(
            installation,
            f"7{number}",
            company={"name": f"ООО «Клиент {number}»", "external_id": f"c{number}"},
        )
    lacking = push(installation, "80", company={"name": "ООО «Без ИНН»", "inn": "", "external_id": "c80"})
    draft = lawyer.upload(installation, page())
    trial = lawyer.attempt(installation, draft, count=5)
    assert len(trial.rows) == 5
    assert not trial.green
    by_deal = {row["deal"]: row for row in trial.rows}
    assert by_deal[lacking]["state"] == "lacking"
    assert by_deal[lacking]["missing"] == ["ИНН клиента"]
    whole = [row for row in trial.rows if row["deal"] != lacking]
    assert all(row["state"] == "rendered" and row["milliseconds"] for row in whole)


def test_a_trial_takes_no_number_and_makes_no_document(installation: Installation, deal_id: str) -> None:
    lawyer.attempt(installation, lawyer.upload(installation, page()))
    with installation.tools.read() as session:
        assert not session.scalars(select(Document)).all()
        assert not session.scalars(select(Numerator)).all()


def test_a_trial_on_one_deal_is_of_that_deal(installation: Installation, deal_id: str) -> None:
    push(installation, "90")
    draft = lawyer.upload(installation, page())
    with installation.tools.work() as work:
        trial_id = run_trial(work, draft, actor=installation.people["lawyer"], deal_id=deal_id)
    installation.run_jobs()
    with installation.tools.read() as session:
        assert [row["deal"] for row in session.get_one(Trial, trial_id).rows] == [deal_id]


def test_without_deals_the_person_is_told_so(installation: Installation) -> None:
    draft = lawyer.upload(installation, page())
    with pytest.raises(BadInput, match="сделок ещё нет"):
        lawyer.attempt(installation, draft)


def test_a_trial_whose_draft_is_gone_does_nothing(installation: Installation, deal_id: str) -> None:
    draft = lawyer.upload(installation, page())
    with installation.tools.work() as work:
        trial_id = run_trial(work, draft, actor=installation.people["lawyer"], count=5)
    with installation.tools.work() as work:
        discard_draft(work, draft, actor=installation.people["lawyer"])
    run_trial_rows(installation.tools, {"trial": trial_id})


def test_a_trial_that_is_run_twice_renders_each_deal_once(installation: Installation, deal_id: str) -> None:
    trial = lawyer.attempt(installation, lawyer.upload(installation, page()))
    run_trial_rows(installation.tools, {"trial": trial.id})
    with installation.tools.read() as session:
        assert session.get_one(Trial, trial.id).rows == trial.rows


@pytest.mark.needs("soffice")
def test_a_word_template_is_tried_through_the_office(installation: Installation, deal_id: str) -> None:
    text = ("Договор {DOCUMENT.NUMBER}", "{COMPANY.NAME}: {DEAL.AMOUNT | money}", "{SIGNATURE:client}")
    draft = lawyer.upload(installation, lawyer.word(*text), name="договор.docx")
    trial = lawyer.attempt(installation, draft)
    assert trial.green, trial.rows
    lawyer.publish(installation, draft)


def test_a_preview_has_a_value_for_whatever_a_template_asks(installation: Installation, deal_id: str) -> None:
    push(installation, "91", custom={"delivery_city": "Псков"})
    text = page("Цена {DEAL.AMOUNT | money}, город {DEAL.DELIVERY_CITY}, до {DEAL.VALID_UNTIL}.")
    draft = lawyer.upload(installation, text, named=lawyer.Named("nda", "ru", "Тайна"))
    installation.run_jobs()
    with installation.tools.read() as session:
        trial = session.scalars(select(Trial).where(Trial.version_id == draft)).one()
    assert trial.green, trial.rows
