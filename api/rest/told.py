"""Answers whose words are ours, in the language that the program asks for."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from api.told import told

Kind = TypeVar("Kind")


def in_language(answer: Kind) -> Kind:
    """Return an answer with every phrase in it in the reader's language; all else stays as it is."""
    found: Any = _told(answer)
    return found  # type: ignore[no-any-return]  # of the same type: only texts are replaced by texts


def _told(value: Any) -> Any:
    if isinstance(value, str):
        return told(value)
    if isinstance(value, tuple):
        return tuple(_told(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _told(getattr(value, each.name)) for each in fields(value)})
    return value
