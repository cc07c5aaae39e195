"""A program uploads a finished PDF."""

import io
from typing import Any

from flask.testing import FlaskClient

from tests.unit.incoming.hostile import encrypted, page

Headers = dict[str, str]
ADDRESS = "/api/v1/documents/upload"


def form(content: bytes, **fields: str) -> dict[str, Any]:
    return {
        "file": (io.BytesIO(content), "договор.pdf"),
        "kind": "contract",
        "company": "ООО «Ромашка»",
    } | fields


def test_a_pdf_becomes_a_document(client: FlaskClient, manager: Headers) -> None:
    sent = form(page(), number="7/К", received="true", amount="1500.00")
    made = client.post(ADDRESS, data=sent, headers=manager)
    assert made.status_code == 201
    assert (made.json["number"], made.json["amount"], made.json["render_state"]) == ("7/К", "1500.00", "done")
    assert client.get(made.headers["Location"], headers=manager).json["company"] == "ООО «Ромашка»"


def test_a_refused_file_says_why(client: FlaskClient, manager: Headers) -> None:
    refused = client.post(ADDRESS, data=form(encrypted(user="")), headers=manager)
    assert refused.status_code == 422
    assert refused.json["code"] == "pdf-refused"
    assert "защищён" in refused.json["detail"]


def test_fields_are_checked_like_any_others(client: FlaskClient, manager: Headers) -> None:
    refused = client.post(ADDRESS, data=form(page(), colour="red", kind="poem"), headers=manager)
    assert refused.status_code == 422
    assert {each["path"] for each in refused.json["errors"]} == {"colour", "kind"}


def test_a_body_that_is_no_form_is_told(client: FlaskClient, manager: Headers) -> None:
    refused = client.post(ADDRESS, json={"kind": "contract"}, headers=manager)
    assert refused.status_code == 415


def test_a_machine_that_acts_for_nobody_uploads_nothing(client: FlaskClient, machine: Headers) -> None:
    assert client.post(ADDRESS, data=form(page()), headers=machine).status_code == 403


def test_the_description_tells_of_the_file(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json["paths"]["/documents/upload"]["post"]
    schema = described["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(schema["required"]) == {"file", "kind"}
    assert "received" in schema["properties"]
