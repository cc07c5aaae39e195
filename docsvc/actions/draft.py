"""What a document is made of before it exists: the template, the parties and the deal, frozen into Facts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from audit import canonical
from docsvc.actions.facts import facts_tree, fill
from docsvc.actions.sources import source_at
from docsvc.errors import BadInput, FieldsMissing, NoTemplate, NotFound, SetupIncomplete
from docsvc.model import (
    Deal,
    Document,
    DocumentVersion,
    Kind,
    LegalEntity,
    Template,
    TemplateVersion,
    User,
    new_id,
)
from docsvc.model.kinds import KINDS
from docsvc.work import Work
from templates import BadFacts, complete, missing

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a version is rendered from; `filled` is what a person typed, by path (`company.inn`)."""

    kind: Kind
    number: str
    day: date
    version: str
    template: TemplateVersion
    deal: Deal
    seller: LegalEntity
    owner: User
    basis: Document | None = None
    filled: Mapping[str, str] = field(default_factory=dict)

    def facts(self, work: Work) -> Facts:
        """Complete and check the facts; raise `BadInput` or `FieldsMissing` with everything at once."""
        tree = facts_tree(
            self.deal,
            seller=self.seller,
            manager=self.owner,
            document=self._heading(),
            basis=self.basis,
            today=self.day,
        )
        fill(tree, self.filled)
        tree["filled"] = dict(self.filled)  # kept so that a new version does not ask again
        try:
            facts = complete(tree, today=self.day)
        except BadFacts as error:
            raise BadInput([(problem.path, problem.message) for problem in error.errors]) from error
        source = source_at(work.blobs, self.template.source_blob)
        if lacking := missing(source, facts):
            raise FieldsMissing([(each.path, each.label) for each in lacking])
        return facts

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


def lock_deal(work: Work, deal_id: str) -> Deal:
    """Load a deal with its lines as one state: a CRM's update waits, or has come whole; raise `NotFound`."""
    statement = select(Deal).where(Deal.id == deal_id).options(lazyload("*")).with_for_update()
    deal = work.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if deal is None:
        raise NotFound
    work.session.refresh(deal, ["lines", "company", "contact", "owner"])
    return deal


def current_template(work: Work, kind: Kind) -> TemplateVersion:
    """Return the current version of the template for a kind; raise `NoTemplate`."""
    statement = (
        select(TemplateVersion)
        .join(Template, Template.current_version_id == TemplateVersion.id)
        .where(Template.kind == kind.value, Template.internal.is_(False))
        .order_by(Template.language.desc(), Template.code)
    )
    version = work.session.scalars(statement).first()
    if version is None:
        raise NoTemplate(kind=KINDS[kind].name)
    return version


def default_seller(work: Work) -> LegalEntity:
    """Return our default legal entity; raise `SetupIncomplete` where there is none."""
    seller = work.session.scalars(select(LegalEntity).order_by(LegalEntity.is_default.desc())).first()
    if seller is None:
        raise SetupIncomplete(what="реквизиты вашей компании (Настройки → Компания)")
    return seller


def add_version(
    work: Work, document: Document, draft: Draft, facts: Facts, *, comment: str
) -> DocumentVersion:
    """Freeze the facts in a blob, make them the document's current version and promise its PDF."""
    frozen = canonical(facts)
    major, minor = (int(part) for part in draft.version.split("."))
    version = DocumentVersion(
        id=new_id(),
        document_id=document.id,
        major=major,
        minor=minor,
        author_id=draft.owner.id,
        comment=comment,
        template_version_id=draft.template.id,
        facts_blob=work.blobs.put(document.id, frozen),
        facts_sha256=hashlib.sha256(frozen).hexdigest(),
        places=[],
        created_at=work.now,
    )
    work.add(version)
    document.current_version_id = version.id
    register(document, facts)
    work.later("render", {"version": version.id, "document": document.id}, key=f"render:{version.id}")
    return version


def register(document: Document, facts: Facts) -> None:
    """Copy to the register's columns what lists, totals and search need."""
    amount = Decimal(facts["deal"]["amount"] or 0)
    document.title = facts["document"]["title"] or KINDS[Kind(document.kind)].name
    document.company_name = facts["company"]["name"] or ""
    document.company_inn = facts["company"]["inn"] or ""
    document.amount_minor = int((amount * 100).to_integral_value())
    document.currency = facts["deal"]["currency"]
    valid = facts["document"]["valid_until"]
    document.valid_until = date.fromisoformat(valid) if valid else None
    words = (document.number, document.title, document.company_name, document.company_inn)
    document.search = " ".join(words).casefold()
