"""A contract that went the whole way, with words about it that are ours alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docsvc.actions.reveal_mail import reveal_mail
from docsvc.actions.revise_document import revise_document
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import Kind, Mail, Verdict
from docsvc.model.deal_input import read_deal
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation, make_installation

RETURNED = "Клиент на грани банкротства, требуем предоплату"
APPROVED = "Маржа 61 %"
REVISED = "Убрали скидку, о которой клиент не знает"
CLIENT = "ivanov@vector.example"
DIRECTOR = "director@polaris.example"


@dataclass(frozen=True)
class Archived:
    """The installation, the contract and the id of the version that was returned."""

    installation: Installation
    document_id: str
    returned_id: str


@pytest.fixture
def installation(tmp_path: Path, sqlite_url: str) -> Iterator[Installation]:
    made = make_installation(tmp_path / "data", database_url=sqlite_url)
    yield made
    made.tools.database.dispose()


@pytest.fixture
def deal_id(installation: Installation) -> str:
    return deal_of(installation)


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archived]:
    """An archived contract: returned with words, revised, approved, its code revealed, signed by both."""
    folder = tmp_path_factory.mktemp("evidence")
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder / 'docsvc.db'}")
    contract = story.make(made, deal_of(made), Kind.CONTRACT)
    returned_id = story.version_of(made, contract).id
    approve(made, contract)
    story.send(made, contract)
    with made.tools.work() as work:
        for mail in work.session.query(Mail).filter(Mail.recipient_id.is_not(None)).all():
            reveal_mail(work, mail.id, actor=made.people["administrator"])
    for email, name in ((DIRECTOR, "Соколов Андрей Викторович"), (CLIENT, "Иванов Иван Иванович")):
        story.sign(made, contract, email, typed=name)
    assert story.state_of(made, contract) == "archived"
    yield Archived(made, contract, returned_id)
    made.tools.database.dispose()


def approve(installation: Installation, contract: str) -> None:
    story.submit(installation, contract)
    story.decide(installation, contract, "lawyer", Verdict.RETURN, RETURNED)
    with installation.tools.work() as work:
        revise_document(work, contract, actor=installation.people["manager"], comment=REVISED)
    installation.run_jobs()
    story.submit(installation, contract)
    for who in ("lawyer", "finance", "director"):
        story.decide(installation, contract, who, comment=APPROVED)


def deal_of(installation: Installation) -> str:
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(DEAL, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id
