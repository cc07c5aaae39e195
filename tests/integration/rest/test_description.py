"""The API describes itself: every operation, every schema, and a page that needs nobody else's files."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.rest.blueprint import operations
from docsvc.model.deal_input import DealInput, read_deal
from docsvc.model.deal_warnings import deal_warnings

Tree = dict[str, Any]
UNLISTED = {"/openapi.json", "/docs", "/docs/start.js"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks a database."""
    return sqlite_url


@pytest.fixture
def description(client: FlaskClient) -> Tree:
    tree: Tree = client.get("/api/v1/openapi.json").json
    return tree


def walk(node: Any) -> Iterator[tuple[str, Any]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        yield str(name), child
        yield from walk(child)


def test_it_is_openapi_3_1_with_what_that_requires(description: Tree) -> None:
    assert re.fullmatch(r"3\.1\.\d", description["openapi"])
    assert {"title", "version"} <= description["info"].keys()
    assert description["security"] == [{"key": []}]
    assert description["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in description["paths"].items():
        assert path.startswith("/")
        for operation in methods.values():
            named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))
            assert all(each["required"] for each in operation["parameters"] if each["in"] == "path")
            assert operation["responses"].keys() >= {"401", "403"}
            assert all(answer["description"] for answer in operation["responses"].values())


def test_every_operation_has_its_own_id_and_says_its_scope(description: Tree) -> None:
    told = [operation for methods in description["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in told}) == len(told) == len(operations.table)
    assert all("Scope `" in operation["description"] for operation in told)


def test_every_route_of_the_api_is_described(app: Flask, description: Tree) -> None:
    routes = {
        (re.sub(r"<[^>]*?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("rest.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, methods in description["paths"].items() for method in methods}
    assert {route for route in routes if route[0] not in UNLISTED} == told


def test_every_reference_leads_somewhere(description: Tree) -> None:
    references = {value for name, value in walk(description) if name == "$ref"}
    schemas = description["components"]["schemas"]
    assert references
    assert all(reference.startswith("#/components/schemas/") for reference in references)
    assert {reference.rpartition("/")[2] for reference in references} <= schemas.keys()
    assert not [name for name, _ in walk(description) if name == "$defs"]


def test_a_deal_is_described_as_it_is_read(description: Tree) -> None:
    schema = description["components"]["schemas"]["DealInput"]
    assert schema["properties"].keys() == DealInput.model_fields.keys()
    assert set(schema["required"]) == {"source", "external_id", "title", "date", "company", "lines"}
    assert schema["additionalProperties"] is False
    assert schema["properties"]["lines"]["maxItems"] == 1000


def test_the_example_of_a_deal_is_taken_as_it_stands(description: Tree) -> None:
    body = description["paths"]["/deals"]["post"]["requestBody"]["content"]["application/json"]
    assert deal_warnings(read_deal(json.dumps(body["example"]).encode())) == ()


def test_the_page_loads_only_our_own_files_and_runs_no_script_of_its_own(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert address.startswith("/")
        with client.get(address) as file:
            assert file.status_code == 200
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page.text)
    assert (
        "script-src" in page.headers["Content-Security-Policy"]
        or "default-src 'self'" in (page.headers["Content-Security-Policy"])
    )


def test_the_description_needs_no_key(client: FlaskClient) -> None:
    assert client.get("/api/v1/openapi.json").status_code == 200
