"""What a condition compares fields with: the values at which its answer may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from templates.condition import parsed, path_of

_SIMPLE = (
    nodes.Template,
    nodes.If,
    nodes.Output,
    nodes.TemplateData,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.List,
    nodes.Tuple,
)
_WRAPS = frozenset({"decimal", "weighed"})
"""Filters that the sandbox itself puts around constants."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The constants that each field of a condition is compared with, and the fields used bare (`flags`).

    `simple`: nothing but comparisons of fields with constants, so that between two neighbouring values of a
    field the answer never changes.
    """

    values: tuple[tuple[str, tuple[Any, ...]], ...]
    flags: tuple[str, ...]
    simple: bool


@lru_cache(maxsize=512)
def thresholds(expression: str) -> Thresholds:
    """Look a condition through; raise BadTemplate where it cannot be read."""
    if not expression.strip():
        return Thresholds((), (), simple=True)
    tree = parsed(expression)
    found: dict[str, dict[Any, None]] = {}
    for compared in tree.find_all(nodes.Compare):
        for path, value in _pairs(compared):
            found.setdefault(path, {}).setdefault(value)
    flags = tuple(dict.fromkeys(_flags(tree.body[0])))
    values = tuple((path, tuple(constants)) for path, constants in found.items())
    return Thresholds(values, flags, simple=_is_simple(tree))


def outcomes(expression: str) -> tuple[str, ...]:
    """Return the constant texts that an expression may give, of a choice each side; without empty ones."""
    found = _outcomes(parsed(expression).body[0])
    return tuple(dict.fromkeys(each for each in found if each))


def _outcomes(node: nodes.Node | None) -> Iterator[str]:
    match node:
        case nodes.If(test=inner):
            yield from _outcomes(inner)
        case nodes.CondExpr(expr1=one, expr2=other) | nodes.Or(left=one, right=other):
            yield from _outcomes(one)
            yield from _outcomes(other)
        case nodes.Const(value=str(text)):
            yield text


def _pairs(compared: nodes.Compare) -> Iterator[tuple[str, Any]]:
    """Give each field of a comparison with each constant of it: `1 < deal.x <= 5` has two."""
    sides = [compared.expr, *(operand.expr for operand in compared.ops)]
    paths = [path for side in sides if (path := path_of(side))]
    constants = [value for side in sides for value in _constants(side)]
    yield from ((path, value) for path in paths for value in constants)


def _constants(node: nodes.Node) -> list[Any]:
    match node:
        case nodes.Const(value=str() | int() | None as value):
            return [value]
        case nodes.Filter(name="decimal", node=nodes.Const(value=str(digits))):
            return [Decimal(digits)]
        case nodes.Filter(name="weighed", node=nodes.Node() as inner):
            return _constants(inner)
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return [value for item in items for value in _constants(item)]
        case nodes.Neg(node=inner):
            return [-value for value in _constants(inner)]
        case _:
            return []


def _flags(node: nodes.Node) -> Iterator[str]:
    """Give the fields that stand for themselves: `template.standard`, `not deal.urgent`."""
    match node:
        case nodes.If(test=inner) | nodes.Not(node=inner):
            yield from _flags(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            yield from _flags(left)
            yield from _flags(right)
        case _ if path := path_of(node):
            yield path


def _is_simple(tree: nodes.Template) -> bool:
    compared = list(tree.find_all(nodes.Compare))
    if any(not list(_pairs(each)) for each in compared):
        return False  # a field with a field
    if any(len([side for side in _sides(each) if path_of(side)]) != 1 for each in compared):
        return False
    return all(isinstance(each, _SIMPLE) or _is_wrap(each) for each in tree.find_all(nodes.Node))


def _sides(compared: nodes.Compare) -> list[nodes.Node]:
    return [compared.expr, *(operand.expr for operand in compared.ops)]


def _is_wrap(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Neg) or (isinstance(node, nodes.Filter) and node.name in _WRAPS)
