"""Write a parsed expression as Jinja."""

from dataclasses import dataclass

from templates.language import tree
from templates.language.filters import check_filter, check_kind, filter_name
from templates.language.names import INDEX, Loop, Resolved, resolve
from templates.language.tags import BadExpression
from templates.phrase import Phrase
from templates.shape import NUMBERS, Kind

_OPERATORS = {"=": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"}
_PLAIN = frozenset({*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,_-:;/№()!?+=*|~@"})
_PRINTED = {Kind.MONEY: "|amount", Kind.PRICE: "|price", Kind.RATE: "|rate"}
_LOOP = "{FOREACH DEAL.PRODUCTS}{PRODUCT.NAME}{ENDFOREACH}"
_SUMS = frozenset({Kind.MONEY, Kind.PRICE})


def quoted(text: str) -> str:
    """Write a text as a string of Jinja that neither XML nor a search for braces can trip over."""
    return '"' + "".join(_character(char) for char in text) + '"'


def _character(char: str) -> str:
    if char in _PLAIN or "\u0400" <= char <= "\u04ff":
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the end of \u


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions that stand inside of these loops."""

    loops: tuple[Loop, ...] = ()

    def printed(self, node: tree.Node) -> str:
        """Write what a tag prints: money with kopecks, everything else as `say` has it."""
        kind = self.kind(node)
        if kind is Kind.LIST:
            raise BadExpression("список целиком не напечатать", Phrase("Например: %(loop)s.", loop=_LOOP))
        return self._tight(node) + _PRINTED[kind] if kind in _PRINTED else self.value(node)

    def name(self, node: tree.Name) -> Resolved:
        """Make a name out. Raises BadExpression."""
        return resolve(node.parts, self.loops)

    def value(self, node: tree.Node) -> str:  # noqa: C901, PLR0911 - an arm for each kind of node
        """Write a value. Raises BadExpression."""
        match node:
            case tree.Number():
                return node.digits if "." not in node.digits else f'"{node.digits}"|decimal'
            case tree.Text():
                return quoted(node.value)
            case tree.Truth():
                return "true" if node.value else "false"
            case tree.Name():
                return self._field(self.name(node))
            case tree.Arithmetic(sign="/", right=tree.Number(digits=digits)) if not digits.strip("0."):
                raise BadExpression("деление на ноль", "Делителем поставьте число больше нуля.")
            case tree.Arithmetic():
                return f"{self._figure(node.left)} {node.sign} {self._figure(node.right)}"
            case tree.Minus():
                return f"-{self._figure(node.inner)}"
            case tree.Comparison():
                operator = _OPERATORS[node.sign]
                return f'{self._tight(node.left)}|compare("{operator}", {self.value(node.right)})'
            case tree.Logic():
                return f"({self.value(node.left)} {node.word} {self.value(node.right)})"
            case tree.Not():
                return f"(not {self._tight(node.inner)})"
            case tree.Filtered():
                return self._filtered(node)

    def _filtered(self, node: tree.Filtered) -> str:
        name = filter_name(node.name)
        arguments = check_filter(name, node.arguments)
        check_kind(name, self.kind(node.inner), arguments)
        written = ", ".join(self.value(argument) for argument in arguments)
        return f"{self._tight(node.inner)}|{name}" + (f"({written})" if written else "")

    def _field(self, found: Resolved) -> str:
        """Let the field tell when it is empty; a rate may be: that is «Без НДС»."""
        if found.path == INDEX or found.kind is Kind.RATE:
            return found.code
        return f"{found.code}|field({quoted(found.path)}{', ' + found.row if found.row else ''})"

    def _tight(self, node: tree.Node) -> str:
        """Write a value so that a filter after it takes the whole of it."""
        loose = isinstance(node, tree.Arithmetic | tree.Minus)
        return f"({self.value(node)})" if loose else self.value(node)

    def _figure(self, node: tree.Node) -> str:
        """Write an operand: a field of unknown kind may hold a number as text."""
        if isinstance(node, tree.Text | tree.Truth | tree.Logic | tree.Not | tree.Comparison):
            raise BadExpression("считать можно только с числами", "Уберите кавычки или знак вычисления.")
        if isinstance(node, tree.Number):
            return f"({self.value(node)})" if "." in node.digits else self.value(node)
        if isinstance(node, tree.Name) and self.name(node).kind in (NUMBERS | {Kind.DATE}) - {Kind.RATE}:
            return f"({self.value(node)})"
        written = self._tight(node)
        return written if isinstance(node, tree.Arithmetic | tree.Minus) else f"({written}|figure)"

    def kind(self, node: tree.Node) -> Kind | None:
        """Say what an expression comes to, as far as it matters for printing it."""
        match node:
            case tree.Name():
                return self.name(node).kind
            case tree.Minus():
                return self.kind(node.inner)
            case tree.Arithmetic():
                return self._sum_kind(node)
            case tree.Filtered(name="default"):
                return self.kind(node.inner)
            case tree.Filtered(name="round", arguments=(tree.Number(digits="2"),)):
                return self.kind(node.inner)
        return None

    def _sum_kind(self, node: tree.Arithmetic) -> Kind | None:
        """Say when a result is money: a share of money is, a ratio of two sums is not."""
        left, right = self.kind(node.left) in _SUMS, self.kind(node.right) in _SUMS
        if node.sign == "/":
            return Kind.MONEY if left and not right else None
        return Kind.MONEY if left or right else None
