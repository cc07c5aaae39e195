"""A template's declared fields, and which required ones are empty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from templates.errors import BadTemplate, Missing
from templates.shape import Kind

_PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\[\])?(?:\.[a-z_][a-z0-9_]*(?:\[\])?)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a template.

    `path` is dotted, `[]` after a list (`deal.products[].price`). `required` is an expression over the facts
    in the templates' own language (`company.inn | length == 10`), or simply True or False.
    """

    path: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool | str = False


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """The declared fields of a template, in the order in which people should be asked."""

    fields: tuple[Field, ...] = ()

    @classmethod
    def read(cls, raw: object) -> "FieldSchema":
        """Read the `fields` of `fields.yaml`. Raises BadTemplate."""
        if not isinstance(raw, Mapping):
            raise BadTemplate("fields.yaml: fields должно быть списком «путь: {label, type, required}»")
        return cls(tuple(_field(path, about) for path, about in raw.items()))


def _field(path: object, about: object) -> Field:
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise BadTemplate(f"fields.yaml: непонятный путь поля «{path}»")
    if not isinstance(about, Mapping) or not isinstance(about.get("label"), str):
        raise BadTemplate(f"fields.yaml: у поля {path} нет label")
    if unknown := sorted(set(about) - {"label", "type", "required"}):
        raise BadTemplate(f"fields.yaml: у поля {path} неизвестные свойства: {', '.join(map(str, unknown))}")
    required = about.get("required", False)
    if not isinstance(required, bool | str):
        raise BadTemplate(f"fields.yaml: required поля {path} должно быть true, false или выражением")
    try:
        return Field(path, about["label"], Kind(about.get("type", "text")), required)
    except ValueError:
        raise BadTemplate(f"fields.yaml: у поля {path} неизвестный type; бывают: {', '.join(Kind)}") from None


def empty_fields(fields: Iterator[Field], facts: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Give each of these fields that has no value, a field inside a list once for each line."""
    return tuple(missing for field in fields for missing in _empty(field, facts))


def _empty(field: Field, facts: Mapping[str, Any]) -> Iterator[Missing]:
    outer, inside, inner = field.path.partition("[].")
    value = _look_up(facts, outer)
    if not inside:
        if is_empty(value):
            yield Missing(field.path, field.label)
        return
    for number, line in enumerate(value if isinstance(value, list) else ()):
        if is_empty(_look_up(line, inner)):
            yield Missing(f"{outer}[{number}].{inner}", f"{field.label} в строке {number + 1}")


def _look_up(tree: Any, path: str) -> Any:
    for name in path.split("."):
        tree = tree.get(name) if isinstance(tree, Mapping) else None
    return tree


def is_empty(value: object) -> bool:
    """Tell whether a value counts as not filled in: None, blank text, an empty list or object."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
