"""What stands around every page of a person who is logged in: the places, the inbox count, the brand."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from api.context import actor_or_none, tools
from api.web import steering_words, words
from api.web.condition_words import condition_words
from api.web.happened import event_sign
from api.web.placing_words import PLACING
from api.web.reading import address_with
from docsvc.access import Right, may
from docsvc.queries.approvals import inbox_count
from docsvc.queries.organisation import brand
from docsvc.work import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the left column: shown to those who hold `right`."""

    endpoint: str
    word: LazyString
    icon: str
    right: Right | None


PLACES = (
    Place("home.index", _("Главная"), "home", None),
    Place("deals.index", _("Сделки"), "briefcase", Right.VIEW_DEALS),
    Place("documents.index", _("Документы"), "files", Right.VIEW),
    Place("inbox.index", _("Согласование"), "inbox", Right.DECIDE),
    Place("archive.index", _("Архив"), "archive", Right.EXPORT),
    Place("catalog.index", _("Шаблоны"), "template", Right.MANAGE_TEMPLATES),
    Place("settings.index", _("Настройки"), "settings", Right.ADMINISTER),
)
"""At most seven."""

STANDS_IN = {
    "home": ("stuck",),
    "deals": ("deal_file", "lines", "products"),
    "documents": (
        "document",
        "acts",
        "approval",
        "talk",
        "versions",
        "sending",
        "dispatch",
        "mailing",
        "mailings",
        "upload",
        "in_person",
        "placing",
    ),
    "inbox": ("many", "figures", "own_signing", "approve_and_sign"),
    "catalog": ("studio", "template_fields", "template_changes", "trials", "blocks"),
    "settings": (
        "operations",
        "users",
        "numbering",
        "keys",
        "seal",
        "mail_test",
        "sms",
        "looks",
        "calendar",
        "routes",
        "route_edit",
        "route_source",
        "route_try",
    ),
}
"""Areas that have no place of their own, by the area of the place that leads to them."""

_PLACE_OF = {area: place for place, areas in STANDS_IN.items() for area in areas}


def init_frame(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(_frame)
    app.jinja_env.filters["condition_words"] = condition_words
    app.jinja_env.globals |= PLACING
    app.jinja_env.globals |= {
        "words": words,
        "steering": steering_words,
        "address_with": address_with,
        "Right": Right,
        "event_sign": event_sign,
    }


def places(person: Actor) -> tuple[Place, ...]:
    """Return the places that a person may use."""
    return tuple(place for place in PLACES if place.right is None or may(person, place.right))


def place_of(endpoint: str) -> str:
    """Return the endpoint of the place that a page stands in; of no place for a person's own pages."""
    area = endpoint.partition(".")[0]
    return f"{_PLACE_OF.get(area, area)}.index"


def _frame() -> dict[str, Any]:
    """Return lazily: an error page must not ask the database."""
    return {"frame": _about}


def _about() -> dict[str, Any]:
    person = actor_or_none()
    if person is None:
        return {"person": None}
    with tools().read() as session:
        look = brand(session)
        waiting = inbox_count(session, person) if may(person, Right.DECIDE) else 0
    return {
        "person": person,
        "places": places(person),
        "place": place_of(request.endpoint or ""),
        "organisation": look.name,
        "has_logo": look.has_logo,
        "waiting": waiting,
        "may": lambda right: may(person, right),
    }
