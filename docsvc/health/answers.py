"""What a node answers about itself, whoever carries the answer: names and states, no addresses or reasons."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from docsvc.config import Settings
from docsvc.health.figures import Figures
from docsvc.health.node import WEB, Health
from docsvc.health.parts import Part, is_ready
from docsvc.observe.metrics import CONTENT_TYPE
from docsvc.tools import Tools

JSON: Final = "application/json"
FORWARDED: Final = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, type and bytes."""

    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the address that the connection comes from, and the request's headers in lower case."""

    address: str
    headers: Mapping[str, str]


class Answers:
    """The three answers of a node."""

    def __init__(self, tools: Tools, *, blocking: frozenset[Part] = WEB) -> None:
        self._settings = tools.settings
        self.health = Health(tools, blocking=blocking)
        self._figures = Figures(tools)

    def alive(self) -> Reply:
        """Say that the process answers: nothing is looked at, or a slow database would have it killed."""
        return _json(200, {"alive": True})

    def ready(self) -> Reply:
        """Say of each part how it is; 503 while one is ill that this node cannot do without."""
        found = self.health.examine()
        well = is_ready(found)
        parts = {each.part.value: each.fault.value for each in found}
        return _json(200 if well else 503, {"ready": well, "parts": parts})

    def metrics(self, asker: Asker) -> Reply:
        """Give the figures to whoever may have them; for others they do not exist."""
        if not may_scrape(asker, self._settings):
            return Reply(404, "text/plain; charset=utf-8", b"not found\n")
        return Reply(200, CONTENT_TYPE, self._figures.exposition())


def may_scrape(asker: Asker, settings: Settings) -> bool:
    """Let those in who hold the token; without one, only this machine itself.

    An installation that others reach by https stands behind a proxy, from which everybody's requests come:
    its figures need the token.
    """
    if settings.metrics_token:
        given = asker.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode())
    published = settings.secure or settings.trusted_proxies > 0 or not FORWARDED.isdisjoint(asker.headers)
    return not published and is_loopback(asker.address)


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _json(status: int, value: object) -> Reply:
    return Reply(status, JSON, json.dumps(value).encode())
