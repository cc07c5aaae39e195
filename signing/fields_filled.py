"""Fields that a signer fills in along with the signature: whose they are, and what may become of them."""

from typing import Any, Final

from signing.object_graph import raw
from signing.verdict import Broken, Code

_MAY_CHANGE: Final = frozenset({"/V", "/AP", "/AS", "/Ff"})
_KINDS: Final = frozenset({"/Tx", "/Btn"})
_READ_ONLY: Final = 1
_EMPTY: Final = (None, "", "/Off")


def field_name(field: Any) -> str:
    """Return the name of a field that takes a value, or an empty text for any other object."""
    if not hasattr(field, "raw_get") or raw(field, "/FT") not in _KINDS:
        return ""
    return str(raw(field, "/T") or "")


def label_of(field: Any) -> str:
    """Return what a field is called for people, or the part of its name after its owner's."""
    name = field_name(field)
    label = str(raw(field, "/TU") or "")
    return label if label and label.replace(".", ":") != name else name.partition(":")[2]


def owner_of(name: str) -> str:
    """Return whose signature fills a field: names are `owner:field`, for a period is not allowed in them."""
    return name.replace(".", ":").partition(":")[0]


def check_value(before: Any, after: Any, changed: set[str], signer: str) -> str:
    """Check that a field was only filled in and closed; return its value. Raises Broken."""
    name = field_name(before)
    if changed - _MAY_CHANGE:
        raise Broken(Code.OTHER_CHANGE, signer, f"{name}: entries {sorted(changed)}")
    was, now = (int(raw(each, "/Ff") or 0) for each in (before, after))
    if now not in {was, was | _READ_ONLY}:
        raise Broken(Code.OTHER_CHANGE, signer, f"{name}: flags {was} → {now}")
    if raw(before, "/V") not in _EMPTY:
        raise Broken(Code.OTHER_CHANGE, signer, f"{name}: was filled in already")
    value = raw(after, "/V")
    return "" if value is None else str(value.get_object() if hasattr(value, "get_object") else value)
