"""The fields that a browser would send of a route's form."""

from typing import Any


def fields_of(node: Any, path: str = "") -> dict[str, Any]:
    """Return the fields by name: ticks only where they are set, kinds as one field with several values."""
    if path == "kinds":
        return {path: node}
    if isinstance(node, dict):
        parts = [fields_of(value, f"{path}.{name}" if path else name) for name, value in node.items()]
    elif isinstance(node, list):
        parts = [fields_of(value, f"{path}[{number}]") for number, value in enumerate(node)]
    elif isinstance(node, bool):
        return {path: "on"} if node else {}
    else:
        return {path: "" if node is None else str(node)}
    return {name: value for part in parts for name, value in part.items()}
