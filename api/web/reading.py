"""Reading what a browser sends: filters from the address, fields from forms. Wrong values count as absent."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request, url_for

from docsvc.actions.guard_facts import Accepted

Word = TypeVar("Word", bound=StrEnum)

LONGEST_SEARCH = 200
LONGEST_NUMBER = 9
"""Digits: what databases take, and `int` too."""


def asked_text(name: str = "q") -> str:
    """Return a text of the address, trimmed."""
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]


def asked_page() -> int:
    """Return the page number of the address, at least 1."""
    return max(1, min(request.args.get("page", 1, type=int), 1_000_000))


def asked_word(words: type[Word], name: str) -> Word | None:
    """Return a value of an enum from the address, or None."""
    text = request.args.get(name, "")
    return words(text) if text in set(words) else None


def asked_date(name: str) -> date | None:
    """Return an ISO date of the address, or None."""
    return read_date(request.args.get(name, ""))


def read_date(text: str) -> date | None:
    """Return an ISO date, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def field(name: str) -> str:
    """Return a field of the posted form, trimmed; empty when absent."""
    return request.form.get(name, "").strip()


def whole(text: str) -> int | None:
    """Return a whole number from 0, or None; longer than any that means something here counts as none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def typed_figure(text: str) -> str:
    """Return a figure as programs write it: people part thousands by spaces and kopecks by a comma."""
    return "".join(text.split()).replace(",", ".")


def filled_fields() -> dict[str, str]:
    """Return what was typed for missing facts: fields named `fill.<path>`."""
    known = request.form.items()
    return {key.removeprefix("fill."): value for key, value in known if key.startswith("fill.")}


def seen() -> int | None:
    """Return the document's revision that the page showed."""
    return request.form.get("seen", type=int)


def accepted() -> Accepted | None:
    """Return the person's word that the document stays as it is, where the form gives one with its reason."""
    digest, reason = field("accept_digest"), field("accept_reason")
    return Accepted(digest, reason) if digest and reason else None


def address_with(**changes: object) -> str:
    """Return the present address with filters changed, back on its first page; None drops a filter."""
    known = {**request.args.to_dict(), **dict(request.view_args or {})}
    if "page" not in changes:
        known.pop("page", None)
    merged = {key: value for key, value in (known | changes).items() if value not in (None, "")}
    return url_for(request.endpoint or "home.index", **merged)
