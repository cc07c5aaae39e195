"""A parsed template made safe before it is compiled."""

from typing import Any, NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from templates.phrase import Phrase

_FORBIDDEN = (
    nodes.Extends,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.ScopedEvalContextModifier,
    nodes.EvalContextModifier,
    nodes.OverlayScope,
)
# These look at one value and at nothing inside of it: weighing it would only take time.
_SCALAR = frozenset(
    {
        *("field", "compare", "each", "rate", "figure", "amount", "price"),
        *("money", "money_words", "number_to_words", "date", "date_long", "date_diff", "percent"),
        *("quantity", "vat_rate", "round", "round_money", "plural", "decimal", "counted"),
    }
)


class Guard(NodeTransformer):
    """Rewrites a parsed template so that growth is counted, and refuses statements that reach outside."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """Visit what is allowed. Raises TemplateSyntaxError, naming the line."""
        if isinstance(node, _FORBIDDEN):
            self._fail(node, Phrase("«%(name)s» в шаблонах не разрешён", name=type(node).__name__.lower()))
        return super().generic_visit(node, *args, **kwargs)

    def visit_Pow(self, node: nodes.Pow) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Refuse powers: a few of them fill the memory."""
        self._fail(node, "возведение в степень в шаблонах не разрешено")

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Count what a loop goes over."""
        self.generic_visit(node)
        node.iter = self._filter(node.iter, "counted")
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Count what a filter goes over."""
        self.generic_visit(node)
        if node.node is not None and node.name not in _SCALAR:  # None in a filter block
            node.node = self._filter(node.node, "weighed")
        return node

    def visit_Operand(self, node: nodes.Operand) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Count what `in` looks through."""
        self.generic_visit(node)
        if node.op in {"in", "notin"}:
            node.expr = self._filter(node.expr, "weighed")
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Count what `is in` looks through."""
        self.generic_visit(node)
        if node.name == "in":
            node.args = [self._filter(each, "weighed") for each in node.args]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Bound what `~` makes."""
        self.generic_visit(node)
        return self._filter(nodes.List(node.nodes, lineno=node.lineno), "joined")

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802 - named by Jinja's visitor
        """Make a number with a point exact."""
        if not isinstance(node.value, float):
            return node
        # 0.85 as a float neither multiplies with a Decimal nor equals what was written.
        return self._filter(nodes.Const(repr(node.value), lineno=node.lineno), "decimal")

    def _filter(self, node: Any, name: str) -> nodes.Filter:
        made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
        made.set_environment(self._environment)
        return made

    @staticmethod
    def _fail(node: nodes.Node, reason: str) -> NoReturn:
        raise TemplateSyntaxError(reason, node.lineno)
