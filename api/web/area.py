"""Areas of pages, in which no route can forget to say who may open it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, request
from werkzeug.exceptions import NotFound

from api.context import actor
from docsvc.access import Right, may
from docsvc.errors import Forbidden

View = TypeVar("View", bound=Callable[..., Any])
Access = Right | None

ANYBODY = object()
"""Open without logging in."""

EVERYBODY = None
"""Open to whoever is logged in; rows are narrowed by the queries."""


class Area(Blueprint):
    """A blueprint whose routes declare a right; the guard stands before every view of it.

    A right here means «on anything at all»: which rows a person sees is asked again, by row, in queries and
    actions.
    """

    def __init__(self, name: str, import_name: str, *, url_prefix: str | None = None) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix)
        self.access: dict[str, object] = {}
        self.before_request(self._guard)

    def page(self, rule: str, *, access: object, post: bool = False) -> Callable[[View], View]:
        """Serve `rule` by GET, or by POST alone, to those who hold `access`."""

        def declare(view: View) -> View:
            self.access[view.__name__] = access
            self.add_url_rule(rule, view.__name__, view, methods=["POST"] if post else ["GET"])
            return view

        return declare

    def _guard(self) -> None:
        view = (request.endpoint or "").rpartition(".")[2]
        if view not in self.access:
            raise NotFound
        access = self.access[view]
        if access is ANYBODY:
            return
        person = actor()
        if isinstance(access, Right) and not may(person, access):
            raise Forbidden


def declared_access() -> dict[str, object]:
    """Return the access of every page by endpoint: what the matrix test walks through."""
    return {
        f"{name}.{view}": access
        for name, area in current_app.blueprints.items()
        if isinstance(area, Area)
        for view, access in area.access.items()
    }
