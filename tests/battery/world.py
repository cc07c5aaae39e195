"""What is seen from outside while everything is killed: answers, and how far each document has come."""

import json
import math
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from docsvc.demo.visitor import Stuck
from docsvc.model import Kind
from tests.battery.post import Post

ROOTS = httpx.create_ssl_context()
"""Read once: httpx would do so for every request."""

NO_ANSWER = 0
"""Under which `World.answers` counts requests that the web server's end cut off."""

_STATUS = re.compile(r": (\d{3})\. ")


@dataclass(slots=True)
class Seen:
    """How far a document has come: its state, and since when (`time.monotonic`)."""

    kind: Kind
    client: str
    state: str = "draft"
    since: float = field(default_factory=time.monotonic)


@dataclass
class World:
    """Where the documents live; `documents` are those that somebody was told of, `answers` counts by status.

    `steps` counts the states that documents have come to; `stood` is the longest time (seconds) that one of
    them stood still, and in which state. At `deadline` all must be archived.
    """

    base_url: str
    key: str
    passwords: Mapping[str, str]
    post: Post
    deadline: float = math.inf
    steps: int = 0
    stood: tuple[float, str] = (0.0, "")
    documents: dict[str, Seen] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    impolite: list[str] = field(default_factory=list)

    def begin(self, document_id: str, kind: Kind, client: str) -> None:
        """Remember a document that was made."""
        self.documents[document_id] = Seen(kind, client)

    def step(self, document_id: str, state: str) -> None:
        """Remember that a document has come to another state."""
        seen, now = self.documents[document_id], time.monotonic()
        self.steps += 1
        self.stood = max(self.stood, (now - seen.since, seen.state))
        seen.state, seen.since = state, now

    def note(self, answer: httpx.Response) -> None:
        """Remember an answer; one that neither serves nor says when to come back is a fault."""
        self.answers[answer.status_code] += 1
        polite = answer.status_code < 500 or (answer.status_code == 503 and "Retry-After" in answer.headers)
        if not polite:
            answer.read()
            self.impolite.append(f"{answer.request.url.path}: {answer.status_code} {answer.text[:200]}")

    def suffer(self, trouble: Exception) -> None:
        """Remember what somebody met: no answer at all, or a page that breaks."""
        if isinstance(trouble, httpx.HTTPError):
            self.answers[NO_ANSWER] += 1
            return
        status = _STATUS.search(str(trouble))
        if status and status[1] == "500":
            self.impolite.append(str(trouble))

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Ask the API as the CRM does; raise `Stuck` on a refusal and what httpx raises without an answer."""
        told: dict[str, Any] = self.fetch(method, path, body).json()
        return told

    def fetch(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Return what the API answers, be it bytes."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        content = json.dumps(body) if body is not None else None
        url = f"{self.base_url}/api/v1{path}"
        answer = httpx.request(method, url, content=content, headers=headers, timeout=60, verify=ROOTS)
        self.note(answer)
        if answer.is_error:
            raise Stuck(f"{method} {path}: {answer.status_code}. {answer.text[:300]}")
        return answer
