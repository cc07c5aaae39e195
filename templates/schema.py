"""A template's declared fields, and which required ones are empty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from templates.errors import BadTemplate, Missing
from templates.phrase import Phrase, phrase_of
from templates.read import Reader
from templates.shape import Kind

_PATH = re.compile(r"[^\W\d]\w*(?:\[\])?(?:\.\w+(?:\[\])?)*")


_ABOUT = frozenset({"label", "type", "required", "default", "choices", "hint"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a template.

    `path` is dotted, `[]` after a list (`deal.products[].price`). `required` is an expression over the facts
    in the templates' own language (`company.inn | length == 10`), or simply True or False. `default` stands
    in for an empty value; `choices` are the values allowed, none meaning any; `hint` explains the field.
    """

    path: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool | str = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldSchema:
    """The declared fields of a template, in the order in which people should be asked.

    `amount` is an expression for the document's sum where the template computes one of its own.
    """

    fields: tuple[Field, ...] = ()
    amount: str | None = None

    @classmethod
    def read(cls, raw: object, amount: object = None) -> "FieldSchema":
        """Read the `fields` and the `amount` of `fields.yaml`. Raises BadTemplate."""
        if not isinstance(raw, Mapping):
            raise BadTemplate("fields.yaml: fields должно быть списком «путь: {label, type, required}»")
        if amount is not None and (not isinstance(amount, str) or not amount.strip()):
            raise BadTemplate("fields.yaml: amount должно быть выражением, например deal.amount * 0.85")
        return cls(tuple(_field(path, about) for path, about in raw.items()), amount)

    def plain(self) -> dict[str, dict[str, Any]]:
        """Write the fields as `fields.yaml` has them; `read` takes it back."""
        return {field.path: _plain(field) for field in self.fields}


def _plain(field: Field) -> dict[str, Any]:
    about: dict[str, Any] = {"label": field.label, "type": field.kind.value, "required": field.required}
    more = {"default": field.default, "choices": list(field.choices), "hint": field.hint}
    return about | {name: value for name, value in more.items() if value}


def _field(path: object, about: object) -> Field:
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise BadTemplate(Phrase("fields.yaml: непонятный путь поля «%(path)s»", path=path))
    if not isinstance(about, Mapping) or not isinstance(about.get("label"), str):
        raise BadTemplate(Phrase("fields.yaml: у поля %(path)s нет label", path=path))
    if unknown := sorted(set(about) - _ABOUT):
        raise BadTemplate(
            Phrase(
                "fields.yaml: у поля %(path)s неизвестные свойства: %(unknown)s",
                path=path,
                unknown=", ".join(map(str, unknown)),
            )
        )
    required = about.get("required", False)
    if not isinstance(required, bool | str):
        raise BadTemplate(
            Phrase("fields.yaml: required поля %(path)s должно быть true, false или выражением", path=path)
        )
    kind = _kind(path, about)
    choices = about.get("choices", ())
    if not isinstance(choices, list | tuple):
        raise BadTemplate(Phrase("fields.yaml: choices поля %(path)s должно быть списком", path=path))
    return Field(
        path,
        about["label"],
        kind,
        required,
        default=_value(path, kind, about.get("default")),
        choices=tuple(filter(None, (_value(path, kind, choice) for choice in choices))),
        hint=str(about.get("hint", "")),
    )


def _kind(path: str, about: Mapping[Any, Any]) -> Kind:
    try:
        return Kind(about.get("type", "text"))
    except ValueError:
        raise BadTemplate(
            Phrase(
                "fields.yaml: у поля %(path)s неизвестный type; бывают: %(kinds)s",
                path=path,
                kinds=", ".join(Kind),
            )
        ) from None


def _value(path: str, kind: Kind, raw: object) -> str | None:
    """Read a value that the schema names, as the facts would hold it."""
    if kind is Kind.LIST and raw is not None:
        raise BadTemplate(Phrase("fields.yaml: у списка %(path)s не бывает значений", path=path))
    reader = Reader()
    value = reader.value(raw, kind, path=path)
    if reader.problems:
        raise BadTemplate(
            Phrase(
                "fields.yaml: поле %(path)s: %(problem)s",
                path=path,
                problem=phrase_of(reader.problems[0].message),
            )
        )
    return value


def empty_fields(fields: Iterator[Field], facts: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Give each of these fields that has no value, a field inside a list once for each line."""
    return tuple(missing for field in fields for missing in _empty(field, facts))


def _empty(field: Field, facts: Mapping[str, Any]) -> Iterator[Missing]:
    if field.default is not None:
        return
    holes: list[tuple[int, ...]] = []
    _find_holes(facts, _ways(field.path), (), holes)
    for lines in holes:
        where = f" в строке {'.'.join(str(line + 1) for line in lines)}" if lines else ""
        first, *further = field.path.split("[].")
        path = first + "".join(f"[{line}].{names}" for line, names in zip(lines, further, strict=True))
        yield Missing(path, field.label + where)


@lru_cache(maxsize=1024)
def _ways(path: str) -> tuple[tuple[str, ...], ...]:
    """Take a path apart: the names that lead to each of the lists on it, and at last to the value."""
    return tuple(tuple(way.split(".")) for way in path.split("[]."))


def _find_holes(
    tree: Any, ways: tuple[tuple[str, ...], ...], lines: tuple[int, ...], found: list[tuple[int, ...]]
) -> None:
    """Add where nothing is filled in: the numbers, from zero, of the lines that lead there."""
    way, *rest = ways
    for name in way:
        tree = _child(tree, name)
    if not rest:
        if is_empty(tree):
            found.append(lines)
    elif isinstance(tree, list):
        inner = tuple(rest)
        for number, line in enumerate(tree):
            _find_holes(line, inner, (*lines, number), found)


def _child(tree: Any, name: str) -> Any:
    if type(tree) is dict and name in tree:
        return tree[name]
    return tree.get(child_name(tree, name)) if isinstance(tree, Mapping) else None


def child_name(tree: Mapping[str, Any], name: str) -> str:
    """Give the name that the data has for a field, in whatever case; the same name where it has none."""
    if name in tree:
        return name
    lowered = name.lower()
    return next((key for key in tree if isinstance(key, str) and key.lower() == lowered), name)


def is_empty(value: object) -> bool:
    """Tell whether a value counts as not filled in: None, blank text, an empty list or object."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
