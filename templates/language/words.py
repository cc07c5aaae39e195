"""Small grammar of the tags: who signs, and what FOREACH says."""

import re
from collections.abc import Mapping

from templates.language.tags import BadExpression
from templates.phrase import Phrase

PARTIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("клиент", "заказчик", "покупатель", "контрагент", "company", "contact", "customer", "buyer"),
        "client",
    ),
    **dict.fromkeys(("продавец", "исполнитель", "поставщик", "мы", "user", "supplier", "we"), "seller"),
}
_PATH = r"[^\W\d]\w*(?:\s?\.\s?\w+)*"
_NAME = r"[^\W\d]\w*"
_AS = re.compile(rf"(?P<path>{_PATH})(?:\s+(?:AS|КАК)\s+(?P<name>{_NAME}))?")
_IN = re.compile(rf"(?P<name>{_NAME})\s+(?:IN|ИЗ)\s+(?P<path>{_PATH})")
_IF = re.compile(r"(?P<said>.+?)\s+(?:IF|ЕСЛИ)\s+(?P<condition>.+)")
_LISTS = {"products": "DEAL.PRODUCTS"}


def split_foreach(said: str) -> tuple[str, str | None]:
    """Split `DEAL.PRODUCTS AS X` or `X IN DEAL.PRODUCTS` into list and name. Raises BadExpression."""
    found = _IN.fullmatch(said) or _AS.fullmatch(said)
    if not found:
        raise BadExpression(
            Phrase("непонятный список: «%(said)s»", said=said)
            if said
            else "не сказано, какой список повторять",
            "Пишут {FOREACH DEAL.PRODUCTS} или {FOREACH DEAL.STAGES AS X}.",
        )
    path = found["path"].replace(" ", "")
    return _LISTS.get(path.lower(), path), found["name"]


def split_condition(said: str) -> tuple[str, str]:
    """Split `DEAL.PRODUCTS IF NOT PRODUCT.OPTIONAL` into what is repeated and the condition, often empty."""
    found = _IF.fullmatch(said)
    return (found["said"], found["condition"]) if found else (said, "")
