"""What may stand in a table that people open with a spreadsheet."""

import csv
import io
from collections.abc import Iterable

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return text that a spreadsheet will not take for a formula: one that could be is marked as text.

    Source: OWASP, «CSV Injection».
    """
    return f"'{text}" if text.startswith(_COMPUTED) else text


def table_csv(lines: Iterable[Iterable[str]]) -> bytes:
    """Return the lines as CSV that spreadsheets open rightly: UTF-8 with a mark, semicolons, all harmless."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows(map(harmless, line) for line in lines)
    return text.getvalue().encode("utf-8-sig")
