"""Until when a sending may be answered."""

from datetime import date, datetime, time

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.work import Work


def end_of_sending(work: Work, day: date) -> datetime:
    """Return the end of the last day, where the organisation is; raise `BadInput` for one that has passed."""
    if day < work.today:
        raise BadInput([("expires_on", Phrase("дата %(day)s уже прошла", day=f"{day:%d.%m.%Y}"))])
    return datetime.combine(day, time(23, 59, 59), tzinfo=work.timezone)
