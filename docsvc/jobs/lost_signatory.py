"""Telling the owner of a sending that who was to sign for us does not any more."""

from collections.abc import Mapping

from docsvc.actions.lost_signatory import tell_of_lost_signatory
from docsvc.tools import Tools


def tell_of_signatory(tools: Tools, payload: Mapping[str, str]) -> None:
    """Write to the owner once; nothing where the signatory is back or has been replaced."""
    with tools.work() as work:
        tell_of_lost_signatory(work, payload["recipient"])
