"""What may stand in a table that people open with a spreadsheet."""

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return text that a spreadsheet will not take for a formula: one that could be is marked as text.

    Source: OWASP, «CSV Injection».
    """
    return f"'{text}" if text.startswith(_COMPUTED) else text
