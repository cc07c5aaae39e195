"""Variants of one kind: which template makes a document for whom."""

import pytest
from sqlalchemy import select

from docsvc.actions.choose_template import choose_template
from docsvc.actions.set_variant import set_variant
from docsvc.errors import BadInput, NoTemplate, NotFound
from docsvc.model import Document, Kind, Template
from tests.integration.core.installation import Installation
from tests.integration.studio import lawyer
from tests.integration.studio.conftest import push
from tests.integration.studio.lawyer import made_by, page, template
from tests.integration.studio.test_history import make

VIP, NEW, TENDER = "ВИП", "Новый клиент", "Тендер"
TREE = {
    "deal": {"products": [{"name": "Аудит", "quantity": 1, "price": "100000"}]},
    "company": {"name": "АО «Вектор Логистика»", "inn": "7728168971"},
}


@pytest.fixture
def variants(installation: Installation) -> dict[str, str]:
    """Three variants of a contract beside the shipped one: their template ids by name."""
    rules = {
        VIP: ('"vip" in company.tags', 10),
        TENDER: ('"тендер" in deal.tags', 20),
        NEW: ("company.is_new", 30),
    }
    made = {}
    for title, (condition, rank) in rules.items():
        draft = lawyer.upload(installation, page(title), named=lawyer.Named("contract", "ru", title))
        lawyer.publish(installation, draft, reason="Проверен на бумаге")
        made[title] = lawyer.version(installation, draft).template_id
        actor = installation.people["lawyer"]
        with installation.tools.work() as work:
            set_variant(work, made[title], actor=actor, condition=condition, rank=rank)
    return made


def chosen(installation: Installation, **changes: dict[str, object]) -> str:
    tree = {section: {**TREE[section], **changes.get(section, {})} for section in TREE}
    with installation.tools.work() as work:
        return choose_template(work, Kind.CONTRACT, tree).template.title


def test_the_first_variant_that_fits_makes_the_document(
    installation: Installation, variants: dict[str, str], deal_id: str
) -> None:
    assert chosen(installation) == NEW
    assert chosen(installation, deal={"tags": "Тендер, срочно"}) == TENDER
    assert chosen(installation, deal={"tags": ["тендер"]}, company={"tags": ["VIP"]}) == VIP
    document_id = make(installation, deal_id)
    assert chosen(installation) == NEW
    with installation.tools.work() as work:
        work.document(document_id).state = "completed"
    assert chosen(installation) == "Договор оказания услуг"


def test_a_client_is_known_by_tax_number_whatever_the_crm_calls_it(
    installation: Installation, variants: dict[str, str], deal_id: str
) -> None:
    document_id = make(installation, deal_id)
    with installation.tools.work() as work:
        work.session.get_one(Document, document_id).state = "archived"
    assert chosen(installation, company={"name": "Вектор"}) == "Договор оказания услуг"
    assert chosen(installation, company={"inn": "7707083893"}) == NEW


def test_the_person_may_pick_another_variant(installation: Installation, variants: dict[str, str]) -> None:
    with installation.tools.work() as work:
        picked = choose_template(work, Kind.CONTRACT, TREE, template_id=variants[VIP])
        assert picked.template.title == VIP
        with pytest.raises(NotFound):
            choose_template(work, Kind.INVOICE, TREE, template_id=variants[VIP])


def test_without_a_template_the_kind_is_named(installation: Installation) -> None:
    with installation.tools.work() as work:
        for template in work.session.scalars(select(Template).where(Template.kind == "contract")):
            template.current_version_id = None
    with pytest.raises(NoTemplate, match="Договор"):
        chosen(installation)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("deal.amout > 5", "deal.amount"),
        ("deal.amount >", "не читается"),
        ("{DEAL.AMOUNT}", "без фигурных скобок"),
        ("compny.is_new", "compny"),
        ("deal.title | safe", "safe"),
    ],
)
def test_a_condition_that_could_never_hold_is_refused(
    installation: Installation, condition: str, reason: str
) -> None:
    template_id = lawyer.version(installation, lawyer.upload(installation, page())).template_id
    with pytest.raises(BadInput, match=reason), installation.tools.work() as work:
        set_variant(work, template_id, actor=installation.people["lawyer"], condition=condition, rank=5)


def test_tags_of_the_crm_reach_the_conditions(installation: Installation, variants: dict[str, str]) -> None:
    vip = push(installation, "70", company={"tags": "VIP, партнёр"})
    other = {"external_id": "other", "inn": "7707083893"}
    tender = push(installation, "71", company=other, custom={"tags": ["Тендер"]})
    made = [made_by(installation, make(installation, deal)) for deal in (vip, tender)]
    titles = [template(installation, version_id).title for version_id in made]
    assert titles == [VIP, TENDER]
