"""What a program of Jinja uses: fields by path, filters, functions, places to sign, forbidden things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from templates.lint.paths import Names
from templates.lint.uses import Found, Guards, How, Use

_FORBIDDEN: tuple[type[nodes.Node], ...] = (
    *(nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Pow),
    *(nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.OverlayScope),
)
_BY_ATTRIBUTE = frozenset(
    {*("map", "selectattr", "rejectattr", "sort", "sum"), *("unique", "min", "max", "groupby")}
)
_SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod)
_METHODS = frozenset({"items", "keys", "values", "get", "changed", "cycle"})


@dataclass(frozen=True, slots=True)
class _At:
    """Where the walk stands."""

    how: How = How.TESTED
    spared: bool = False
    guards: Guards = ()
    loops: int = 0
    filters: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "_At":
        values = {name: getattr(self, name) for name in self.__slots__}
        return _At(**values | changes)


class Walk:
    """Walks a parsed program; `first` is the line of the part that the program's first line is."""

    def __init__(self, first: int = 1) -> None:
        self.found = Found()
        self._shift = first - 1
        self._names = Names()

    def run(self, tree: nodes.Template) -> Found:
        """Walk the whole tree."""
        for macro in tree.find_all(nodes.Macro):
            self._names.give(macro.name)
        self._statements(tree.body, _At())
        return self.found

    def _line(self, node: nodes.Node) -> int:
        return node.lineno + self._shift

    def _statements(self, body: list[nodes.Node], at: _At) -> None:
        for node in body:
            self._statement(node, at)

    def _statement(self, node: nodes.Node, at: _At) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self._value(child, at.but(how=How.PRINTED))
            case nodes.If():
                self._if(node, at)
            case nodes.For():
                self._for(node, at)
            case nodes.Assign(target=nodes.Name(name=name)):
                self._value(node.node, at)
                self._names.give(name, self._names.path(node.node))
            case nodes.Macro() | nodes.CallBlock():
                self._macro(node, at)
            case _:
                self._other(node, at)

    def _if(self, node: nodes.If, at: _At) -> None:
        denied: Guards = ()
        for arm in (node, *node.elif_):
            here = self._line(arm)
            self._value(arm.test, at.but(guards=at.guards + denied, how=How.TESTED))
            self._statements(arm.body, at.but(guards=(*at.guards, *denied, (here, False))))
            denied = (*denied, (here, True))
        self._statements(node.else_, at.but(guards=at.guards + denied))

    def _for(self, node: nodes.For, at: _At) -> None:
        self._value(node.iter, at.but(how=How.LOOPED))
        path = self._names.path(node.iter)
        names: dict[str, str | None] = {name.name: None for name in node.target.find_all(nodes.Name)}
        names |= {node.target.name: path and f"{path}[]"} if isinstance(node.target, nodes.Name) else {}
        self._names.open(names | {"loop": None})
        if node.test:
            self._value(node.test, at)
        self._statements(node.body, at.but(loops=at.loops + 1))
        self._names.close()
        self._statements(node.else_, at)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, at: _At) -> None:
        for default in node.defaults:
            self._value(default, at)
        if isinstance(node, nodes.CallBlock):
            self._value(node.call, at)
        given = (*(name.name for name in node.args), "caller", "varargs", "kwargs")
        self._names.open(dict.fromkeys(given))
        self._statements(node.body, at.but(loops=at.loops + 1))
        self._names.close()

    def _other(self, node: nodes.Node, at: _At) -> None:
        """Walk what has no meaning of its own here; keep what is forbidden."""
        if isinstance(node, _FORBIDDEN):
            self.found.forbidden.append((type(node).__name__.lower(), self._line(node)))
        for target in (*_listed(getattr(node, "targets", None)), *_listed(getattr(node, "target", None))):
            for name in (target, *target.find_all(nodes.Name)):
                if isinstance(name, nodes.Name):
                    self._names.give(name.name)
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                if not (isinstance(child, nodes.Name) and child.ctx != "load"):
                    self._value(child, at)
            else:
                self._statement(child, at)

    def _value(self, node: nodes.Node, at: _At) -> None:
        match node:
            case nodes.Filter():
                self._filter(node, at)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self._field(node, at)
            case nodes.Call():
                self._call(node, at)
            case nodes.Test():
                self.found.tests.append((node.name, self._line(node)))
                spared = node.name in {"defined", "undefined"}
                self._values(node, at.but(spared=at.spared or spared, how=How.TESTED))
            case nodes.CondExpr():
                self._value(node.test, at.but(how=How.TESTED))
                for arm in filter(None, (node.expr1, node.expr2)):
                    self._value(
                        arm, at.but(how=How.TESTED if at.how is How.TESTED else at.how, spared=at.spared)
                    )
            case nodes.Or():
                self._values(node, at.but(how=How.TESTED))
            case _:
                self._sum(node, at)
                self._other(node, at)

    def _values(self, node: nodes.Node, at: _At) -> None:
        for child in node.iter_child_nodes():
            self._value(child, at)

    def _sum(self, node: nodes.Node, at: _At) -> None:
        if isinstance(node, _SUMS) and at.how is How.PRINTED:
            paths = (self._names.path(child) for child in _operands(node))
            self.found.sums.append((frozenset(path for path in paths if path), self._line(node)))

    def _filter(self, node: nodes.Filter, at: _At) -> None:
        name, line = node.name, self._line(node)
        self.found.filters.append((name, line))
        first = node.args[0].value if node.args and isinstance(node.args[0], nodes.Const) else None
        if name in {"field", "each"} and isinstance(first, str):
            how = How.LOOPED if name == "each" else at.how
            self._use(first, line, at.but(how=how), word=True)
            return
        self._attributes(node, at)
        if node.node is not None:
            spared = at.spared or name in {"default", "d"}
            self._value(node.node, at.but(spared=spared, filters=(name, *at.filters)))
        for given in (*node.args, *(each.value for each in node.kwargs)):
            self._value(given, at)

    def _attributes(self, node: nodes.Filter, at: _At) -> None:
        """Use the field that a filter of lists names as text."""
        if node.name not in _BY_ATTRIBUTE or node.node is None:
            return
        named = [each.value for each in node.kwargs if each.key == "attribute"]
        if node.name in {"selectattr", "rejectattr", "groupby"}:
            named += node.args[:1]
        path = self._names.path(node.node)
        for each in named:
            if path and isinstance(each, nodes.Const) and isinstance(each.value, str):
                self._use(f"{path}[].{each.value}", self._line(node), at.but(how=How.TESTED))

    def _field(self, node: nodes.Node, at: _At) -> None:
        path = self._names.path(node)
        if path:
            self._use(path, self._line(node), at)
        for each in node.find_all((nodes.Getattr, nodes.Getitem)) if path is None else ():
            self._check_name(each)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            self._check_name(node)
            if path is None:
                self._value(node.node, at)
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            self._values(node.arg, at) if isinstance(node.arg, nodes.Slice) else self._value(node.arg, at)

    def _check_name(self, node: nodes.Node) -> None:
        name = (
            node.attr if isinstance(node, nodes.Getattr) else getattr(getattr(node, "arg", None), "value", "")
        )
        if isinstance(name, str) and name.startswith("_"):
            self.found.forbidden.append((name, self._line(node)))

    def _use(self, path: str, line: int, at: _At, *, word: bool = False) -> None:
        if not word and any(part.startswith("__") for part in path.split(".")):
            return  # told as forbidden
        self.found.uses.append(Use(path, line, at.how, word, at.spared, at.guards, at.loops, at.filters))

    def _call(self, node: nodes.Call, at: _At) -> None:
        line = self._line(node)
        match node.node:
            case nodes.Name(name=name):
                if not self._names.is_local(name):
                    self.found.functions.append((name, line))
                self._party(name, node, at)
            case nodes.Getattr(attr=name) if name in _METHODS:
                self._value(node.node.node, at.but(spared=True))
            case callee:
                self._value(callee, at)
        for given in (*node.args, *(each.value for each in node.kwargs)):
            self._value(given, at)

    def _party(self, name: str, node: nodes.Call, at: _At) -> None:
        if name == "signature" and node.args and isinstance(node.args[0], nodes.Const):
            self.found.parties.append((str(node.args[0].value), self._line(node), at.guards))


def _listed(value: Any) -> list[nodes.Node]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, nodes.Node) else []


def _operands(node: nodes.Node) -> Iterator[nodes.Node]:
    """Give the values that a sum is made of, filters looked through."""
    for child in node.iter_child_nodes():
        if isinstance(child, (*_SUMS, nodes.Neg)):
            yield from _operands(child)
        else:
            yield child
