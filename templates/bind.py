"""Facts, which are JSON, as the values that templates compute with: Decimal, date, text."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from templates.language.names import kinds
from templates.schema import Field, FieldSchema, child_name, is_empty
from templates.shape import NUMBERS, Kind

_READ: Mapping[Kind, Callable[[str], Any]] = {
    **dict.fromkeys(NUMBERS, Decimal),
    Kind.DATE: date.fromisoformat,
}


def bind(facts: Mapping[str, Any], fields: FieldSchema) -> dict[str, Any]:
    """Give the context of a template: numbers and dates by their kind, declared fields always there.

    Kinds come from the standard fields and, for a deal's own fields, from the template's schema, which also
    has the values that stand in for empty ones.
    """
    binder = _Binder({field.path.lower(): field.kind for field in fields.fields})
    context = {name: binder.bind(value, name) for name, value in facts.items()}
    for field in fields.fields:
        _declare(context, field.path, _default(field))
    return context


class _Binder:
    """Binds values by their path; what a path's fields are is worked out once for all lines of a list."""

    def __init__(self, own: Mapping[str, Kind]) -> None:
        self._own = own
        self._known: dict[tuple[str, str], tuple[str, Callable[[str], Any] | None]] = {}

    def bind(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return self._section(value, path)
        if isinstance(value, list | tuple):
            return [self.bind(item, f"{path}[]") for item in value]
        return value

    def _section(self, section: Mapping[str, Any], path: str) -> dict[str, Any]:
        bound = {}
        for name, value in section.items():
            known = self._known.get((path, name)) or self._learn(path, name)
            if value is None or value == "":
                bound[name] = value
            elif isinstance(value, str):
                bound[name] = known[1](value) if known[1] else value
            else:
                bound[name] = self.bind(value, known[0])
        return bound

    def _learn(self, path: str, name: str) -> tuple[str, Callable[[str], Any] | None]:
        full = f"{path}.{name}"
        kind = kinds().get(full) or self._own.get(full.lower())
        known = full, _READ.get(kind) if kind else None
        self._known[path, name] = known
        return known


def _default(field: Field) -> Any:
    read = _READ.get(field.kind)
    return read(field.default) if read and field.default is not None else field.default


def _declare(context: dict[str, Any], path: str, default: Any) -> None:
    """Put the default, else None, where a declared field is absent: that is for `missing` to tell."""
    outer, inside, inner = path.partition("[].")
    *sections, last = outer.split(".")
    tree: Any = context
    for name in sections:
        tree = tree.setdefault(child_name(tree, name), {})
        if not isinstance(tree, dict):
            return
    last = child_name(tree, last)
    if inside:
        plain = default is None and inner.isidentifier()
        for line in tree.setdefault(last, []) or ():
            if isinstance(line, dict) and not (plain and inner in line):
                _declare(line, inner, default)
    elif default is not None and is_empty(tree.get(last)):
        tree[last] = default
    else:
        tree.setdefault(last, None)
