"""E-mail addresses: one spelling for each, and none that could carry a second header."""

import re
from typing import Final

MAX_LENGTH: Final = 254  # RFC 5321 §4.5.3.1.3
_MAX_LOCAL: Final = 64
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


def read_address(text: str) -> str:
    """Return the one spelling of an address: trimmed, lower case.

    Raises ValueError, in words for people, for what cannot be an address (a practical part of RFC 5322 and
    6531: no quoted local parts, no comments, no address literals).
    """
    address = text.strip().lower()
    local, at, domain = address.rpartition("@")
    labels = domain.split(".")
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if (
        not at
        or len(address) > MAX_LENGTH
        or len(local) > _MAX_LOCAL
        or dots
        or not _LOCAL.fullmatch(local)
        or not all(_LABEL.fullmatch(label) for label in labels)
        or not _is_spelt_in_ascii(domain)
    ):
        raise ValueError("нужен адрес почты, например ivanova@example.ru")
    return address


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else learns: `i•••••@company.ru`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••••@{domain}"


def _is_spelt_in_ascii(domain: str) -> bool:
    """Tell whether a domain has a form for DNS, and the way back: certificates and old servers need both."""
    try:
        domain.encode("idna").decode("idna")
    except UnicodeError:
        return False
    return True


def on_the_wire(address: str) -> str:
    """Return the address with its domain in ASCII, as DNS and old servers want it.

    Raises ValueError where it is no address.
    """
    local, _, domain = read_address(address).rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise ValueError("такого домена в почте быть не может") from error
