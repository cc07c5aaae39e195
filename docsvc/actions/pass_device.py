"""Letting go of a lent device, so that the next person can take it."""

from docsvc.actions.lent_device import end_turns, lent
from docsvc.work import Work


def pass_device(work: Work, web_token: str) -> None:
    """Close what whoever had the device has open on it; raise `Unauthenticated` where it is not lent."""
    end_turns(work, lent(work, web_token))
