"""A small installation with its people, a deal and two documents, and the browsers of its people."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from apiflask import APIFlask
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from docsvc.jobs import run_job
from docsvc.model import OutboxMessage, User
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.work import Actor

PASSWORD = "correct horse battery"
ROLES = ("administrator", "head", "manager", "lawyer", "finance", "director", "board", "accountant")
HOSTILE = "<script>alert('Рога & Копыта')</script>"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

ORGANISATION = f"""
organisation: {{name: "ООО «Север»"}}
legal_entities:
- {{name: "ООО «Север»", full_name: "ООО «Север»", inn: "7707083893", kpp: "770701001", ogrn: "1027700132195",
   address: "125009, Москва, ул. Тверская, 7", city: "Москва", bank_name: "ПАО Сбербанк", bik: "044525225",
   account: "40702810038000012345", corr_account: "30101810400000000225", signatory_name: "Громов Павел",
   signatory_position: "Генеральный директор", authority: "Устава",
   email: "info@sever.ru", phone: "+7 495 120-45-67"}}
departments: ["Продажи", "Опт"]
users:
{
    chr(10).join(
        f'- {{email: {role}@sever.ru, name: "{role.title()}", roles: [{role}], password: "{PASSWORD}", '
        f'department: "Продажи"}}'
        for role in ROLES
    )
}
- {{email: outsider@sever.ru, name: "Outsider", roles: [manager], password: "{PASSWORD}", department: "Опт"}}
routes:
- {{kind: contract, stages: [{{name: "Юрист", approvers: [{{role: lawyer}}], quorum: any}}]}}
- {{kind: quote, stages: []}}
"""

DEAL = {
    "source": "test",
    "external_id": "1",
    "number": "1",
    "title": "Поставка & монтаж",
    "date": "2026-11-20",
    "owner_email": "manager@sever.ru",
    "payment_terms": "аванс 50 %",
    "deadline": "2027-03-31",
    "valid_until": "2099-12-15",
    "company": {
        "name": f"ООО {HOSTILE}",
        "full_name": f"ООО {HOSTILE}",
        "inn": "7728168971",
        "kpp": "770101001",
        "ogrn": "1027739609391",
        "address": "109012, Москва, ул. Ильинка, 9",
        "bank_name": "АО «Банк»",
        "bik": "044525593",
        "account": "40702810401300012345",
        "corr_account": "30101810200000000593",
    },
    "contact": {
        "name": "Кузнецова Ольга",
        "position": "Генеральный директор",
        "email": "client@client.ru",
        "authority": "Устава",
    },
    "lines": [{"name": "Монтаж", "quantity": 2, "price": "617283.945"}],
}


@dataclass(frozen=True, slots=True)
class House:
    """The installation under test and the ids of what is in it."""

    app: APIFlask
    tools: Tools
    deal: str
    draft: str
    asked: str

    def actor(self, name: str) -> Actor:
        """Return a person as one who acts."""
        return person(self.tools, name)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that keeps cookies and puts the page's token into its posts."""

    client: Client

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def post(self, path: str, *, token: bool = True, **fields: object) -> TestResponse:
        """Send a form as the page would."""
        known = self.client.get("/me").text or ""
        found = TOKEN.search(known) or TOKEN.search(self.client.get("/login").text)
        assert found
        form = {**fields, "csrf_token": found[1]} if token else fields
        return self.client.post(path, data=form)


def person(tools: Tools, name: str) -> Actor:
    """Return a person as one who acts."""
    with tools.read() as session:
        return actor_of(session.scalars(select(User).where(User.email == f"{name}@sever.ru")).one())


def log_in_as(house: House, name: str | None) -> Browser:
    """Give a browser in which a person has logged in; None is nobody."""
    browser = Browser(house.app.test_client())
    if name is not None:
        answer = browser.post("/login", email=f"{name}@sever.ru", password=PASSWORD)
        assert answer.status_code == 303
    return browser


def render(tools: Tools) -> None:
    """Do the promised renderings."""
    with tools.read() as session:
        promised = [
            (row.name, row.payload)
            for row in session.scalars(select(OutboxMessage).where(OutboxMessage.name == "render"))
        ]
    for name, payload in promised:
        assert run_job(tools, name, payload) == ""


Browse = Callable[[str | None], Browser]
"""Gives the browser of a person who has logged in, or of nobody."""
