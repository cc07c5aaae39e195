"""What a document is made of before it exists: the template, the parties and the deal, frozen into Facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from docsvc.actions.add_version import Facts
from docsvc.actions.choose_template import choose_template
from docsvc.actions.freeze_blocks import freeze_blocks
from docsvc.errors import BadInput, FieldsMissing, NotFound, SetupIncomplete
from docsvc.errors.phrase import Phrase
from docsvc.model import (
    Deal,
    Document,
    Kind,
    LegalEntity,
    TemplateVersion,
    User,
)
from docsvc.model.kinds import KINDS
from docsvc.queries.facts_tree import facts_tree, fill
from docsvc.queries.sources import source_at
from docsvc.work import Work
from templates import BadFacts, Source, TemplateError, complete, missing
from templates.amount import declared_amount


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person chose for a document: a template, blocks of the library in their order, a comment."""

    template_id: str | None = None
    blocks: Sequence[str] = ()
    comment: str = ""


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a version is rendered from; `filled` is what a person typed, by path (`company.inn`)."""

    kind: Kind
    number: str
    day: date
    version: str
    deal: Deal
    seller: LegalEntity
    owner: User
    basis: Document | None = None
    filled: Mapping[str, str] = field(default_factory=dict)
    wish: Wish = NO_WISH

    def prepare(self, work: Work) -> "Prepared":
        """Choose the template, complete and check the facts.

        Raises `BadInput` or `FieldsMissing` with everything at once, `NoTemplate`.
        """
        tree = self.tree()
        template = choose_template(work, self.kind, tree, template_id=self.wish.template_id)
        source = source_at(work.blobs, template.source_blob)
        facts = completed(tree, today=self.day)
        if lacking := missing(source, facts):
            raise FieldsMissing([(each.path, each.label) for each in lacking])
        facts["blocks"] = freeze_blocks(work, source, self.wish.blocks)
        _declare_amount(source, facts)
        return Prepared(template, facts)

    def tree(self) -> Facts:
        """Return the tree that is completed into facts, with what was typed in it."""
        tree = facts_tree(
            self.deal,
            seller=self.seller,
            manager=self.owner,
            document=self._heading(),
            basis=self.basis,
            today=self.day,
        )
        fill(tree, self.filled)
        # Kept so that a new version does not ask again.
        tree["filled"] = dict(self.filled)
        tree["wish"] = {"blocks": list(self.wish.blocks)}
        return tree

    def _heading(self) -> dict[str, Any]:
        valid = self._valid_until()
        return {
            "kind": self.kind.value,
            "title": self.deal.title,
            "number": self.number,
            "date": self.day.isoformat(),
            "version": self.version,
            "valid_until": valid.isoformat() if valid else None,
        }

    def _valid_until(self) -> date | None:
        """Return the last day of an offer; a contract has its own terms and none of this."""
        days = KINDS[self.kind].valid_days
        if days is None:
            return None
        given = self.deal.valid_until
        return given if given and given >= self.day else self.day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template and the facts it is rendered with: a version that can be added."""

    template: TemplateVersion
    facts: Facts


def _declare_amount(source: Source, facts: Facts) -> None:
    """Put the sum that the template declares beside the deal's: register, routes and recipients go by it."""
    try:
        amount = declared_amount(source, facts)
    except TemplateError as error:
        raise BadInput([("document.amount", str(error))]) from error
    if amount is not None:
        facts["document"]["amount"] = amount


def completed(tree: Mapping[str, Any], *, today: date) -> Facts:
    """Complete a tree into facts; raise `BadInput` with every wrong value."""
    try:
        return complete(tree, today=today)
    except BadFacts as error:
        raise BadInput([(problem.path, problem.message) for problem in error.errors]) from error


def lock_deal(work: Work, deal_id: str) -> Deal:
    """Load a deal with its lines as one state: a CRM's update waits, or has come whole; raise `NotFound`."""
    statement = select(Deal).where(Deal.id == deal_id).options(lazyload("*")).with_for_update()
    deal = work.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if deal is None:
        raise NotFound
    work.session.refresh(deal, ["lines", "own_lines", "company", "contact", "owner"])
    return deal


def default_seller(work: Work) -> LegalEntity:
    """Return our default legal entity; raise `SetupIncomplete` where there is none."""
    seller = work.session.scalars(select(LegalEntity).order_by(LegalEntity.is_default.desc())).first()
    if seller is None:
        raise SetupIncomplete(what=Phrase("реквизиты вашей компании (Настройки → Компания)"))
    return seller
