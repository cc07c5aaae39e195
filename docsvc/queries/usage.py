"""What became of the documents that templates made."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from docsvc.model import Decision, Document, DocumentVersion, TemplateVersion, Verdict


@dataclass(frozen=True, slots=True)
class Usage:
    """How many documents were made, and how many of them an approver returned for rework."""

    made: int = 0
    returned: int = 0

    @property
    def share(self) -> int:
        """Return the returned ones in per cent of all."""
        return round(100 * self.returned / self.made) if self.made else 0


def usage_by_version(session: Session) -> Mapping[str, Usage]:
    """Return the use of every version of every template, by its id; what is in the trash was not made.

    What was made is all there is less the trash: an index alone counts both, without looking at documents.
    """
    every, trashed = (_counted(session, select(*_MADE)), _counted(session, _trashed(select(*_MADE))))
    returned = _counted(session, _returned(select(*_MADE)))
    made = {key: count - trashed.get(key, 0) for key, count in every.items()}
    return {key: Usage(count, returned.get(key, 0)) for key, count in made.items() if count}


_MADE = (DocumentVersion.template_version_id, func.count(DocumentVersion.document_id.distinct()))


def _trashed(made: Select[str, int]) -> Select[str, int]:
    trash = select(Document.id).where(Document.trashed_at.is_not(None))
    return made.where(DocumentVersion.document_id.in_(trash))


def _returned(made: Select[str, int]) -> Select[str, int]:
    """Narrow to documents that were returned in a state which the template made."""
    same = (Decision.document_id == DocumentVersion.document_id) & (
        Decision.rendered_sha256 == DocumentVersion.rendered_sha256
    )
    document = Document.id == DocumentVersion.document_id
    found = made.join(Decision, same).join(Document, document)
    return found.where(Decision.verdict == Verdict.RETURN.value, Document.trashed_at.is_(None))


def _counted(session: Session, made: Select[str, int]) -> dict[str, int]:
    counted = made.group_by(DocumentVersion.template_version_id)
    return {key: count for key, count in session.execute(counted) if key}


def usage_by_template(session: Session) -> Mapping[str, Usage]:
    """Return the use of every template, by its id: the sum over its versions."""
    by_version = usage_by_version(session)
    total: dict[str, Usage] = {}
    for version_id, template_id in session.execute(select(TemplateVersion.id, TemplateVersion.template_id)):
        one, so_far = by_version.get(version_id, Usage()), total.get(template_id, Usage())
        total[template_id] = Usage(so_far.made + one.made, so_far.returned + one.returned)
    return total
