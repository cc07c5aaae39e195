"""A bound on what people write in an approval: it goes into letters, pages and the trail."""

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase

LONGEST = 4000
"""Signs of a comment, a condition or a reason."""


_NAMES = {
    "comment": "комментарий",
    "conditions": "условия",
    "reason": "причина",
    "justification": "обоснование",
    "message": "сообщение",
    "title": "тема",
}


def require_short(**words: str) -> None:
    """Raise `BadInput` naming every text that is longer than `LONGEST` signs."""
    problems = [
        (_NAMES[name], Phrase("не больше %(most)s знаков", most=LONGEST))
        for name, text in words.items()
        if len(text) > LONGEST
    ]
    if problems:
        raise BadInput(problems)
