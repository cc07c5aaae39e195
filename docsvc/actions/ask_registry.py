"""Asking the registry whether a machine-readable power of attorney (МЧД) is in force."""

from collections.abc import Mapping
from typing import Any

from docsvc.model import AuthorityKind
from docsvc.work import Work


def ask_registry(work: Work, terms: Mapping[str, Any]) -> None:
    """Promise to ask about the terms of an authority, once a day at most; other kinds have no registry."""
    number = str(terms.get("number") or "").lower()
    if terms.get("kind") == AuthorityKind.MCHD and number:
        work.later("mchd", {"number": number}, key=f"mchd:{number}:{work.today}")
