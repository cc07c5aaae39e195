"""Take a Word file that was edited outside as the next version of its document."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from docsvc.access import Right, allow
from docsvc.actions.add_version import Facts, add_version
from docsvc.actions.revise_document import next_label
from docsvc.errors import BadInput, CommentRequired, NotConfirmed, StalePage
from docsvc.errors.phrase import Phrase
from docsvc.model import Document, Move, Origin, State, User
from docsvc.queries.edits import MENDABLE, Examined
from docsvc.work import Actor, Work
from templates.compare import Doubt, says

LONGEST = 300
AMOUNTS = frozenset({"document.amount", "deal.amount"})
SUMS = AMOUNTS | {"deal.total_amount", "deal.vat"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What the person says of an edited file.

    `confirmed` maps each changed fact (`deal.amount`) to how the text says it now, or to nothing.
    """

    comment: str
    confirmed: Mapping[str, str]
    major: bool = False


def upload_edited(work: Work, examined: Examined, *, actor: Actor, edit: Edit) -> str:
    """Store the file as the next version, made into a PDF as it stands; return the version's id.

    Decisions on the version before no longer count. Raises `CommentRequired`, `NotConfirmed` with every fact
    that was changed by hand and not confirmed, `BadInput`, `StalePage` where another version came between.
    """
    base = examined.base
    document = work.document(base.document_id)
    allow(actor, Right.EDIT, document)
    if not edit.comment.strip():
        raise CommentRequired
    if document.version.label != base.label or document.version.docx_blob != base.docx:
        raise StalePage
    _require_confirmed(examined, edit)
    told = _told(examined, edit)
    if document.state != State.DRAFT.value:
        document.move(Move.REVISE)
    label = next_label(document.version, major=edit.major)
    version_id = _add(
        work, document, examined, label=label, comment=edit.comment.strip(), told=told, actor=actor
    )
    work.record(
        document,
        "document.edited",
        actor,
        version=label,
        docx_sha256=hashlib.sha256(examined.docx).hexdigest(),
        confirmed=[doubt.path for doubt in examined.doubts],
        tracked=examined.tracked,
        private={
            "comment": edit.comment.strip(),
            "changed": [_changed(doubt, told) for doubt in examined.doubts],
        },
    )
    return version_id


def _require_confirmed(examined: Examined, edit: Edit) -> None:
    lacking = [doubt.label for doubt in examined.doubts if doubt.path not in edit.confirmed]
    if lacking:
        raise NotConfirmed(lacking)


def _told(examined: Examined, edit: Edit) -> dict[str, str]:
    """Return the new values of facts, as the facts spell them; raise `BadInput` with every wrong one.

    A value counts only if the text says it, and the amount must be told where the old one is nowhere left.
    """
    told: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for doubt in examined.doubts:
        given = edit.confirmed[doubt.path].strip()
        gone = not says(doubt.path, doubt.value, examined.text)
        if doubt.path in AMOUNTS and not given and gone:
            problems.append(
                (doubt.label, "напишите сумму, которая теперь в тексте: по ней пойдёт согласование")
            )
        elif given and doubt.path in MENDABLE:
            value = _value(doubt, given)
            if value is None or not says(doubt.path, value, examined.text):
                text = Phrase(
                    "«%(text)s» в тексте не нашлось: напишите как в документе", text=given[:LONGEST]
                )
                problems.append((doubt.label, text))
            elif value != doubt.value:
                told[doubt.path] = value
    if problems:
        raise BadInput(problems)
    return told


def _value(doubt: Doubt, given: str) -> str | None:
    if doubt.path not in SUMS:
        return given[:LONGEST]
    plain = "".join(char for char in given if char.isdigit() or char in ",.").replace(",", ".").rstrip(".")
    try:
        return f"{Decimal(plain):.2f}"
    except InvalidOperation:
        return None


def _add(
    work: Work,
    document: Document,
    examined: Examined,
    *,
    label: str,
    comment: str,
    told: Mapping[str, str],
    actor: Actor,
) -> str:
    old = document.version
    version = add_version(
        work,
        document,
        label,
        author=work.get(User, actor.id),
        template=old.template_version,
        facts=_facts(examined, label=label, told=told),
    )
    version.comment, version.origin = comment, Origin.EDITED.value
    version.docx_blob = work.blobs.put(document.id, examined.docx)
    version.docx_sha256 = hashlib.sha256(examined.docx).hexdigest()
    return version.id


def _facts(examined: Examined, *, label: str, told: Mapping[str, str]) -> Facts:
    """Return the facts of the version before under the new number, with what is now said otherwise."""
    facts: dict[str, Any] = {
        name: dict(each) if isinstance(each, dict) else each for name, each in examined.facts.items()
    }
    facts["document"]["version"] = label
    facts["edited"] = {
        "after": examined.base.label,
        "changed": [_changed(doubt, told) for doubt in examined.doubts],
    }
    for path, value in told.items():
        section, _, name = path.partition(".")
        facts[section][name] = value
    if "deal.amount" in told:
        facts["deal"]["amount_with_vat"] = told["deal.amount"]
    return facts


def _changed(doubt: Doubt, told: Mapping[str, str]) -> dict[str, Any]:
    """Return a confirmed change as it is kept: the fact, its old and new value, every place of it."""
    places = [{"before": row.old_text, "after": row.new_text} for row in doubt.places]
    return {"path": doubt.path, "was": doubt.value, "now": told.get(doubt.path, ""), "places": places}
