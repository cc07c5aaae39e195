"""Giving the seats of somebody who has left to whoever takes over."""

from collections.abc import Mapping

from docsvc.actions.leave_seats import leave_seats
from docsvc.tools import Tools


def leave_seat(tools: Tools, payload: Mapping[str, str]) -> None:
    """Hand the person's undecided seats of one document over; nothing where they are back."""
    with tools.work() as work:
        leave_seats(work, payload["document"], user_id=payload["user"])
