"""Where a name in a program of Jinja leads: to a path of the data, or to nothing that can be named."""

from jinja2 import nodes

_SAME_LIST = frozenset(["each", "list", "sort", "select", "reject", "selectattr", "rejectattr", "unique"])


class Names:
    """The names that a program has given, scope by scope, each with the path that it stands for, if any."""

    def __init__(self) -> None:
        self._scopes: list[dict[str, str | None]] = [{}]

    def open(self, names: dict[str, str | None]) -> None:
        """Begin a scope with these names."""
        self._scopes.append(names)

    def close(self) -> None:
        """End the innermost scope."""
        self._scopes.pop()

    def give(self, name: str, path: str | None = None) -> None:
        """Let a name stand for a path from here on."""
        self._scopes[-1][name] = path

    def is_local(self, name: str) -> bool:
        """Tell whether the program itself gave this name."""
        return any(name in names for names in self._scopes)

    def path(self, node: nodes.Node | None) -> str | None:  # noqa: PLR0911 - an arm for each kind of node
        """Give the path of the data that an expression stands for; None where it is no plain field."""
        match node:
            case nodes.Name():
                for names in reversed(self._scopes):
                    if node.name in names:
                        return names[node.name]
                return node.name
            case nodes.Getattr():
                base = self.path(node.node)
                return base and f"{base}.{node.attr}"
            case nodes.Getitem():
                return self._item(node)
            case nodes.Filter(name="field", args=[nodes.Const(value=str(named)), *_]):
                return str(named)
            case nodes.Filter(name="each", args=[nodes.Const(value=str(named)), *_]):
                return str(named)
            case nodes.Filter() if node.name in _SAME_LIST | {"figure"}:
                return self.path(node.node)
            case nodes.Filter(name="first" | "last"):
                base = self.path(node.node)
                return base and f"{base}[]"
        return None

    def _item(self, node: nodes.Getitem) -> str | None:
        base = self.path(node.node)
        match node.arg:
            case nodes.Const(value=str(name)):
                return base and f"{base}.{name}"
            case nodes.Const(value=int()):
                return base and f"{base}[]"
            case nodes.Slice():
                return base
        return None
