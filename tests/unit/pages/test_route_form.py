"""A route becomes a form and a form a route; buttons move its parts."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from api.web.route_acts import PRESETS, acted
from api.web.route_form import blank_form, form_of, problems_of, read_form, readable, route_tree
from docsvc.errors import BadInput
from docsvc.model.input_errors import checked
from docsvc.model.route_file import presets
from docsvc.model.route_input import RouteInput

FULL = {
    "code": "full",
    "title": "Всё сразу",
    "kinds": ["contract", "act"],
    "when": "deal.amount > 5",
    "currency": "USD",
    "own_approval": True,
    "keep_on_minor": True,
    "batch": True,
    "from_mail": False,
    "ask": {"justification": "required", "files": "no"},
    "observers": [{"user": "anna@sever.ru", "when": "deal.amount > 9"}],
    "stages": [
        {
            "name": "Первый",
            "when": "deal.discount > 1",
            "approvers": [
                {"role": "lawyer"},
                {"head": "deal_owner"},
                {"manager": "initiator"},
                {"expression": "deal.curator", "when": "deal.amount > 7"},
            ],
            "quorum": 2,
            "optional": True,
            "checklist": ["Один", "Два"],
            "sla": {
                "deadline": "5d",
                "unit": "business",
                "remind_before": "30m",
                "steps": [{"after": "72h", "act": "reject"}],
            },
        },
        {"name": "Второй", "approvers": [{"role": "director"}], "quorum": "any"},
    ],
}
ROUTES = (*presets(), RouteInput.model_validate(FULL))


def sent(tree: Any) -> "MultiDict[str, str]":
    """Return what a browser sends of the form: kinds each by itself, ticks only where they are set."""
    form: MultiDict[str, str] = MultiDict()
    _send(form, tree, "")
    return form


def _send(form: "MultiDict[str, str]", node: Any, path: str) -> None:
    match node:
        case dict():
            for name, value in node.items():
                _send(form, value, f"{path}.{name}" if path else name)
        case list() if path == "kinds":
            form.setlist(path, node)
        case list():
            for number, value in enumerate(node):
                _send(form, value, f"{path}[{number}]")
        case bool():
            form.update({path: "on"} if node else {})
        case _:
            form[path] = "" if node is None else str(node)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.code)
def test_a_route_comes_back_from_its_form_as_it_was(route: RouteInput) -> None:
    assert readable(read_form(sent(form_of(route)))) == route


@pytest.mark.parametrize(
    ("typed", "span"), [("24 ч", "24h"), ("24h", "24h"), ("30 мин", "30m"), ("5 дн.", "5d"), ("2 дня", "2d")]
)
def test_a_span_is_read_as_people_write_it(typed: str, span: str) -> None:
    tree = blank_form()
    tree["stages"][0]["sla"]["deadline"] = typed
    assert route_tree(tree)["stages"][0]["sla"]["deadline"] == span


def test_parts_are_added_moved_and_taken_away() -> None:
    tree = form_of(RouteInput.model_validate(FULL))
    assert [stage["name"] for stage in acted(tree, "stages[0].down")["stages"]] == ["Второй", "Первый"]
    assert [stage["name"] for stage in acted(tree, "stages[0].up")["stages"]] == ["Первый", "Второй"]
    assert [stage["name"] for stage in acted(tree, "stages[0].remove")["stages"]] == ["Второй"]
    assert acted(tree, "stages[1].approvers.add")["stages"][1]["approvers"][1]["who"] == ""
    assert acted(tree, "stages[0].sla.steps[0].remove")["stages"][0]["sla"]["steps"] == []
    assert acted(tree, "observers.add")["observers"][1]["who"] == ""


@pytest.mark.parametrize("act", ["", "save", "stages[9].up", "stages[0].fly", "code.add", "kinds[0].x"])
def test_an_unknown_button_changes_nothing(act: str) -> None:
    tree = form_of(RouteInput.model_validate(FULL))
    assert acted(tree, act) == tree


@pytest.mark.parametrize("preset", PRESETS)
def test_every_ready_deadline_is_one_that_a_route_takes(preset: str) -> None:
    tree = acted(form_of(RouteInput.model_validate(FULL)), f"stages[1].sla.{preset}")
    assert readable(tree) is not None


def test_what_is_wrong_stands_by_its_field() -> None:
    tree = blank_form()
    tree["stages"][0]["sla"]["remind_before"] = "2 ч"
    with pytest.raises(BadInput) as refused:
        checked(RouteInput, route_tree(tree))
    problems = problems_of(refused.value.problems, tree)
    assert problems["stages[0].approvers[0]"] == "Выберите, кто решает."
    assert {"code", "title", "stages[0].name", "stages[0].sla.deadline"} <= set(problems)
    assert "rest" not in problems
