"""Whatever another module may use says what it does."""

import ast
from collections.abc import Iterator
from pathlib import Path

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        if {"overload", "setter"} & {decorator_name(decorator) for decorator in node.decorator_list}:
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public_definitions(node.body)


def decorator_name(decorator: ast.expr) -> str:
    match decorator:
        case ast.Name():
            return decorator.id
        case ast.Attribute():
            return decorator.attr
        case _:
            return ""


def undocumented(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if ast.get_docstring(tree) is None:
        yield "the module"
    for node in public_definitions(tree.body):
        if ast.get_docstring(node) is None:
            yield f"{node.name} (line {node.lineno})"


def test_every_public_function_and_class_has_a_docstring(root: Path, modules: tuple[Path, ...]) -> None:
    # A migration is named by its file; its upgrade and downgrade have nothing to add.
    read = [path for path in modules if path.parent.name != "versions"]
    bare = [f"{path.relative_to(root)}: {name}" for path in read for name in undocumented(path)]
    assert read
    assert not bare, "\n".join(bare)
