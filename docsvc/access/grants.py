"""Who may do what: role × right → scope, the one table that everything else asks."""

from enum import IntEnum, StrEnum

from docsvc.errors import Forbidden
from docsvc.model import Kind, Role
from docsvc.work import Actor, ActorKind


class Right(StrEnum):
    """What can be allowed or refused."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DECIDE = "decide"
    SEND = "send"
    WITHDRAW = "withdraw"
    TRASH = "trash"
    EXPORT = "export"
    VIEW_DEALS = "view_deals"
    VIEW_FIGURES = "view_figures"
    MANAGE_TEMPLATES = "manage_templates"
    ADMINISTER = "administer"


class Scope(IntEnum):
    """On which documents a right holds; `TOLD` (asked a question, or looking on) is for reading only."""

    NONE = 0
    TOLD = 1
    ASKED = 2
    SIGNED = 3
    OWN = 4
    DEPARTMENT = 5
    ALL = 6


WIDE = frozenset({Scope.SIGNED, Scope.ALL})
"""Scopes that hold on most of what there is."""

_MANAGER = {
    Right.VIEW: Scope.OWN,
    Right.CREATE: Scope.OWN,
    Right.EDIT: Scope.OWN,
    Right.SEND: Scope.OWN,
    Right.WITHDRAW: Scope.OWN,
    Right.TRASH: Scope.OWN,
    Right.EXPORT: Scope.OWN,
    Right.VIEW_DEALS: Scope.OWN,
}

_APPROVER = {Right.VIEW: Scope.ASKED, Right.DECIDE: Scope.ASKED}

GRANTS: dict[Role, dict[Right, Scope]] = {
    Role.ADMINISTRATOR: dict.fromkeys(Right, Scope.ALL) | {Right.DECIDE: Scope.ASKED},
    Role.HEAD: dict.fromkeys(_MANAGER, Scope.DEPARTMENT)
    | {Right.DECIDE: Scope.ASKED, Right.VIEW_FIGURES: Scope.DEPARTMENT},
    Role.MANAGER: _MANAGER,
    Role.LAWYER: _APPROVER | {Right.EDIT: Scope.ASKED, Right.MANAGE_TEMPLATES: Scope.ALL},
    Role.FINANCE: _APPROVER,
    Role.DIRECTOR: _APPROVER
    | dict.fromkeys((Right.VIEW, Right.EXPORT, Right.VIEW_DEALS, Right.VIEW_FIGURES), Scope.ALL),
    Role.BOARD: _APPROVER,
    Role.ACCOUNTANT: {Right.VIEW: Scope.SIGNED, Right.EXPORT: Scope.SIGNED},
}
"""Role × right → scope. Source: the access levels of the business rules; printed in ARCHITECTURE.md."""

DECIDING = frozenset(role for role, rights in GRANTS.items() if Right.DECIDE in rights)
"""Roles that may decide on what is asked of them."""

ACCOUNTANT_KINDS = tuple(
    kind.value
    for kind in (Kind.CONTRACT, Kind.SPECIFICATION, Kind.SUPPLEMENT, Kind.INVOICE, Kind.ACT, Kind.UPD)
)


def scope_of(actor: Actor, right: Right) -> Scope:
    """Return the widest scope in which any of the actor's roles holds `right`."""
    return max(_held(actor, right), default=Scope.NONE)


def scopes_of(actor: Actor, right: Right) -> frozenset[Scope]:
    """Return every scope in which the actor holds `right`: an accountant may be asked to approve too."""
    held = _held(actor, right)
    if right is Right.VIEW and actor.roles:
        held |= {Scope.ASKED, Scope.TOLD}  # whoever works here may be asked, or look on, about any document
    return frozenset(held - {Scope.NONE})


def _held(actor: Actor, right: Right) -> set[Scope]:
    """Return the scopes of each role; who stands in for somebody decides for them too."""
    if actor.kind is ActorKind.SYSTEM:
        return {Scope.ALL}
    held = {GRANTS[role].get(right, Scope.NONE) for role in actor.roles}
    if right is Right.DECIDE and actor.stands_for:
        held.add(Scope.ASKED)
    return held


def may(actor: Actor, right: Right) -> bool:
    """Tell whether the actor holds `right` on anything at all: what menus ask."""
    return scope_of(actor, right) is not Scope.NONE


def require(actor: Actor, right: Right) -> None:
    """Raise `Forbidden` unless the actor holds `right` on everything."""
    if scope_of(actor, right) is not Scope.ALL:
        raise Forbidden
