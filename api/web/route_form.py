"""A route as a form: fields are named by their path (`stages[0].approvers[1].who`), as problems are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from api.web.reading import whole
from api.web.route_places import problems_by_field
from api.web.route_words import span_words
from docsvc.errors import BadInput
from docsvc.model.input_errors import checked
from docsvc.model.route_input import RouteInput

Tree = dict[str, Any]
_NAME = re.compile(r"[a-z_]+(\[[0-9]{1,4}\])?(\.[a-z_]+(\[[0-9]{1,4}\])?)*")
_STEP = re.compile(r"[a-z_]+|[0-9]+")
_PERSONS_SPAN = re.compile(r"(\d{1,9})\s*(мин|м|min|m|час|ч|h|дн|день|дня|д|d)\w*\.?", re.IGNORECASE)
_LETTERS = {"м": "m", "m": "m", "ч": "h", "h": "h", "д": "d", "d": "d"}
SWITCHES = ("own_approval", "keep_on_minor", "batch", "from_mail")
SPANS = ("deadline", "remind_before", "after")
WHO = ("role", "head", "manager", "user")
MOST_STEPS = 9


def read_form(form: "MultiDict[str, str]") -> Tree:
    """Return the tree that the fields of a form make, whole; what nobody asked for is left out."""
    root: Tree = {}
    for name in filter(_NAME.fullmatch, form):
        _put(root, _STEP.findall(name)[:MOST_STEPS], form[name].strip())
    tree = _listed(root)
    texts = {name: _text(tree.get(name)) for name in ("code", "title", "when", "currency")}
    return {
        **texts,
        **{name: name in tree for name in SWITCHES},
        "kinds": form.getlist("kinds"),
        "ask": {name: _text(value) for name, value in _one(tree.get("ask")).items()},
        "observers": [_read_approver(_one(each)) for each in _many(tree.get("observers"))],
        "stages": [_read_stage(_one(each)) for each in _many(tree.get("stages"))],
    }


def blank_form() -> Tree:
    """Return the tree of a route with one stage and nothing filled in."""
    form = MultiDict({"currency": "RUB", "from_mail": "on", "ask.justification": "optional"})
    form["ask.files"] = "optional"
    form["stages[0].approvers[0].who"] = ""
    return read_form(form)


def form_of(route: RouteInput) -> Tree:
    """Return the tree that a form shows of a route."""
    tree = route.model_dump(mode="json")
    tree["observers"] = [_shown_approver(each) for each in tree["observers"]]
    tree["stages"] = [_shown_stage(stage) for stage in tree["stages"]]
    return tree


def route_tree(tree: Tree) -> Tree:
    """Return the form's tree as `RouteInput` takes it; what was left empty is left out."""
    route = {name: tree[name] for name in ("code", "title", "kinds", "when", "currency", *SWITCHES, "ask")}
    route["observers"] = [_approver(each) for each in tree["observers"]]
    route["stages"] = [_stage(stage) for stage in tree["stages"]]
    return {name: value for name, value in route.items() if value != ""}


def span_shown(span: str | None) -> str:
    """Return a span as people write it: «24 ч»; what is no span stays as it was typed."""
    try:
        return span_words(span or "")
    except ValueError:
        return span or ""


def _put(root: Tree, path: list[str], value: str) -> None:
    place: Any = root
    for step in path[:-1]:
        place = place.setdefault(step, {})
        if not isinstance(place, dict):
            return
    if path:
        place[path[-1]] = value


def _listed(node: Any) -> Any:
    """Turn mappings whose keys are all numbers into lists, in the order of the numbers."""
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        return [_listed(node[key]) for key in sorted(node, key=int)]
    return {key: _listed(value) for key, value in node.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _one(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _read_approver(given: Tree) -> Tree:
    return {name: _text(given.get(name)) for name in ("who", "expression", "when")}


def _read_stage(given: Tree) -> Tree:
    sla = _one(given.get("sla"))
    steps = [_one(step) for step in _many(sla.get("steps"))]
    return {
        **{name: _text(given.get(name)) for name in ("name", "when", "quorum", "checklist")},
        "optional": "optional" in given,
        "approvers": [_read_approver(_one(each)) for each in _many(given.get("approvers"))],
        "sla": {
            **{name: _text(sla.get(name)) for name in ("deadline", "unit", "remind_before")},
            "steps": [{name: _text(step.get(name)) for name in ("after", "unit", "act")} for step in steps],
        },
    }


def _shown_approver(approver: Tree) -> Tree:
    who = next((f"{name}:{approver[name]}" for name in WHO if approver[name]), "expression")
    return {"who": who, "expression": approver["expression"], "when": approver["when"]}


def _shown_stage(stage: Tree) -> Tree:
    sla = stage["sla"] or {}
    shown = stage | {
        "approvers": [_shown_approver(each) for each in stage["approvers"]],
        "checklist": "\n".join(stage["checklist"]),
        "quorum": str(stage["quorum"]),
    }
    empty = {"deadline": "", "unit": "", "remind_before": ""}
    return shown | {"sla": empty | {"steps": []} | sla}


def _approver(given: Tree) -> Tree:
    how, _colon, value = str(given["who"]).partition(":")
    approver = {how: value} if how in WHO else {"expression": given.get("expression", "")}
    return approver | ({"when": given["when"]} if given.get("when") else {})


def _stage(given: Tree) -> Tree:
    stage = {
        "name": given["name"],
        "when": given.get("when", ""),
        "approvers": [_approver(each) for each in given["approvers"]],
        "quorum": _quorum(given["quorum"] or "all"),
        "optional": given.get("optional", False),
        "checklist": [line.strip() for line in given.get("checklist", "").splitlines() if line.strip()],
    }
    sla = _sla(given.get("sla", {}))
    return stage | ({"sla": sla} if sla else {})


def _quorum(text: str) -> str | int:
    number = whole(text)
    return text if number is None else number


def _sla(given: Mapping[str, Any]) -> Tree:
    steps = [_spans(step) for step in given.get("steps", [])]
    if not steps and not given.get("deadline") and not given.get("remind_before"):
        return {}
    rest = {name: given[name] for name in ("deadline", "unit", "remind_before") if given.get(name)}
    return _spans(rest) | {"steps": steps}


def _spans(given: Mapping[str, Any]) -> Tree:
    return {name: _span(value) if name in SPANS else value for name, value in given.items() if value}


def _span(text: str) -> str:
    """Return a span as `RouteInput` writes it; what is none is left for it to refuse."""
    found = _PERSONS_SPAN.fullmatch(" ".join(text.split()))
    return f"{int(found[1])}{_LETTERS[found[2][0].lower()]}" if found else text


def readable(tree: Tree) -> RouteInput | None:
    """Return the route that the form's tree is so far, or None while a field is wrong."""
    try:
        return checked(RouteInput, route_tree(tree))
    except BadInput:
        return None


def problems_of(problems: Iterable[tuple[str, str]], tree: Tree) -> dict[str, str]:
    """Return what is wrong by the field that shows it; what no field shows is under `rest`."""
    known = dict(_places(tree))
    found = problems_by_field(problems, known=known)
    nobody = str(_("Выберите, кто решает."))
    chosen = {path: known[path] for path in found if path in known}
    return found | {
        path: nobody for path, at in chosen.items() if isinstance(at, dict) and at.get("who") == ""
    }


def _places(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every place of the tree by its path, lists and their rows too."""
    if path:
        yield path, node
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _places(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _places(value, f"{path}[{number}]")
