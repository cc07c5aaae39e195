"""Templates by program: uploaded, looked over, published."""

import base64
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.rest.conftest import Headers, MakeKey, bearer
from tests.integration.studio.lawyer import page, word

URL = "/api/v1/templates"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The life of templates is told elsewhere, on both databases; here it is only spelled as JSON."""
    return sqlite_url


@pytest.fixture
def lawyer(make_key: MakeKey) -> Headers:
    return bearer(make_key("templates:read", "templates:write", person="lawyer"))


def file(content: bytes, name: str = "договор.html") -> dict[str, str]:
    return {"file_name": name, "file": base64.b64encode(content).decode()}


def make(client: FlaskClient, headers: Headers, content: bytes, name: str = "договор.html") -> Any:
    about = {"kind": "contract", "title": "Подряд", **file(content, name)}
    return client.post(URL, json=about, headers=headers)


def test_a_template_is_uploaded_looked_over_and_published(client: FlaskClient, lawyer: Headers) -> None:
    made = make(client, lawyer, page())
    assert made.status_code == 201
    address, version = f"{URL}/{made.json['id']}", made.json["versions"][0]
    assert made.headers["Location"].endswith(address)
    assert (version["version"], version["state"]) == ("1.0", "draft")
    assert {field["path"] for field in made.json["fields"]} >= {"company.name", "company.inn"}
    lint = client.get(f"{address}/versions/{version['id']}/lint", headers=lawyer)
    assert lint.json["errors"] == 0
    publish = f"{address}/versions/{version['id']}/publish"
    refused = client.post(publish, json={"note": "Первая"}, headers=lawyer)
    assert (refused.status_code, refused.json["code"]) == (422, "not-tried")
    published = client.post(publish, json={"note": "Первая", "reason": "Из репозитория"}, headers=lawyer)
    assert published.json["versions"][0]["current"]
    listed = client.get(URL, headers=lawyer).json["items"]
    assert next(row for row in listed if row["id"] == made.json["id"])["version"] == "1.0"


def test_every_mistake_is_told_with_its_place(client: FlaskClient, lawyer: Headers) -> None:
    made = make(client, lawyer, word("Цена", "{DEAL.AMOUNTT} {SIGNATURE:client}"), "договор.docx").json
    version = made["versions"][0]["id"]
    found = client.get(f"{URL}/{made['id']}/versions/{version}/lint", headers=lawyer).json
    assert found["errors"] == 1
    assert (found["findings"][0]["code"], found["findings"][0]["paragraph"]) == ("unknown-field", 2)
    assert "DEAL.AMOUNT" in found["findings"][0]["suggestion"]
    told = client.get(
        f"{URL}/{made['id']}/versions/{version}/lint", headers={**lawyer, "Accept-Language": "en"}
    ).json["findings"][0]
    assert (told["place"], told["message"]) == ("paragraph 2", "unknown field DEAL.AMOUNTT")
    assert told["suggestion"] == "Perhaps DEAL.AMOUNT?"


def test_the_next_version_has_a_note(client: FlaskClient, lawyer: Headers) -> None:
    made = make(client, lawyer, page()).json
    address, version = f"{URL}/{made['id']}", made["versions"][0]["id"]
    client.post(
        f"{address}/versions/{version}/publish", json={"note": "Первая", "reason": "Срочно"}, headers=lawyer
    )
    body = {"note": "Новый пункт", "major": True, **file(page("Б."))}
    answer = client.post(f"{address}/versions", json=body, headers=lawyer)
    assert answer.status_code == 201
    assert [each["version"] for each in answer.json["versions"]] == ["2.0", "1.0"]
    again = client.post(f"{address}/versions", json=body, headers=lawyer)
    assert (again.status_code, again.json["code"]) == (409, "draft-exists")


def test_a_bad_file_and_bad_base64_are_refused(client: FlaskClient, lawyer: Headers) -> None:
    broken = make(client, lawyer, b"PK\x03\x04", "договор.docx")
    assert (broken.status_code, broken.json["code"]) == (422, "template-refused")
    about = {"kind": "contract", "title": "Подряд", "file_name": "a.docx", "file": "не base64"}
    assert client.post(URL, json=about, headers=lawyer).json["code"] == "invalid"


def test_a_manager_has_no_templates(client: FlaskClient, manager: Headers) -> None:
    assert client.get(URL, headers=manager).status_code == 403
    assert make(client, manager, page()).status_code == 403
