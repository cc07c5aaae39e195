"""Empty fields in word tags: remembered with their place in the data, so that all are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from templates.language.names import ALIASES, kinds


@dataclass(frozen=True, slots=True)
class Gap:
    """One empty field: its path with `[]` after lists, the line that it is of, and all the data."""

    path: str
    row: object
    context: Context

    def numbered(self) -> str:
        """Give the path with the number of its line: `deal.products[2].price`."""
        if self.row is None or "[]" not in self.path:
            return self.path
        root, _, rest = self.path.partition(".")
        parts = [root, *rest.split(".")]
        return next(_matching({root: self.context.get(root)}, parts, self.row, ""), self.path)


class Absent(Undefined):
    """The value of fields that are not filled in, told in `gaps`: blank, false in conditions."""

    __slots__ = ("gaps",)

    def __init__(self, *gaps: Gap) -> None:
        super().__init__(name=gaps[0].path if gaps else None)
        self.gaps = gaps


def absent(*values: object) -> Absent | None:
    """Give one value that stands for all that are absent among these; None where none is."""
    found = [value for value in values if type(value) is Absent]
    return Absent(*(gap for each in found for gap in each.gaps)) if found else None


@pass_context
def field(context: Context, value: Any, path: str, row: object = None) -> Any:
    """Let a value through; where it is empty, look for it under its other name, else remember the field.

    Raises UndefinedError for a field that neither the data nor the standard knows.
    """
    if not isinstance(value, Undefined) and value:
        return value
    return _empty(context, value, path, row)


def _empty(context: Context, value: Any, path: str, row: object) -> Any:
    if not (value is None or isinstance(value, str | Undefined)):
        return value  # zero, false, an empty list
    meant = _other(context, path, row)
    if meant is not None:
        return meant
    if isinstance(value, Undefined) and path not in kinds():
        str(value)  # raises, naming the unknown field
    return Absent(Gap(path, row, context))


def _other(context: Context, path: str, row: object) -> Any:
    """Look a field up by the name that this path is another name for."""
    canonical = ALIASES.get(path)
    if canonical is None:
        return None
    if row is not None and isinstance(row, Mapping):
        found = row.get(canonical.rpartition(".")[2])
    else:
        found = _look_up(context, canonical)
    return None if found is None or found == "" else found


def _look_up(context: Context, path: str) -> Any:
    root, *rest = path.replace("[0]", ".0").replace("[]", ".0").split(".")
    value: Any = context.get(root)
    for name in rest:
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def _matching(tree: Any, parts: list[str], row: object, done: str) -> Any:
    """Walk all lists of a path and give the path to the line that is this very one."""
    name, *rest = parts
    value = tree.get(name.removesuffix("[]")) if isinstance(tree, Mapping) else None
    here = f"{done}{'.' if done else ''}{name.removesuffix('[]')}"
    if not name.endswith("[]"):
        if rest:
            yield from _matching(value, rest, row, here)
        return
    items = value if isinstance(value, list) else []
    at = next((number for number, item in enumerate(items) if item is row), None)
    if at is not None:
        yield ".".join((f"{here}[{at}]", *rest))
        return
    for number, item in enumerate(items if rest else ()):
        yield from _matching(item, rest, row, f"{here}[{number}]")
