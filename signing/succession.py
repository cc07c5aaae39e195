"""Time goes forward in a file: no signature says that it is older than the one before it.

Machines that sign one after the other have clocks of their own, and what a clock says stays in the file.
"""

from datetime import datetime, timedelta
from typing import Final

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.fields import enumerate_sig_fields

from signing.errors import ClockBehind
from signing.revision import Revision

CLOCKS_DIFFER: Final = timedelta(minutes=10)


def no_earlier(revision: Revision, at: datetime) -> datetime:
    """Return the moment to sign at: `at`, or that of the last signature where our clock is a little behind.

    Raises ClockBehind where it is far behind: then nothing is signed that would not verify.
    """
    last = max(_moments(revision), default=at)
    if last - at > CLOCKS_DIFFER:
        raise ClockBehind(last)
    return max(last, at)


def _moments(revision: Revision) -> list[datetime]:
    """Return when the signatures say that they were made; a time stamp says it elsewhere."""
    signed = (
        value.get_object() for _name, value, _ref in enumerate_sig_fields(revision) if value is not None
    )
    return [parse_pdf_date(str(each["/M"]), strict=False) for each in signed if "/M" in each]
