"""An installation whose contracts are made from a Word template, and one deal."""

import pytest

from docsvc.actions.publish_template import publish_template
from docsvc.actions.template_file import Named, read_template
from docsvc.actions.upload_template import upload_template
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.deal_input import DealInput
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation
from tests.integration.databases import address
from tests.integration.documents.word import CONTRACT, word_file


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """What is told here is told of files and texts; one story of each kind runs on both databases."""
    return address(request)


@pytest.fixture
def deal_id(installation: Installation) -> str:
    with installation.tools.work() as work:
        deal = DealInput.model_validate(DEAL)
        return upsert_deal(work, deal, actor=installation.people["manager"]).id


@pytest.fixture
def word_contract(installation: Installation) -> str:
    """The lawyer's Word template of contracts, published; its id."""
    return publish(installation, word_file(*CONTRACT), kind="contract", title="Консультации стандарт")


def publish(installation: Installation, docx: bytes, *, kind: str, title: str) -> str:
    """Upload a Word file as a template and publish it."""
    lawyer = installation.people["lawyer"]
    source = read_template("шаблон.docx", docx, named=Named(kind=kind, language="ru", title=title))
    with installation.tools.work() as work:
        version_id = upload_template(work, source, actor=lawyer)
    with installation.tools.work() as work:
        publish_template(work, version_id, actor=lawyer, note="Первая версия", reason="в тесте")
        return version_id
