"""A browser as far as these tests need one: cookies, forms and their tokens."""

import re
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

from docsvc.urls import signing_path

_INPUT = re.compile(r'<input[^>]*name="(?P<name>csrf_token|shown|agreement)"[^>]*>')
_VALUE = re.compile(r'value="([^"]*)"')


class Browser:
    """Holds cookies, and sends with a form what the page put into it."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def open(self, secret: str) -> TestResponse:
        """Follow a link as a person does: look, then go on."""
        path = signing_path(secret)
        return self.client.post(path, data=hidden(self.get(path)))

    def page(self, document_id: str) -> TestResponse:
        return self.get(f"/sign/{document_id}")

    def answer(self, document_id: str, how: str, /, **typed: str) -> TestResponse:
        """Send a form of the document's page; `typed` adds to what the page put into it."""
        fields = hidden(self.page(document_id))
        fields.pop("agreement", None)
        return self.client.post(f"/sign/{document_id}/{how}", data=fields | typed)

    def agreement(self, document_id: str) -> str:
        """Return the value that ticking the agreement sends."""
        return hidden(self.page(document_id)).get("agreement", "")


def hidden(response: TestResponse) -> dict[str, str]:
    """Return what the page's forms carry unseen."""
    found = {}
    for match in _INPUT.finditer(response.text):
        value = _VALUE.search(match[0])
        found[match["name"]] = unescape(value[1]) if value else ""
    return found
