"""Say when a template is the one that makes a document."""

from docsvc.access import Right, require
from docsvc.actions.template_drafts import lock_template
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.queries.lint import custom_fields
from docsvc.work import ORGANISATION, Actor, Work
from templates import BadTemplate
from templates.condition import check_condition

HIGHEST_RANK = 1000
VARIANT_FIELDS = frozenset({"company.is_new", "company.documents", "company.tags", "deal.tags"})
"""What `choose_template` tells conditions beside the facts."""


def set_variant(work: Work, template_id: str, *, actor: Actor, condition: str, rank: int) -> None:
    """Set a template's condition, an expression over the facts, and its place among the variants of its kind.

    Raises `Forbidden`, `NotFound`, `BadInput` saying what is wrong with either.
    """
    require(actor, Right.MANAGE_TEMPLATES)
    template = lock_template(work, template_id)
    if not 1 <= rank <= HIGHEST_RANK:
        raise BadInput([("rank", Phrase("нужно число от 1 до %(most)s", most=HIGHEST_RANK))])
    try:
        check_condition(condition, known=custom_fields(work.session) | VARIANT_FIELDS)
    except BadTemplate as error:
        raise BadInput([("condition", str(error))]) from error
    if (template.condition, template.rank) == (condition.strip(), rank):
        return
    before = template.condition
    template.condition, template.rank = condition.strip(), rank
    work.record(
        ORGANISATION,
        "template.variant_set",
        actor,
        template=template.code,
        before=before,
        condition=template.condition,
        rank=rank,
    )
