"""A route between its row and its form: what is stored is what was said, without the defaults."""

from typing import Any

from docsvc.model.approvals import ApprovalRoute
from docsvc.model.documents import Kind
from docsvc.model.kinds import KINDS
from docsvc.model.route_input import RouteInput


def route_of(row: ApprovalRoute) -> RouteInput:
    """Return the route that a row keeps, as older code wrote it too."""
    terms = {"title": _title(row.code)} | row.terms
    return RouteInput.model_validate({"code": row.code, "stages": row.stages, **terms})


def plain(route: RouteInput) -> dict[str, Any]:
    """Return a route as YAML and the tables keep it: nothing that goes without saying."""
    tree = route.model_dump(mode="json", exclude_defaults=True)
    stages = [stage.model_dump(mode="json", exclude_defaults=True) for stage in route.stages]
    for stage, given in zip(stages, route.stages, strict=True):
        if len(given.approvers) > 1:
            stage["quorum"] = given.model_dump(mode="json")["quorum"]
    return {"code": route.code, "title": route.title} | tree | {"stages": stages}


def _title(code: str) -> str:
    """Return the name of a route of before there were names: it was for one kind of document."""
    return KINDS[Kind(code)].name if code in {kind.value for kind in Kind} else code
