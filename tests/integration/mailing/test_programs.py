"""Programs send one document to many, and read how far everybody is."""

from typing import Any

import pytest

from api.app import create_app
from docsvc.actions.make_api_key import make_api_key
from docsvc.model.api_scopes import ApiScope
from tests.integration.core.installation import Installation
from tests.integration.mailing.steps import run_batches


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def ask(installation: Installation, method: str, path: str, *, who: str = "manager", **body: Any) -> Any:
    """Ask as a program that acts for the manager, or for somebody else."""
    with installation.tools.work() as work:
        key = make_api_key(
            work,
            actor=installation.people["administrator"],
            name=who,
            scopes=[*ApiScope],
            user_email=f"{who}@polaris.example",
        )
    client = create_app(installation.tools).test_client()
    sent: dict[str, Any] = {"json": body} if method == "POST" else {}
    headers = {"Authorization": f"Bearer {key}"}
    return client.open(f"/api/v1{path}", method=method, headers=headers, **sent)


def test_a_program_mails_to_many_and_reads_how_far_they_are(installation: Installation, nda: str) -> None:
    people = [{"name": "Анна", "email": "a@many.example"}, {"name": "Борис", "email": "b@many.example"}]
    made = ask(installation, "POST", f"/documents/{nda}/mailing", people=people, message="Здравствуйте!")
    assert made.status_code == 202, made.text
    assert made.headers["Location"].endswith(f"/mailings/{made.json['id']}")
    assert [each["reached"] for each in made.json["people"]] == ["waiting", "waiting"]
    run_batches(installation)
    found = ask(installation, "GET", f"/mailings/{made.json['id']}").json
    assert found["made"] == 2
    assert {each["reached"] for each in found["people"]} == {"preparing"}
    assert all(each["number"].endswith(f"/{each['position']}") for each in found["people"])
    stranger = ask(installation, "GET", f"/mailings/{made.json['id']}", who="outsider")
    assert stranger.status_code == 404


def test_a_wrong_person_is_named_and_nothing_is_begun(installation: Installation, nda: str) -> None:
    people = [{"name": "Анна", "email": "a@many.example"}, {"name": "", "email": "нет"}]
    refused = ask(installation, "POST", f"/documents/{nda}/mailing", people=people)
    assert refused.status_code == 422
    assert {each["path"] for each in refused.json["errors"]} == {"people[1].name", "people[1].email"}
    twice = ask(installation, "POST", f"/documents/{nda}/mailing", people=[people[0], people[0]])
    assert twice.status_code == 422
