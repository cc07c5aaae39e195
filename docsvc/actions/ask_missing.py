"""What a document would lack, and what it would look like, before it is made: nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docsvc.access import Right, allow_deal
from docsvc.actions.choose_template import choose_template
from docsvc.actions.draft import NO_WISH, Draft, Wish, completed, default_seller, lock_deal
from docsvc.actions.freeze_blocks import freeze_blocks
from docsvc.model import Kind, User
from docsvc.queries.facts_tree import may_fill
from docsvc.queries.sources import source_at
from docsvc.work import Actor, Work
from templates import Source, missing
from templates.infer import undeclared
from templates.schema import Field

UNNUMBERED = "без номера"
"""Stands where the number will: a preview takes none."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field that a person is asked for; `mine`: it can be filled here; `lacking`: it has no value yet."""

    field: Field
    mine: bool
    lacking: bool
    value: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A document that could be made: its template, the facts so far and every question that is open."""

    template_id: str
    source: Source
    facts: Mapping[str, Any]
    questions: tuple[Question, ...]


def ask_missing(
    work: Work,
    deal_id: str,
    *,
    actor: Actor,
    kind: Kind,
    filled: Mapping[str, str],
    wish: Wish = NO_WISH,
) -> Prospect:
    """Return what a document of this kind would be made of, and all that it lacks in one go.

    Raises `NotFound`, `NoTemplate`, and `BadInput` for values that cannot be read.
    """
    deal = lock_deal(work, deal_id)
    allow_deal(actor, Right.CREATE, deal)
    draft = Draft(
        kind=kind,
        number=UNNUMBERED,
        day=work.today,
        version="1.0",
        deal=deal,
        seller=default_seller(work),
        owner=deal.owner or work.get(User, actor.id),
        filled={path: value for path, value in filled.items() if may_fill(path)},
        wish=wish,
    )
    tree = draft.tree()
    template = choose_template(work, kind, tree, template_id=wish.template_id)
    source = source_at(work.blobs, template.source_blob)
    facts = completed(tree, today=work.today)
    facts["blocks"] = freeze_blocks(work, source, wish.blocks)
    return Prospect(template.template_id, source, facts, _questions(source, facts, filled))


def _questions(source: Source, facts: Mapping[str, Any], filled: Mapping[str, str]) -> tuple[Question, ...]:
    """Return a question for each missing field; what was typed before stays in the form."""
    declared = {field.path: field for field in (*source.fields.fields, *undeclared(source).fields)}
    lacking = [declared.get(each.path, Field(each.path, each.label)) for each in missing(source, facts)]
    paths = {field.path for field in lacking}
    typed = [declared.get(path, Field(path, path)) for path in filled if path not in paths]
    return tuple(
        Question(
            field, may_fill(field.path), field.path in paths, filled.get(field.path, field.default or "")
        )
        for field in (*lacking, *typed)
    )
