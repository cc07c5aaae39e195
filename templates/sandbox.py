"""The language of templates: Jinja without anything that reaches beyond the data or grows without bound.

Everything is allowed by name: filters, tests, functions, methods, attributes. What the context holds is plain
data, so there is no object to climb from.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from markupsafe import Markup

from templates.filters import FILTERS_ALLOWED, say
from templates.guard import Guard
from templates.language.gaps import Absent, absent
from templates.language.values import FILTERS as WORD_FILTERS
from templates.language.values import tolerant
from templates.marks import asset, payment_qr, picture, qr, signature, stamp
from templates.phrase import Phrase
from templates.reasons import told
from templates.run import CALL, COPIED, MAX_OUTPUT, Run, Unseen, current

_TESTS = (
    *("boolean", "defined", "divisibleby", "even", "false", "in", "integer", "iterable", "mapping", "none"),
    *("number", "odd", "sequence", "string", "true", "undefined"),
    *(
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "equalto",
        "greaterthan",
        "lessthan",
    ),
)
_METHODS = frozenset({"items", "keys", "values", "get"})
_LOOP = frozenset(
    {"index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem"}
)
_LOOP_CALLS = frozenset({"changed", "cycle"})
_DATE = frozenset({"year", "month", "day"})
_SHIFTS = {"+": 1, "-": -1}
_MAX_RANGE = 10_000
_MAX_DIGITS = 40
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


class Unknown(StrictUndefined):
    """A field that the data has not: any use of it fails and names it, with a guess at what was meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        known = [name for name in self._undefined_obj if isinstance(name, str)] if _is_tree(self) else []
        meant = get_close_matches(str(self._undefined_name), known, 1)
        hint = Phrase("; может быть, «%(meant)s»?", meant=meant[0]) if meant else ""
        return Phrase("в данных нет поля «%(name)s»%(hint)s", name=self._undefined_name, hint=hint)


def _is_tree(undefined: Undefined) -> bool:
    return isinstance(undefined._undefined_obj, Mapping)  # noqa: SLF001 - Jinja's documented way to subclass


def _range(*bounds: int) -> range:
    """Give a range of at most 10,000 numbers."""
    numbers = range(*bounds)
    if len(numbers) > _MAX_RANGE:
        raise ValueError(Phrase("range: больше %(most)s чисел", most=_MAX_RANGE))
    return numbers


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "asset": asset,
    "payment_qr": payment_qr,
    "picture": picture,
    "qr": qr,
    "range": _range,
    "signature": signature,
    "stamp": stamp,
}


_UNPROVEN = (Markup, Unseen)  # no `|` of them: that would make a type anew for every value printed


@pass_context
def _print(_context: Context, value: object) -> str:
    """Turn what a template prints into text, and remember it for the proof.

    Taking the context keeps Jinja from printing constants while it compiles, before there is a run.
    """
    text = value if isinstance(value, str) else say(value)
    run = current.get()
    if type(value) is Absent:
        lack(run, value)
    run.grow(len(text))
    if not isinstance(text, _UNPROVEN):
        run.printed.setdefault(text)
    return text


def lack(run: Run, value: Absent) -> None:
    """Remember the empty fields that a tag has printed, unless the template's schema answers for them."""
    for gap in value.gaps:
        if gap.path not in run.declared:
            run.lacking.setdefault(gap.numbered())


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates; `marks` are the functions that an engine draws with."""

    intercepted_binops = frozenset(_ARITHMETIC)
    intercepted_unops = frozenset({"-", "+"})

    def __init__(self, marks: Mapping[str, Callable[..., Any]] = MappingProxyType({})) -> None:
        super().__init__(
            autoescape=True,
            undefined=Unknown,
            finalize=_print,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=0,
        )
        self.filters = {name: tolerant(name, each) for name, each in FILTERS_ALLOWED.items()} | dict(
            WORD_FILTERS
        )
        self.tests = {name: TESTS[name] for name in _TESTS}
        self.globals = {**FUNCTIONS, **marks}
        self._functions = tuple(self.globals.values())

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        guarded: nodes.Template = Guard(self).visit(tree)
        return guarded

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a field of the data, or one of the few attributes allowed by name."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        match obj:
            case Mapping() if attribute in _METHODS:
                return getattr(obj, attribute)
            case LoopContext() if attribute in _LOOP or attribute in _LOOP_CALLS:
                return getattr(obj, attribute)
            case date() if attribute in _DATE:
                return getattr(obj, attribute)
            case Mapping():
                return self._spelt_otherwise(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def _spelt_otherwise(self, obj: Mapping[Any, Any], name: str) -> Any:
        """Give the field of that name in other case: {DEAL.НОМЕР_ОБЪЕКТА} is the data's «Номер_объекта»."""
        wanted = name.lower()
        meant = next((key for key in obj if isinstance(key, str) and key.lower() == wanted), None)
        return self.undefined(obj=obj, name=name) if meant is None else obj[meant]

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Give an item of the data; unlike Jinja's own, never an attribute."""
        try:
            return (
                obj[argument] if isinstance(obj, Mapping | list | tuple | str) else self._lack(obj, argument)
            )
        except (LookupError, TypeError):
            return self._lack(obj, argument)

    def _lack(self, obj: Any, name: Any) -> Undefined:
        return self.undefined(obj=obj, name=name)

    def is_safe_attribute(self, *_: Any) -> bool:
        """Refuse: whatever is allowed is allowed in `getattr`."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow our functions, a template's own macros, and the few methods that `getattr` gives out."""
        if isinstance(obj, Macro) or obj in self._functions:
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", None)
        return (isinstance(owner, Mapping) and name in _METHODS) or (
            isinstance(owner, LoopContext) and name in _LOOP_CALLS
        )

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call, counting it: recursion is bounded by steps too."""
        current.get().spend(CALL)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute exactly and within bounds: numbers with numbers; `+` of texts or lists; days with dates.

        What is computed from a field that is absent is absent too.
        """
        del context
        missed = absent(left, right)
        if missed is not None:
            return missed
        if isinstance(left, date) and operator in _SHIFTS:
            return _dated(operator, left, right)
        if operator == "+" and type(left) in {str, list} and isinstance(right, type(left)):
            if len(left) + len(right) > MAX_OUTPUT:
                raise ValueError("значение слишком большое")
            current.get().spend((len(left) + len(right)) // COPIED)
            return left + right
        one, two = _operand(left), _operand(right)
        if operator == "/":
            one = Decimal(one)
        return _operand(_ARITHMETIC[operator](one, two))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """Change a sign."""
        del context
        if type(arg) is Absent:
            return arg
        return -_operand(arg) if operator == "-" else _operand(arg)


def _dated(operator: str, day: date, other: Any) -> date | int:
    """Count the days between two dates, or move a date by days."""
    if isinstance(other, date) and operator == "-":
        return (day - other).days
    return day + timedelta(int(_operand(other))) * _SHIFTS[operator]


def _operand(value: Any) -> int | Decimal:
    if isinstance(value, Undefined):
        str(value)  # raises, naming the unknown field
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(Phrase("считать можно только с числами, а здесь %(value)s", value=told(value)))
    if len(f"{value:f}") > _MAX_DIGITS:
        raise ValueError("число слишком большое")
    return value
