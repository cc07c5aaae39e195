"""Standing still while the clock is far off: what a wrong one signs, dates and takes away stays wrong."""

from typing import Final

from docsvc.relay.outbox import AHEAD
from docsvc.tools import Tools
from docsvc.work.clock import apart

WRONG: Final = AHEAD
"""From here on clocks do not differ a little, one is wrong; files bear as much: `signing.succession`."""


class ClockApart(Exception):
    """Our clock, or that of PostgreSQL, is wrong: nobody can tell which of them."""


def require_true_clock(tools: Tools) -> None:
    """Raise `ClockApart` while our clock is far from the database's; SQLite has no other than ours."""
    if tools.database.is_sqlite:
        return
    with tools.read() as session:
        found = apart(session, tools.clock)
    if found is not None and found > WRONG:
        raise ClockApart
