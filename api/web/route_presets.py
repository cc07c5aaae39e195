"""The presets of routes as the reader's language names them: a route that begins with one is in it too."""

from collections.abc import Callable

from flask_babel import gettext

from docsvc.model.route_file import presets
from docsvc.model.route_input import RouteInput, StageInput


def told_presets() -> tuple[RouteInput, ...]:
    """Return the shipped routes with their titles, stages and checklists in the reader's language."""
    return tuple(told_route(each, gettext) for each in presets())


def told_route(route: RouteInput, translate: Callable[[str], str]) -> RouteInput:
    """Return a route of ours in the language that `translate` leads to."""
    stages = [_stage(each, translate) for each in route.stages]
    return route.model_copy(update={"title": translate(route.title), "stages": stages})


def _stage(stage: StageInput, translate: Callable[[str], str]) -> StageInput:
    checklist = [translate(each) for each in stage.checklist]
    return stage.model_copy(update={"name": translate(stage.name), "checklist": checklist})
