"""The language of templates: Jinja without anything that reaches beyond the data or grows without bound.

Everything is allowed by name: filters, tests, functions, methods, attributes. What the context holds is plain
data, so there is no object to climb from.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from markupsafe import Markup

from templates.filters import FILTERS_ALLOWED, say
from templates.guard import Guard
from templates.marks import asset, payment_qr, qr, signature
from templates.run import CALL, MAX_OUTPUT, Unseen, current

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
        hint = f"; может быть, «{meant[0]}»?" if meant else ""
        return f"в данных нет поля «{self._undefined_name}»{hint}"


def _is_tree(undefined: Undefined) -> bool:
    return isinstance(undefined._undefined_obj, Mapping)  # noqa: SLF001 - Jinja's documented way to subclass


def _range(*bounds: int) -> range:
    """Give a range of at most 10,000 numbers."""
    numbers = range(*bounds)
    if len(numbers) > _MAX_RANGE:
        raise ValueError(f"range: больше {_MAX_RANGE} чисел")
    return numbers


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "asset": asset,
    "payment_qr": payment_qr,
    "qr": qr,
    "range": _range,
    "signature": signature,
}


@pass_context
def _print(_context: Context, value: object) -> str:
    """Turn what a template prints into text, and remember it for the proof.

    Taking the context keeps Jinja from printing constants while it compiles, before there is a run.
    """
    text = value if isinstance(value, str) else say(value)
    if not isinstance(text, Markup | Unseen):
        current.get().printed.setdefault(text)
    return text


class Sandbox(ImmutableSandboxedEnvironment):
    """The one environment of all templates."""

    intercepted_binops = frozenset(_ARITHMETIC)
    intercepted_unops = frozenset({"-", "+"})

    def __init__(self) -> None:
        super().__init__(
            autoescape=True,
            undefined=Unknown,
            finalize=_print,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=0,
        )
        self.filters = dict(FILTERS_ALLOWED)
        self.tests = {name: TESTS[name] for name in _TESTS}
        self.globals = dict(FUNCTIONS)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        guarded: nodes.Template = Guard(self).visit(tree)
        return guarded

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a field of the data, or one of the few attributes allowed by name."""
        match obj:
            case Mapping() if attribute in obj:
                return obj[attribute]
            case Mapping() if attribute in _METHODS:
                return getattr(obj, attribute)
            case LoopContext() if attribute in _LOOP or attribute in _LOOP_CALLS:
                return getattr(obj, attribute)
            case date() if attribute in _DATE:
                return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

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
        if isinstance(obj, Macro) or obj in FUNCTIONS.values():
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
        """Compute exactly and within bounds: numbers with numbers; `+` of texts or lists too."""
        del context
        if operator == "+" and type(left) in {str, list} and isinstance(right, type(left)):
            if len(left) + len(right) > MAX_OUTPUT:
                raise ValueError("значение слишком большое")
            return left + right
        one, two = _operand(left), _operand(right)
        if operator == "/":
            one = Decimal(one)
        return _operand(_ARITHMETIC[operator](one, two))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """Change a sign."""
        del context
        return -_operand(arg) if operator == "-" else _operand(arg)


def _operand(value: Any) -> int | Decimal:
    if isinstance(value, Undefined):
        str(value)  # raises, naming the unknown field
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"считать можно только с числами, а не с {type(value).__name__}")
    if len(f"{value:f}") > _MAX_DIGITS:
        raise ValueError("число слишком большое")
    return value
