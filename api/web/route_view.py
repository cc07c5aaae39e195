"""What the pages of routes have at hand: words and the picture for the templates, people by e-mail, lint."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from api.context import actor, tools
from api.web.condition_words import condition_words
from api.web.route_picture import NARROW, route_svg
from api.web.route_places import place_id, place_words
from api.web.route_words import HEADS, MANAGERS, Names, approver_words, scope_words, terms_words
from api.web.words import ROLES
from docsvc.access import DECIDING
from docsvc.model import Role
from docsvc.model.route_lint import RouteFinding, unreachable
from docsvc.queries.people import UserRow, people
from docsvc.queries.routes import RouteRow

Options = list[tuple[str, str]]
Groups = list[tuple[str, Options]]

CONDITIONS = (
    "deal.discount > 15",
    "document.amount >= 50000",
    "document.amount >= 10000 and document.amount < 50000",
    "not template.standard",
    'deal.currency != "RUB"',
    'initiator.department == "Отдел продаж"',
)
"""Conditions that most routes are made of, offered as examples."""

_ASKED = DECIDING - {Role.ADMINISTRATOR}
"""Roles that are asked as such: administrators decide only by name."""

WORDS: dict[str, Any] = {
    "approver_words": approver_words,
    "examples": CONDITIONS,
    "NARROW": NARROW,
    "place_id": place_id,
    "place_words": place_words,
    "route_svg": route_svg,
    "said": condition_words,
    "scope_words": scope_words,
    "terms_words": terms_words,
}


def staff() -> tuple[UserRow, ...]:
    """Return everybody who works here; for administrators."""
    with tools().read() as session:
        return people(session, actor())


def names_of(rows: tuple[UserRow, ...]) -> Names:
    """Return names by e-mail."""
    return {row.email.casefold(): row.name for row in rows}


def hidden_routes(rows: tuple[RouteRow, ...]) -> dict[str, RouteFinding]:
    """Return by code what hides a route: those above it take everything."""
    table = [row.route for row in rows if row.retired_at is None]
    return {table[number].code: finding for number, finding in unreachable(table)}


def whos_of(rows: tuple[UserRow, ...]) -> Callable[[str], Groups]:
    """Return what gives the choices of an approver in groups; a choice that is unknown stays one."""
    groups: Groups = [
        (
            _("По роли"),
            [(f"role:{role}", str(word)) for role, word in ROLES.items() if role in _ASKED],
        ),
        (
            _("По подчинению"),
            [
                *((f"head:{whose}", str(word)) for whose, word in HEADS.items()),
                *((f"manager:{whose}", str(word)) for whose, word in MANAGERS.items()),
            ],
        ),
        (_("Сотрудник"), [(f"user:{row.email}", row.name) for row in rows if row.active]),
        (_("Другое"), [("expression", _("по формуле"))]),
    ]
    known = {code for _group, options in groups for code, _word in options}

    def choices(chosen: str) -> Groups:
        if not chosen or chosen in known:
            return groups
        return [(_("Сейчас"), [(chosen, chosen.partition(":")[2] or chosen)]), *groups]

    return choices
