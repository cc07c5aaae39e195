"""Asking the registry about a machine-readable power of attorney, where an address of one is set.

Who runs the address is the installation's choice: it answers a GET with JSON,
`{"status": "active" | "revoked" | "expired" | "unknown"}`. No answer leaves the authority unchecked, and the
job tries again.
"""

import json
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from docsvc.model import MchdCheck, MchdState
from docsvc.tools import Tools
from docsvc.work import ORGANISATION, SYSTEM

LARGEST = 100_000
"""Bytes of an answer."""


def check_mchd(tools: Tools, payload: Mapping[str, str]) -> None:
    """Ask about one number and write the answer down; where no registry is set, nothing is asked."""
    template, number = tools.settings.mchd_registry, payload["number"]
    if not template:
        return
    raw = tools.egress.get(template.replace("{number}", quote(number, safe="")))
    state, host = _state(raw), urlsplit(template).hostname or ""
    with tools.work() as work:
        known = work.session.get(MchdCheck, number)
        if known is None:
            known = MchdCheck(number=number, state="", host="", checked_at=work.now)
            work.add(known)
        known.state, known.host, known.checked_at = state.value, host, work.now
        work.record(ORGANISATION, "mchd.checked", SYSTEM, number=number, state=state.value, registry=host)


def _state(raw: bytes) -> MchdState:
    """Read the answer; raises ValueError for anything that is none, so that it is asked for again."""
    answer = json.loads(raw[:LARGEST])
    if not isinstance(answer, dict):
        raise ValueError("the registry's answer is not an object")  # noqa: TRY004 -- about what was read
    return MchdState(str(answer.get("status", "")).lower())
