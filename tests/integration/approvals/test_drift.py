"""What a document says is held against what its deal, parties and template say now."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.edit_legal_entity import edit_legal_entity
from docsvc.actions.guard_facts import Accepted, guard
from docsvc.actions.load_organisation import load_organisation
from docsvc.errors import BadInput, CommentRequired, FactsDrifted
from docsvc.model import DocumentVersion, LegalEntity, Origin
from docsvc.model.organisation_file import read_organisation
from docsvc.queries.drift import DriftView, drift_view
from docsvc.queries.history import history
from docsvc.work import SYSTEM
from tests.integration.approvals.talk import contract, row, tell
from tests.integration.core.installation import Installation, installed
from tests.integration.web.persons import ORGANISATION

NUMBERS = (str(number) for number in itertools.count(500))
TODAY = date(2026, 11, 21)
LINE = {"name": "Обследование склада", "quantity": "1", "unit": "усл.", "price": "120000", "vat_rate": "22"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("drift")) as made:
        yield made


@pytest.fixture
def number() -> str:
    """The number of a deal that no other test uses."""
    return next(NUMBERS)


def seen(installation: Installation, document_id: str, *, today: date = TODAY) -> DriftView:
    with installation.tools.read() as session:
        document = session.get_one(type(row(installation, document_id)), document_id)
        return drift_view(session, installation.tools.blobs, document, today=today)


def told(view: DriftView) -> dict[str, tuple[str, str]]:
    plain = str.maketrans({"\u00a0": " "})
    return {
        each.label: (each.before.translate(plain), each.now.translate(plain)) for each in view.differences
    }


def pass_guard(
    installation: Installation, document_id: str, accept: Accepted | None = None
) -> list[dict[str, object]]:
    with installation.tools.work() as work:
        actor = installation.people["manager"]
        return guard(work, work.document(document_id), actor=actor, accept=accept)


def test_nothing_drifts_while_nothing_changes(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    assert not seen(installation, document).differences
    tell(installation, number)
    assert pass_guard(installation, document) == []


def test_a_changed_amount_and_its_line_are_told(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number, {"lines": [LINE]}))
    tell(installation, number, {"lines": [LINE | {"price": "130000"}]})
    found = told(seen(installation, document))
    assert found["Сумма сделки"] == ("120 000,00 ₽", "130 000,00 ₽")
    assert found["Позиция: Обследование склада"] == (
        "1 усл. × 120 000,00 ₽, НДС 22 %",
        "1 усл. × 130 000,00 ₽, НДС 22 %",
    )


def test_a_line_of_another_product_at_the_same_price_is_told(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number, {"lines": [LINE]}))
    tell(installation, number, {"lines": [LINE | {"name": "Аудит"}]})
    found = told(seen(installation, document))
    assert set(found) == {"Позиция: Обследование склада", "Позиция: Аудит"}
    assert found["Позиция: Аудит"][0] == "нет"


def test_the_order_of_lines_and_a_title_do_not_matter(installation: Installation, number: str) -> None:
    lines = [LINE, LINE | {"name": "Аудит", "price": "5"}]
    document = contract(installation, tell(installation, number, {"lines": lines}))
    tell(installation, number, {"lines": lines[::-1], "title": "Другое название"})
    assert not seen(installation, document).differences


def test_changed_requisites_of_the_client_hold_the_guard(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    tell(installation, number, {"company": {"account": "40702810000000000002"}})
    assert told(seen(installation, document)) == {
        "Расчётный счёт клиента": ("40702810000000000001", "40702810000000000002")
    }
    with pytest.raises(FactsDrifted) as refusal:
        pass_guard(installation, document)
    assert "Расчётный счёт клиента" in str(refusal.value)


def test_another_signatory_of_ours_holds_the_guard(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    entity = row(installation, document).legal_entity_id
    admin = installation.people["administrator"]
    for name in ("Новиков Олег Иванович", "Соколов Андрей Викторович"):
        with installation.tools.work() as work:
            edit_legal_entity(work, entity, actor=admin, requisites={"signatory_name": name})
        assert ("Наш подписант" in told(seen(installation, document))) is (name.startswith("Новиков"))


def test_authority_holds_through_its_last_day(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    entity = row(installation, document).legal_entity_id
    admin = installation.people["administrator"]
    with installation.tools.work() as work:
        edit_legal_entity(work, entity, actor=admin, requisites={"authority_until": TODAY.isoformat()})
    try:
        assert not seen(installation, document).differences
        tomorrow = seen(installation, document, today=TODAY + timedelta(days=1))
        assert told(tomorrow) == {"Полномочия нашего подписанта": ("действуют до 21.11.2026", "истекли")}
    finally:
        with installation.tools.work() as work:
            edit_legal_entity(work, entity, actor=admin, requisites={"authority_until": ""})


def test_the_end_of_an_authority_is_a_day(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    entity = row(installation, document).legal_entity_id
    admin = installation.people["administrator"]
    for wrong in ("31.12.2026", "2026-02-30", "20261231"):
        with pytest.raises(BadInput), installation.tools.work() as work:
            edit_legal_entity(work, entity, actor=admin, requisites={"authority_until": wrong})
    with pytest.raises(BadInput):
        tell(installation, number, {"contact": {"authority_until": "никогда"}})


def test_the_file_of_an_organisation_tells_till_when_its_signatory_may_sign(
    installation: Installation,
) -> None:
    text = ORGANISATION.replace(
        'authority: "Устава",', 'authority: "доверенности", authority_until: 2027-06-30,'
    )
    with installation.tools.work() as work:
        file = read_organisation(text)
        entity = file.legal_entities[0].model_copy(update={"inn": "7736050003"})
        only = file.model_copy(update={"legal_entities": [entity], "users": [], "routes": []})
        load_organisation(work, only, actor=SYSTEM)
        kept = work.session.scalars(select(LegalEntity).where(LegalEntity.inn == "7736050003")).one()
        assert kept.details["authority_until"] == "2027-06-30"
        kept.is_default = False


def test_the_clients_expired_power_of_attorney_is_told(installation: Installation, number: str) -> None:
    expired = {"contact": {"authority": "доверенности № 5", "authority_until": "2026-11-20"}}
    document = contract(installation, tell(installation, number, expired))
    assert "Полномочия подписанта клиента" in told(seen(installation, document))


def test_a_retired_template_is_told(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    template = row(installation, document).version.template_version.template
    current = template.current_version_id
    for version_id, differs in ((None, True), (current, False)):
        with installation.tools.work() as work:
            work.get(type(template), template.id).current_version_id = version_id
        assert ("Шаблон" in told(seen(installation, document))) is differs


def test_an_accepted_difference_does_not_stop_the_next_person(
    installation: Installation, number: str
) -> None:
    document = contract(installation, tell(installation, number))
    tell(installation, number, {"company": {"kpp": "772801999"}})
    digest = seen(installation, document).digest
    with pytest.raises(CommentRequired):
        pass_guard(installation, document, Accepted(digest, " "))
    kept = pass_guard(installation, document, Accepted(digest, "КПП сменится после подписания"))
    assert [each["digest"] for each in kept] == [digest]
    with installation.tools.read() as session:
        event = history(session, document)[0]
    assert (event.kind, event.words) == ("approval.drift_accepted", "КПП сменится после подписания")
    assert event.details["paths"] == ["company.kpp"]


def test_accepting_one_difference_accepts_no_other(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    tell(installation, number, {"company": {"kpp": "772801999"}})
    digest = seen(installation, document).digest
    tell(installation, number, {"company": {"kpp": "772801000"}})
    with pytest.raises(FactsDrifted):
        pass_guard(installation, document, Accepted(digest, "КПП сменится после подписания"))


def test_a_value_that_the_edited_text_says_is_no_difference(installation: Installation, number: str) -> None:
    document = contract(installation, tell(installation, number))
    facts = edited(installation, document, {"kpp": "772801555"})
    assert facts
    assert not seen(installation, document).differences
    tell(installation, number, {"company": {"kpp": "772801555"}})
    assert not seen(installation, document).differences
    tell(installation, number, {"company": {"kpp": "772801777"}})
    assert told(seen(installation, document)) == {"КПП клиента": ("772801555", "772801777")}


def edited(installation: Installation, document_id: str, company: dict[str, str]) -> str:
    """Make the version that a file edited in Word leaves behind: its facts say what was confirmed."""
    import json

    from docsvc.actions.add_version import add_version

    with installation.tools.work() as work:
        document = work.document(document_id)
        old = document.version
        facts = json.loads(work.blobs.get(old.facts_blob))
        facts["company"] |= company
        version: DocumentVersion = add_version(
            work, document, "1.1", author=document.owner, template=old.template_version, facts=facts
        )
        version.origin = Origin.EDITED.value
        work.session.refresh(document, ["versions"])
        return version.id
