"""What names mean: the standard fields, other names for them, and the loops around a tag."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from templates.language.tags import BadExpression
from templates.phrase import Phrase
from templates.shape import Kind, standard_kinds

ROOTS = (
    "company",
    "contact",
    "deal",
    "user",
    "product",
    "seller",
    "contract",
    "basis",
    "document",
    "current",
)
INDEX, ITEM = "index", "item"
FIRST_LINE = "deal.products[]"

# Names that people write for a standard field. The data's own key of that name comes first.
ALIASES: Mapping[str, str] = {
    "deal.validity_date": "deal.valid_until",
    "deal.product_name": "deal.products[0].name",
    "deal.name": "deal.title",
    "deal.sum": "deal.amount",
    "deal.total": "deal.amount_with_vat",
    "deal.vat_amount": "deal.vat",
    "deal.amount_without_vat": "deal.total_amount",
    "deal.lines": "deal.products",
    "contact.full_name": "contact.name",
    "user.full_name": "user.name",
    **{
        f"{side}.{name}": f"{side}.{field}"
        for side in ("company", "seller")
        for name, field in {
            "legal_address": "address",
            "bank": "bank_name",
            "bic": "bik",
            "bank_account": "account",
            "correspondent_account": "corr_account",
            "title": "name",
        }.items()
    },
    "company.director": "company.director_name",
    "seller.director": "seller.signatory_name",
    "seller.director_name": "seller.signatory_name",
    "seller.director_position": "seller.signatory_position",
    "deal.products[].title": "deal.products[].name",
    "deal.products[].sum": "deal.products[].total",
    "deal.products[].count": "deal.products[].quantity",
}


def fields_named_otherwise(section: str) -> dict[str, str]:
    """Give other names for the fields of a section (`deal`, `deal.products[]`) and what each means."""
    found = {}
    for alias, meant in ALIASES.items():
        (holder, _, name), (owner, _, field) = alias.rpartition("."), meant.rpartition(".")
        if holder == owner == section:
            found[name] = field
    return found


_RESERVED = frozenset(
    {
        *("loop", "not", "and", "or", "in", "is", "if", "else", "elif"),
        *("endif", "for", "endfor", "true", "false", "none", "set", "self", "range"),
        *("signature", "stamp", "qr", "picture", "asset", "payment_qr", "True", "False", "None"),
    }
)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop around a tag: its variable in Jinja, the names that word users call it by, the list's path."""

    variable: str
    names: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name made out: its Jinja, its path with `[]` after lists, the loop variable it hangs on, its kind."""

    code: str
    path: str
    row: str = ""
    kind: Kind | None = None


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Give the kind of every standard field and of every other name for one, by path."""
    standard = dict(standard_kinds())
    others = {alias: standard[meant.replace("[0]", "[]")] for alias, meant in ALIASES.items()}
    return standard | others | {f"{FIRST_LINE}.optional": Kind.TEXT}


def resolve(parts: tuple[str, ...], loops: tuple[Loop, ...]) -> Resolved:
    """Say what a dotted name stands for inside of these loops, outermost first. Raises BadExpression."""
    root, rest = parts[0].lower(), tuple(part.lower() for part in parts[1:])
    for loop in reversed(loops):
        if root in loop.names:
            return _made(loop.variable, loop.path + "[]", rest, row=loop.variable)
    if root == INDEX and not rest:
        if not loops:
            raise BadExpression("{INDEX} стоит вне {FOREACH}", "Номер строки есть только внутри {FOREACH …}.")
        return Resolved("loop.index", INDEX, kind=Kind.QUANTITY)
    if root == ITEM:
        raise BadExpression("{ITEM} стоит вне {FOREACH}", "Поставьте его между {FOREACH …} и {ENDFOREACH}.")
    if root == "product" and rest:
        return _made("deal.products[0]", FIRST_LINE, rest)
    if len(rest) > 1 and kinds().get(f"{root}.{rest[0]}") is Kind.LIST:
        raise BadExpression(
            Phrase("%(path)s: поле строки названо через весь список", path=".".join(parts).upper()),
            "Между {FOREACH DEAL.PRODUCTS} и {ENDFOREACH} пишут {PRODUCT.NAME}.",
        )
    if not rest:
        raise BadExpression(
            Phrase("«%(section)s»: не сказано, какое поле", section=parts[0]),
            Phrase("Напишите %(section)s.ПОЛЕ; текст берут в кавычки.", section=parts[0].upper()),
        )
    return _made(identifier(root), root, rest)


def _made(code: str, path: str, rest: tuple[str, ...], row: str = "") -> Resolved:
    full = ".".join((path, *rest))
    for name in rest:
        code += f".{name}" if name.isidentifier() else f'["{name}"]'
    return Resolved(code, full, row, kinds().get(full))


def identifier(name: str) -> str:
    """Make a name that Jinja takes for a variable."""
    return name if name.isidentifier() and name not in _RESERVED else f"_{name}"


def loop_over(path: Resolved, name: str | None, outer: tuple[Loop, ...]) -> Loop:
    """Name the variable of a loop: as asked, else the singular of the list's name; ITEM always works."""
    own = (name or singular(path.path.rpartition(".")[2])).lower()
    variable = identifier(own)
    taken = {loop.variable for loop in outer}
    while variable in taken:
        variable += "_"
    return Loop(variable, tuple(dict.fromkeys((own, ITEM))), path.path)


def singular(name: str) -> str:
    """Give the singular of an English list's name; of another word, `item`."""
    for plural, single in (
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("s", ""),
    ):
        if name.endswith(plural) and len(name) > len(plural) + 1 and name.isascii():
            return re.sub(f"{plural}$", single, name)
    return "line" if name == "lines" else ITEM
