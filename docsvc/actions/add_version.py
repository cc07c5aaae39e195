"""A version of a document: its facts frozen, its PDF promised, the register brought up to date."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from audit import canonical
from docsvc.model import Document, DocumentVersion, Kind, TemplateVersion, User, new_id
from docsvc.model.kinds import KINDS
from docsvc.work import Work

Facts = dict[str, Any]


def add_version(
    work: Work,
    document: Document,
    label: str,
    *,
    author: User,
    template: TemplateVersion,
    facts: Facts,
    finished: bool = False,
) -> DocumentVersion:
    """Add a version with these facts as the current one, copy them to the register and promise its PDF.

    One that is `finished` brings a PDF of its own.
    """
    frozen = canonical(facts)
    major, minor = (int(part) for part in label.split("."))
    version = DocumentVersion(
        id=new_id(),
        document_id=document.id,
        major=major,
        minor=minor,
        author_id=author.id,
        template_version_id=template.id,
        facts_blob=work.blobs.put(document.id, frozen),
        facts_sha256=hashlib.sha256(frozen).hexdigest(),
        places=[],
        created_at=work.now,
    )
    work.add(version)
    document.current_version_id = version.id
    register(document, facts)
    if finished:
        return version
    work.later("render", {"version": version.id, "document": document.id}, key=f"render:{version.id}")
    return version


def register(document: Document, facts: Facts) -> None:
    """Copy to the register's columns what lists, totals and search need."""
    amount = Decimal(facts["document"].get("amount") or facts["deal"]["amount"] or 0)
    document.title = facts["document"]["title"] or KINDS[Kind(document.kind)].name
    document.company_name = facts["company"]["name"] or ""
    document.company_inn = facts["company"]["inn"] or ""
    document.amount_minor = int((amount * 100).to_integral_value())
    document.currency = facts["deal"]["currency"]
    valid = facts["document"]["valid_until"]
    document.valid_until = date.fromisoformat(valid) if valid else None
    words = (document.number, document.title, document.company_name, document.company_inn)
    document.search = " ".join(words).casefold()
