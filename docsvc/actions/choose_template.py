"""Choose the template that makes a document: the variant whose condition holds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from docsvc.errors import BadInput, NoTemplate, NotFound
from docsvc.model import SIGNED, Document, Kind, Template, TemplateVersion
from docsvc.model.kinds import KINDS
from docsvc.work import Work
from templates import BadFacts, complete
from templates.condition import holds


def choose_template(
    work: Work, kind: Kind, tree: Mapping[str, Any], *, template_id: str | None = None
) -> TemplateVersion:
    """Return the current version of the first variant of `kind` whose condition holds over the tree.

    A variant without a condition holds always, so one with a condition goes before it at the same rank. What
    conditions see is the tree with its sums, and what `variant_facts` adds. `template_id` names one that the
    person picked, whatever its condition. Raises `NotFound`, `NoTemplate`, or `BadInput` for a wrong tree.
    """
    if template_id is not None:
        return _picked(work, kind, template_id)
    facts: dict[str, Any] | None = None
    for template in variants(work, kind):
        if template.condition and facts is None:
            facts = variant_facts(work, tree)
        if template.current and holds(template.condition, facts or {}):
            return template.current
    raise NoTemplate(kind=KINDS[kind].name)


def variants(work: Work, kind: Kind) -> list[Template]:
    """Return the templates in use for a kind, in the order in which they are tried."""
    found = work.session.scalars(
        select(Template).where(
            Template.kind == kind.value, ~Template.internal, Template.current_version_id.is_not(None)
        )
    )
    return sorted(found, key=lambda each: (each.rank, not each.condition, each.language != "ru", each.code))


def variant_facts(work: Work, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return what conditions of variants see: the completed tree, and what we know of the client.

    `company.documents` counts what this client has signed or accepted with us, `company.is_new` says that it
    is nothing; `company.tags` and `deal.tags` are lists in lower case, whatever the CRM sends.
    """
    try:
        facts = complete(tree)
    except BadFacts as error:
        raise BadInput([(problem.path, problem.message) for problem in error.errors]) from error
    company, deal = facts["company"], facts["deal"]
    done = _documents_with(work, inn=str(company.get("inn") or ""), name=str(company.get("name") or ""))
    company |= {"documents": done, "is_new": done == 0, "tags": _tags(company.get("tags"))}
    deal["tags"] = _tags(deal.get("tags"))
    return facts


def _picked(work: Work, kind: Kind, template_id: str) -> TemplateVersion:
    template = work.get(Template, template_id)
    if template.kind != kind.value or template.internal:
        raise NotFound
    if template.current is None:
        raise NoTemplate(kind=KINDS[kind].name)
    return template.current


def _documents_with(work: Work, *, inn: str, name: str) -> int:
    """Count what was done with a client: one company may come from the CRM under several codes."""
    same = Document.company_inn == inn if inn else Document.company_name == name
    states = [state.value for state in SIGNED]
    counted = select(func.count()).select_from(Document).where(same, Document.state.in_(states))
    return work.session.scalar(counted) or 0


def _tags(value: object) -> list[str]:
    """Read tags as a CRM sends them: a list, or one text with commas."""
    given = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [str(each).strip().casefold() for each in given if str(each).strip()]
