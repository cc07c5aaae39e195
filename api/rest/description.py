"""The description of the API: for programs as OpenAPI, for people as a page that can try it out."""

import json
from functools import cache
from pathlib import Path

from flask import Response, render_template, send_from_directory

from api.rest.blueprint import blueprint, operations
from api.rest.openapi import openapi
from api.rest.operations import JSON

PAGES = Path(__file__).parent / "pages"


@blueprint.get("/openapi.json")
def get_openapi() -> Response:
    """Describe every operation; no key is needed to read this."""
    return Response(_openapi(), mimetype=JSON)


@blueprint.get("/docs")
def get_docs() -> str:
    """Show the description as a page made of our own files."""
    return render_template("api-docs.html")


@blueprint.get("/docs/start.js")
def get_docs_script() -> Response:
    """Serve the script that starts the page: the policy allows none within it."""
    return send_from_directory(PAGES, "api-docs.js", mimetype="text/javascript")


@cache
def _openapi() -> str:
    """Write the description once, its fields in the order in which they were declared."""
    return json.dumps(openapi(operations.table, server=str(blueprint.url_prefix)), ensure_ascii=False)
