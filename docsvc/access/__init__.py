"""Who may do what: one table, one question, and the same answer as a condition for lists."""

from docsvc.access.grants import (
    ACCOUNTANT_KINDS,
    DECIDING,
    GRANTS,
    WIDE,
    Right,
    Scope,
    may,
    require,
    scope_of,
    scopes_of,
)
from docsvc.access.holding import allow, allow_deal, holds
from docsvc.access.rows import (
    asked_of,
    narrow_ids,
    triable_deals,
    visible,
    visible_deals,
    wide_in,
    wide_part,
)

__all__ = [
    "ACCOUNTANT_KINDS",
    "DECIDING",
    "GRANTS",
    "WIDE",
    "Right",
    "Scope",
    "allow",
    "allow_deal",
    "asked_of",
    "holds",
    "may",
    "narrow_ids",
    "require",
    "scope_of",
    "scopes_of",
    "triable_deals",
    "visible",
    "visible_deals",
    "wide_in",
    "wide_part",
]
