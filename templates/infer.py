"""The fields of a template made out from the template itself: what it prints, and what must be filled in."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from templates.labels import label_of
from templates.language.names import ALIASES, kinds
from templates.language.tags import TagKind
from templates.schema import Field, FieldSchema
from templates.shape import Kind

if TYPE_CHECKING:
    from templates.lint.checks import Part
    from templates.lint.uses import Use
    from templates.source import Source

_BY_FILTER = {
    **dict.fromkeys(("date", "date_long", "date_diff"), Kind.DATE),
    **dict.fromkeys(("money", "money_words", "amount", "round_money"), Kind.MONEY),
    **dict.fromkeys(("number_to_words", "quantity", "figure", "round", "plural"), Kind.QUANTITY),
    "percent": Kind.PERCENT,
    "price": Kind.PRICE,
}
_PAYMENT = ("seller.bank_name", "seller.bik", "seller.account", "seller.corr_account", "deal.amount")
_COMPUTED = frozenset({"current.date", "current.time", "deal.currency", "deal.prices"})


@lru_cache(maxsize=64)
def infer(source: "Source") -> FieldSchema:
    """Read the fields of a template off its tags, in document order; declared ones stay as they are.

    A field is required where a word tag prints it; under a condition, only when that holds; not at all where
    a default is given or the condition is about the field itself. Raises BadTemplate.
    """
    declared = {field.path.lower(): field for field in source.fields.fields}
    from templates.lint.analysis import analyse

    by_path: dict[str, list[tuple[Part, Use]]] = {}
    for part in analyse(source, ()).parts:  # as `check` asks for it: one entry of its cache
        for use in part.found.uses:
            by_path.setdefault(_standard(use.path), []).append((part, use))
        for use in _drawn(part):
            by_path.setdefault(use.path, []).append((part, use))
    fields = [
        declared.get(path) or _field(path, uses) for path, uses in by_path.items() if _is_field(path, by_path)
    ]
    rest = [field for field in source.fields.fields if field not in fields]
    return FieldSchema((*fields, *rest), source.fields.amount)


def _drawn(part: "Part") -> Iterator["Use"]:
    """Give the fields without which {QR} would draw nothing."""
    from templates.lint.uses import How, Use

    for name, line in part.found.functions:
        if name == "payment_qr" and part.line(line).tag.kind is TagKind.QR:
            for path in _PAYMENT:
                yield Use(path, line, How.PRINTED, word=True)


def undeclared(source: "Source") -> FieldSchema:
    """Give the fields that word tags print and the template does not declare."""
    declared = {field.path.lower() for field in source.fields.fields}
    return FieldSchema(
        tuple(each for each in infer(source).fields if each.path not in declared and each.required)
    )


def _standard(path: str) -> str:
    lowered = path.lower()
    return ALIASES.get(lowered, lowered).replace("[0]", "[]").replace("basis.", "contract.")


def _is_field(path: str, by_path: dict[str, list[tuple["Part", "Use"]]]) -> bool:
    """Tell a field from a section, and from a name of which only deeper ones are used."""
    if "." not in path or path.startswith("template.") or path in _COMPUTED or path.endswith("[]"):
        return False
    return path in kinds() or not any(other.startswith(f"{path}.") for other in by_path)


def _field(path: str, uses: list[tuple["Part", "Use"]]) -> Field:
    kind = kinds().get(path) or _kind(uses)
    return Field(path, label_of(path), kind, required=_required(path, uses, kind))


def _kind(uses: list[tuple["Part", "Use"]]) -> Kind:
    if any(use.how == "looped" for _, use in uses):
        return Kind.LIST
    named = [name for _, use in uses for name in use.filters]
    return next((_BY_FILTER[name] for name in named if name in _BY_FILTER), Kind.TEXT)


def _required(path: str, uses: list[tuple["Part", "Use"]], kind: Kind) -> bool | str:
    printed = [(part, use) for part, use in uses if use.how == "printed" and use.word and not use.spared]
    if not printed or kind in {Kind.LIST, Kind.RATE}:
        return False
    conditions = []
    for part, use in printed:
        if use.loops and "[]" not in path:
            continue  # a list without lines prints none of it
        if not use.guards:
            return True
        condition = _condition(path, part, use)
        if condition:
            conditions.append(condition)
    return " or ".join(dict.fromkeys(conditions)) or False


def _condition(path: str, part: "Part", use: "Use") -> str | None:
    """Write the condition under which a field is printed; None where it is about itself or a line."""
    written = []
    for line, denied in use.guards:
        tag = part.line(line)
        code = tag.code.removeprefix("{%").removesuffix("%}").strip()
        test = code.partition(" ")[2]
        if tag.loops or "loop." in test or "{" in test or path in test:
            return None
        written.append(f"(not ({test}))" if denied else f"({test})")
    return f"({' and '.join(written)})"
