"""An office with one document out for signing: enough for every message that is ever posted."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from docsvc.config import Smtp, read_settings
from docsvc.installation import initialise
from docsvc.jobs.send_mail import send_mail
from docsvc.mail.post import post_to_recipient, post_to_user
from docsvc.model import (
    Act,
    Company,
    Deal,
    Dispatch,
    Document,
    LegalEntity,
    Mail,
    Recipient,
    RecipientState,
    Role,
    SigningCode,
    State,
    User,
    UserRole,
    new_id,
)
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import Actor, Work
from signing import token, token_hash
from tests.services.smtp import Mailbox


@dataclass
class Office:
    """What the tests act with; `manager` and `administrator` are people, the rest are ids."""

    tools: Tools
    manager: Actor
    administrator: Actor
    document_id: str
    recipient_id: str
    code_id: str

    def connect(self, mailbox: Mailbox | str) -> None:
        """Send mail there from now on."""
        url = mailbox if isinstance(mailbox, str) else f"smtp://{mailbox.host}:{mailbox.port}"
        self.tools.settings = replace(self.tools.settings, smtp=Smtp(url=url, sender="docs@office.example"))

    def post(self, template: str, *, to: str = "recipient", **params: Any) -> str:
        """Promise a message and return its id; to the recipient, the manager (`user`) or by a code."""
        with self.tools.work() as work:
            document = work.document(self.document_id)
            if to == "user":
                post_to_user(work, template, document.owner, document=document, **params)
            else:
                code_id = self.code_id if template == "code" else None
                recipient = work.get(Recipient, self.recipient_id)
                post_to_recipient(work, template, recipient, document=document, code_id=code_id, **params)
            work.session.flush()
            return max(work.session.query(Mail.id))[0]

    def send(self, mail_id: str) -> None:
        send_mail(self.tools, {"mail": mail_id})

    def mail(self, mail_id: str) -> Mail:
        with self.tools.read() as session:
            return session.get_one(Mail, mail_id)

    def change(self, table: type[Any], row_id: str, **values: object) -> None:
        """Rewrite a row, as hostile or changed data would have it."""
        with self.tools.work() as work:
            row = work.get(table, row_id)
            for name, value in values.items():
                setattr(row, name, value)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is copied for each test: making keys and tables takes time."""
    folder = tmp_path_factory.mktemp("office") / "data"
    initialise(read_settings({"DOCSVC_DATA": str(folder)}), organisation="ООО «Север»")
    return folder


@pytest.fixture
def tools(prepared: Path, tmp_path: Path) -> Tools:
    shutil.copytree(prepared, tmp_path / "data")
    return open_tools(read_settings({"DOCSVC_DATA": str(tmp_path / "data")}))


@pytest.fixture
def office(tools: Tools) -> Office:
    with tools.work() as work:
        manager = _person(work, "manager@office.example", "Иванова Анна", Role.MANAGER)
        administrator = _person(work, "admin@office.example", "Кузнецов Павел", Role.ADMINISTRATOR)
        document = _document(work, manager)
        recipient = _recipient(work, manager)
        code = SigningCode(
            recipient_id=recipient.id,
            session_hash="0" * 64,
            shown_sha256="1" * 64,
            created_at=work.now,
            expires_at=work.now + timedelta(minutes=10),
        )
        work.add(code)
        return Office(tools, actor_of(manager), actor_of(administrator), document.id, recipient.id, code.id)


@pytest.fixture
def messages(office: Office, mailbox: Mailbox) -> Callable[..., Any]:
    """Post and send a message, and return it as the server got it."""
    office.connect(mailbox)

    def sent(template: str, **params: Any) -> Any:
        office.send(office.post(template, **params))
        return mailbox.wait()[-1]

    return sent


def _person(work: Work, email: str, name: str, role: Role) -> User:
    user = User(
        id=new_id(), email=email, name=name, created_at=work.now, role_rows=[UserRole(role=role.value)]
    )
    return work.add(user)


def _document(work: Work, owner: User) -> Document:
    entity = LegalEntity(
        name="ООО «Север»", inn="7708452173", is_default=True, details={"brand_color": "#ffd54a"}
    )
    company = Company(source="crm", external_id="c", name="ООО «Причал»", details={})
    work.add(entity)
    work.add(company)
    deal = Deal(
        source="crm",
        external_id="d",
        title="Склад",
        amount_minor=123456789,
        currency="RUB",
        prices="gross",
        date=work.today,
        custom={},
        company_id=company.id,
        created_at=work.now,
        updated_at=work.now,
    )
    work.add(deal)
    return work.add(
        Document(
            kind="contract",
            number="Д-2026-0007",
            state=State.SENT.value,
            deal_id=deal.id,
            owner_id=owner.id,
            legal_entity_id=entity.id,
            title="Договор",
            company_name="ООО «Причал»",
            amount_minor=123456789,
            currency="RUB",
            date=work.today,
            created_at=work.now,
            updated_at=work.now,
        )
    )


def _recipient(work: Work, sender: User) -> Recipient:
    dispatch = Dispatch(
        sender_id=sender.id,
        message="Посмотрите, пожалуйста.\nЖдём вас на объекте.",
        created_at=work.now,
        expires_at=work.now + timedelta(days=14),
    )
    work.add(dispatch)
    recipient_id = new_id()
    return work.add(
        Recipient(
            id=recipient_id,
            dispatch_id=dispatch.id,
            order=1,
            act=Act.SIGN.value,
            name="Соколов Андрей",
            email="sokolov@client.example",
            token_hash=token_hash(token(work.secrets.tokens, recipient_id, 1)),
            state=RecipientState.INVITED.value,
        )
    )
