"""Complete the data of a deal into Facts: checked, computed, frozen as plain JSON."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from templates.errors import BadFacts, Problem, TooManyLines
from templates.language.names import fields_named_otherwise
from templates.lines import complete_amount, complete_lines
from templates.phrase import Phrase
from templates.read import Reader
from templates.shape import BASIS, LINE, MAX_LINES, SECTIONS, Kind
from templates.words import CURRENCIES

_COUNTED = re.compile(r"\[\d+\]")


def complete(
    tree: Mapping[str, Any], *, today: date | None = None, notes: list[Problem] | None = None
) -> dict[str, Any]:
    """Turn the tree that a caller sends into Facts: plain JSON with every standard field there.

    Numbers become decimal strings, dates ISO strings, what is empty None. Line totals, VAT, sums, the current
    date (`today`, or the clock's) and genitives are computed where they are not given. With `notes` a sum
    that differs from the computed one is kept and noted there; without, it is refused.
    Raises TooManyLines, or BadFacts with every problem at once.
    """
    if not isinstance(tree, Mapping):
        reader = Reader()
        reader.refuse("$", 'нужен объект JSON: {"deal": {…}, "company": {…}}')
        raise BadFacts(reader.problems)
    check_lines(tree)
    reader = Reader(notes)
    others = {name: value for name, value in tree.items() if name not in {*SECTIONS, "basis", "contract"}}
    facts: dict[str, Any] = reader.tree(others, path="")
    for name, kinds in SECTIONS.items():
        facts[name] = _section(tree.get(name), kinds, path=name, reader=reader)
    facts["basis"] = _basis(tree, reader)
    facts["contract"] = facts["basis"]
    if today is None:
        facts["current"]["time"] = facts["current"]["time"] or f"{datetime.now(UTC).astimezone():%H:%M}"
    _default_dates(facts, today or datetime.now(UTC).date())
    _deal(facts["deal"], tree, reader)
    if reader.problems:
        raise BadFacts(reader.problems)
    _default_names(facts)
    return facts


def check_lines(tree: Mapping[str, Any]) -> None:
    """Raise TooManyLines where the deal has more lines than a document may have."""
    deal = tree.get("deal")
    lines = deal.get("products") if isinstance(deal, Mapping) else None
    if isinstance(lines, list | tuple) and len(lines) > MAX_LINES:
        raise TooManyLines(count=len(lines), limit=MAX_LINES)


def _section(raw: object, kinds: Mapping[str, Kind], *, path: str, reader: Reader) -> dict[str, Any]:
    if raw is not None and not isinstance(raw, Mapping):
        reader.refuse(path, "нужен объект с полями")
    given = raw if isinstance(raw, Mapping) else {}
    own = {name: value for name, value in given.items() if name not in kinds and name != "products"}
    standard = {
        name: reader.value(given.get(name), kind, path=f"{path}.{name}") for name, kind in kinds.items()
    }
    section: dict[str, Any] = standard | (reader.tree(own, path=path) or {})
    for name, meant in fields_named_otherwise(_COUNTED.sub("[]", path)).items():
        if name in own and meant in kinds:
            section[name] = reader.value(own[name], kinds[meant], path=f"{path}.{name}")
            section[meant] = section[meant] or section[name]
    return section


def _basis(tree: Mapping[str, Any], reader: Reader) -> dict[str, Any] | None:
    raw = tree.get("basis") or tree.get("contract")
    return _section(raw, BASIS, path="basis", reader=reader) if raw else None


def _default_dates(facts: dict[str, Any], today: date) -> None:
    document, deal, current = facts["document"], facts["deal"], facts["current"]
    current["date"] = current["date"] or today.isoformat()
    document["date"] = document["date"] or current["date"]
    document["number"] = document["number"] or deal["number"] or deal["id"]
    deal["date"] = deal["date"] or document["date"]
    document["valid_until"] = document["valid_until"] or deal["valid_until"]
    deal["valid_until"] = deal["valid_until"] or document["valid_until"]


def _deal(deal: dict[str, Any], tree: Mapping[str, Any], reader: Reader) -> None:
    deal["currency"] = (deal["currency"] or "RUB").upper()
    if deal["currency"] not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        reader.refuse(
            "deal.currency",
            Phrase(
                "валюта «%(currency)s» не поддерживается; бывают: %(known)s",
                currency=deal["currency"],
                known=known,
            ),
        )
    deal["prices"] = deal["prices"] or "gross"
    if deal["prices"] not in {"gross", "net"}:
        reader.refuse("deal.prices", "должно быть gross (с НДС) или net (без НДС)")
    source = tree.get("deal")
    given = source if isinstance(source, Mapping) else {}
    raw = given.get("products") or given.get("lines") or []
    if not isinstance(raw, list | tuple):
        reader.refuse("deal.products", "нужен список строк")
        raw = []
    lines = [
        _section(line, LINE, path=f"deal.products[{n}]", reader=reader)
        | {"_rate_given": isinstance(line, Mapping) and "vat_rate" in line}
        for n, line in enumerate(raw)
    ]
    deal["products"] = lines
    if deal.pop("lines", None) and not lines:
        reader.refuse("deal.lines", "нужен список строк")
    for number, line in enumerate(lines, 1):
        line["number"] = line["number"] or str(number)
    if "vat_rate" in given:
        deal["vat_rate"] = reader.value(given["vat_rate"], Kind.RATE, path="deal.vat_rate")
    if not reader.problems:
        complete_lines(deal, reader)
        complete_amount(deal)
    for line in lines:
        line.pop("_rate_given", None)


def _default_names(facts: dict[str, Any]) -> None:
    for section, name in (("company", "name"), ("seller", "name")):
        party = facts[section]
        party["full_name"] = party["full_name"] or party[name]
    for section, prefix in (("contact", ""), ("seller", "signatory_"), ("company", "director_")):
        person = facts[section]
        for field, decline in _GENITIVES.items():
            if person[f"{prefix}{field}"] and not person[f"{prefix}{field}_genitive"]:
                person[f"{prefix}{field}_genitive"] = decline(person[f"{prefix}{field}"])


def _name(text: str) -> str:
    from templates.cases import genitive_name

    return genitive_name(text)


def _position(text: str) -> str:
    from templates.cases import genitive_position

    return genitive_position(text)


_GENITIVES = {"name": _name, "position": _position}
