"""What the registry said of a machine-readable power of attorney (МЧД), in words."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from docsvc.mail.catalogue import catalogue
from docsvc.model import MchdCheck, MchdState
from docsvc.model.authority import NOT_IN_REGISTRY, authority_lines

STATES: Mapping[MchdState, str] = {
    MchdState.ACTIVE: "действует",
    MchdState.REVOKED: "отозвана",
    MchdState.EXPIRED: "срок истёк",
    MchdState.UNKNOWN: "в реестре её нет",
}
BY_REGISTRY = "%(state)s: реестр %(host)s, %(at)s"


def last_answer(session: Session, terms: Mapping[str, Any]) -> MchdCheck | None:
    """Return what the registry said last of these terms; None where it was not asked, or did not answer."""
    number = str(terms.get("number") or "").lower()
    return session.get(MchdCheck, number) if terms.get("kind") == "mchd" and number else None


def authority_told(
    session: Session, terms: Mapping[str, Any], *, zone: ZoneInfo, language: str
) -> list[list[str]]:
    """Return the terms of an authority as labels and values in a language, with the registry's answer."""
    words: Callable[[str], str] = catalogue(language).gettext
    lines = [[words(label), words(value)] for label, value in authority_lines(terms)]
    answer = last_answer(session, terms)
    if answer is None:
        return lines
    at = f"{answer.checked_at.astimezone(zone):%d.%m.%Y %H:%M}"
    told = words(BY_REGISTRY) % {
        "state": words(STATES[MchdState(answer.state)]),
        "host": answer.host,
        "at": at,
    }
    unasked = words(NOT_IN_REGISTRY)
    return [[label, told if value == unasked else value] for label, value in lines]
