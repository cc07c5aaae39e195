"""Places of a route: `stages[0].approvers[1].when` as an id of a page, and in words."""

import re
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from docsvc.model.route_input import AskInput, RouteInput, SlaInput, StageInput, StepInput

_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_APPROVER = re.compile(r"(.*(?:approvers|observers)\[\d+\])(?:\.(?!when$|expression$).*)?")
_LINE = re.compile(r"(.*\.checklist)\[\d+\]")

LISTS = {
    "stages": lazy_gettext("Этап %(number)s"),
    "approvers": lazy_gettext("согласующий %(number)s"),
    "observers": lazy_gettext("Наблюдатель %(number)s"),
    "steps": lazy_gettext("шаг %(number)s"),
}
_FIELDS = {
    name: str(field.title)
    for schema in (RouteInput, StageInput, SlaInput, StepInput, AskInput)
    for name, field in schema.model_fields.items()
} | {"when": "условие"}


def place_id(path: str) -> str:
    """Return the id of a field's element on the page."""
    return "f-" + re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


def place_words(path: str) -> str:
    """Return a place in words: «Этап 1, согласующий 2, условие»."""
    words = ", ".join(_words(path))
    return words[:1].upper() + words[1:]


def field_of(path: str) -> str:
    """Return the field of the form that shows a problem: parts of an approver have one field."""
    for pattern in (_APPROVER, _LINE):
        if found := pattern.fullmatch(path):
            return found[1]
    return path


def problems_by_field(problems: Iterable[tuple[str, str]], *, known: Iterable[str]) -> dict[str, str]:
    """Return what is wrong by the field that shows it; what no field shows is under `rest`."""
    shown = set(known)
    found: dict[str, str] = {}
    for path, words in problems:
        field = field_of(path)
        at, said = (field, words) if field in shown else ("rest", f"{place_words(path)}: {words}")
        found[at] = f"{found[at]} {said}" if at in found else said
    return found


def _words(path: str) -> Iterator[str]:
    for name, number in _STEP.findall(path):
        if number and name in LISTS:
            yield str(LISTS[name] % {"number": int(number) + 1})
        elif name not in LISTS:
            yield str(_(_FIELDS.get(name, name)))
