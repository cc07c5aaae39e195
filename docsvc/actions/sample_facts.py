"""The facts that a template is previewed on: nobody's data, whole enough for any template of its kind."""

import json
from collections.abc import Mapping
from typing import Any

from docsvc.actions.freeze_blocks import freeze_blocks
from docsvc.model import Kind
from docsvc.queries.block_names import block_names
from docsvc.work import Work
from templates import Source, complete, library, missing
from templates.schema import is_empty
from templates.shape import NUMBERS
from templates.shape import Kind as FieldKind

USUAL = (Kind.CONTRACT.value, Kind.QUOTE.value, Kind.INVOICE.value)
"""Whose samples lend what that of a kind lacks: a template may print more than the shipped one does."""


def sample_facts(work: Work, source: Source) -> dict[str, Any]:
    """Return the facts of a template's own sample, or of the shipped ones of its kind and language.

    A required field of the organisation's own stands there by its name. Blocks that the sample has not come
    from the library; raises `BadInput` where it has not got them either.
    """
    facts = complete(_sample(source), today=work.today)
    _stand_in(source, facts)
    known = facts.get("blocks") or {}
    if not set(block_names(source)) <= set(known):
        known = freeze_blocks(work, source) | known
    return facts | {"blocks": known}


def _sample(source: Source) -> dict[str, Any]:
    if own := source.files.get("sample.json"):
        return dict(json.loads(own))
    samples = [each for each in library() if "sample.json" in each.files]
    ranked = sorted(
        (each for each in samples if each.kind in {source.kind, *USUAL}),
        key=lambda each: (each.kind != source.kind, each.language != source.language, each.code),
    )
    whole: dict[str, Any] = {}
    for each in ranked:
        _lend(whole, json.loads(each.files["sample.json"]))
    return whole


def _lend(tree: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put into a tree what it lacks; sums go with the lines that they are of."""
    for name, value in more.items():
        held = tree.get(name)
        if isinstance(held, dict) and isinstance(value, Mapping):
            _lend(held, value)
        elif is_empty(held) and name != "blocks":
            tree[name] = value


def _stand_in(source: Source, facts: dict[str, Any]) -> None:
    kinds = {field.path: field.kind for field in source.fields.fields}
    for lacking in missing(source, facts):
        *sections, name = lacking.path.split(".")
        place = facts
        for section in sections:
            place = place.setdefault(section, {}) if isinstance(place, dict) else {}
        if isinstance(place, dict) and "[" not in lacking.path:
            place[name] = _value(kinds.get(lacking.path, FieldKind.TEXT), lacking.label, facts)


def _value(kind: FieldKind, label: str, facts: Mapping[str, Any]) -> str:
    if kind in NUMBERS:
        return "100"
    return str(facts["current"]["date"]) if kind is FieldKind.DATE else f"[{label}]"
