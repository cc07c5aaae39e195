"""What the buttons of a route's form do to it: parts are added, moved and taken away, nothing is saved."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from docsvc.model.route_input import Escalation, Unit

Tree = dict[str, Any]
_PATH = re.compile(r"[a-z]+|\d{1,9}")

_NOBODY: Tree = {"who": "", "expression": "", "when": ""}
_NO_TIME: Tree = {"deadline": "", "unit": Unit.ELAPSED.value, "remind_before": "", "steps": []}
_NEW: Mapping[str, Tree] = {
    "stages": {
        "name": "",
        "when": "",
        "quorum": "all",
        "checklist": "",
        "optional": False,
        "approvers": [_NOBODY],
        "sla": _NO_TIME,
    },
    "approvers": _NOBODY,
    "observers": _NOBODY,
    "steps": {"after": "", "unit": Unit.ELAPSED.value, "act": Escalation.REMIND.value},
}


def _steps(last: Escalation) -> Tree:
    """Return the usual deadline: a day, a reminder, the superior, and at the end `last`."""
    acts = {"24h": Escalation.REMIND, "48h": Escalation.NOTIFY_MANAGER, "72h": last}
    unit = Unit.ELAPSED.value
    steps = [{"after": after, "unit": unit, "act": act.value} for after, act in acts.items()]
    return {"deadline": "24h", "unit": unit, "remind_before": "4h", "steps": steps}


PRESETS: Mapping[str, Tree] = {
    "contracts": _steps(Escalation.HAND_OVER),
    "discounts": _steps(Escalation.REJECT),
    "hours": _NO_TIME | {"deadline": "4h"},
    "day": _NO_TIME | {"deadline": "24h"},
    "days": _NO_TIME | {"deadline": "48h"},
    "week": _NO_TIME | {"deadline": "5d", "unit": Unit.BUSINESS.value},
    "none": _NO_TIME,
}
"""Classes of deadlines: four hours, a day, two days, five working days, and the two with their steps."""


def acted(tree: Tree, act: str) -> Tree:
    """Return the form's tree after a button, `stages[1].up` or `stages[0].sla.steps.add`; else unchanged."""
    changed = deepcopy(tree)
    *path, verb = _PATH.findall(act) or [""]
    if verb == "add":
        _add(changed, path)
    elif verb in PRESETS and path and path[-1] == "sla":
        stage = _found(changed, path[:-1])
        if isinstance(stage, dict):
            stage["sla"] = deepcopy(PRESETS[verb])
    elif path and path[-1].isdigit():
        _move(_found(changed, path[:-1]), int(path[-1]), verb)
    return changed


def _add(tree: Tree, path: list[str]) -> None:
    if not path or path[-1] not in _NEW:
        return
    owner = _found(tree, path[:-1], make=True)
    if isinstance(owner, dict):
        owner.setdefault(path[-1], []).append(deepcopy(_NEW[path[-1]]))


def _move(rows: Any, at: int, verb: str) -> None:
    if not isinstance(rows, list) or at >= len(rows):
        return
    row = rows.pop(at)
    places = {"up": max(at - 1, 0), "down": at + 1}
    if verb in places:
        rows.insert(places[verb], row)
    elif verb != "remove":
        rows.insert(at, row)


def _found(tree: Any, path: list[str], *, make: bool = False) -> Any:
    """Return what is at a path, or None; `make` puts an empty mapping where there is none."""
    for step in path:
        if isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        elif isinstance(tree, dict) and (step in tree or make):
            tree = tree.setdefault(step, {})
        else:
            return None
    return tree
