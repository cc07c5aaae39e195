"""Removing Word files that were uploaded and never confirmed."""

from collections.abc import Mapping

from docsvc.actions.promise_to_forget import PENDING
from docsvc.tools import Tools


def forget_edit(tools: Tools, payload: Mapping[str, str]) -> None:
    """Remove what was uploaded for a document on a day that is over, and nothing that it rests on."""
    owner = payload["owner"]
    if not owner.endswith(PENDING):
        raise ValueError(owner)
    tools.blobs.remove(owner)
