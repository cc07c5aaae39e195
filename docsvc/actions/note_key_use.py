"""Remember when a program was last here."""

from datetime import timedelta

from sqlalchemy import or_, update

from docsvc.model import ApiKey
from docsvc.work import Work

NOTED_EVERY = timedelta(minutes=1)


def note_key_use(work: Work, key_id: str) -> None:
    """Note that the key is in use, unless that was noted within the last minute."""
    due = or_(ApiKey.used_at.is_(None), ApiKey.used_at < work.now - NOTED_EVERY)
    statement = update(ApiKey).where(ApiKey.id == key_id, due).values(used_at=work.now)
    work.session.execute(statement, execution_options={"synchronize_session": False})
