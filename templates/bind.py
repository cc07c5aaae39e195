"""Facts, which are JSON, as the values that templates compute with: Decimal, date, text."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from templates.schema import FieldSchema
from templates.shape import NUMBERS, Kind, standard_kinds

_STANDARD = dict(standard_kinds())


def bind(facts: Mapping[str, Any], fields: FieldSchema) -> dict[str, Any]:
    """Give the context of a template: numbers and dates by their kind, declared fields always there.

    Kinds come from the standard fields and, for a deal's own fields, from the template's schema.
    """
    kinds = _STANDARD | {field.path: field.kind for field in fields.fields}
    context = {name: _bind(value, name, kinds) for name, value in facts.items()}
    for field in fields.fields:
        _declare(context, field.path)
    return context


def _bind(value: Any, path: str, kinds: Mapping[str, Kind]) -> Any:
    if isinstance(value, Mapping):
        return {name: _bind(item, f"{path}.{name}", kinds) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_bind(item, f"{path}[]", kinds) for item in value]
    kind = kinds.get(path)
    if not isinstance(value, str) or not value:
        return value
    if kind in NUMBERS:
        return Decimal(value)
    return date.fromisoformat(value) if kind is Kind.DATE else value


def _declare(context: dict[str, Any], path: str) -> None:
    """Put None where a declared field is absent: its absence is for `missing` to tell, not an error."""
    outer, inside, inner = path.partition("[].")
    *sections, last = outer.split(".")
    tree: Any = context
    for name in sections:
        tree = tree.setdefault(name, {})
        if not isinstance(tree, dict):
            return
    tree.setdefault(last, [] if inside else None)
    for line in tree[last] if inside and isinstance(tree[last], list) else ():
        if isinstance(line, dict):
            _declare(line, inner)
