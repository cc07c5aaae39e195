"""Whether a file that came back from Word is another document's: people have many of them in one folder."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import Right, visible
from docsvc.model import Document
from docsvc.queries.edits import Examined
from docsvc.work import Actor

MOST = 40
"""Words that are looked up: a number stands in a heading or two."""
_WORD = re.compile(r"[\w/.-]*\d[\w/.-]*")


def foreign_number(session: Session, actor: Actor, examined: Examined) -> tuple[str, str] | None:
    """Return id and number of another document whose number stands where this one's stood; None without one.

    Only documents that the actor may see are told of.
    """
    rows = [row for doubt in examined.doubts if doubt.path == "document.number" for row in doubt.places]
    words = dict.fromkeys(word.strip("./-") for row in rows for word in _WORD.findall(row.new_text))
    if not words:
        return None
    found = select(Document.id, Document.number).where(
        Document.number.in_([*words][:MOST]),
        Document.id != examined.base.document_id,
        visible(actor, Right.VIEW, each=True),
    )
    row = session.execute(found.limit(1)).first()
    return (row.id, row.number) if row else None
