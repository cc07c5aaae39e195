"""The secrets that a message carries: recomputed when it is sent, masked when it is looked at."""

from dataclasses import dataclass
from typing import Final

from docsvc.mail.letter import Letter
from docsvc.urls import signing_path
from docsvc.work import Secrets
from signing.codes import DIGITS, code
from signing.links import token

WITH_LINK: Final = frozenset({"invitation", "completed", "issued"})
"""Templates whose message to a recipient carries their personal link."""

MASK: Final = "•"
_MASKED_TOKEN: Final = MASK * 4


@dataclass(frozen=True, slots=True)
class Insides:
    """A recipient's link and one-time code, where the message carries them; an empty string where not."""

    link: str = ""
    code: str = ""

    def __repr__(self) -> str:
        """Keep both out of logs and tracebacks."""
        return "Insides(…)"


def open_insides(letter: Letter, secrets: Secrets, *, base_url: str) -> Insides:
    """Derive the link and code that the message carries."""
    reader = letter.reader if letter.template in WITH_LINK else None
    return Insides(
        link=base_url + signing_path(token(secrets.tokens, reader.id, reader.generation)) if reader else "",
        code=code(secrets.codes, letter.code_id) if letter.code_id else "",
    )


def masked_insides(letter: Letter, *, base_url: str) -> Insides:
    """Return what stands for the link and code where people look at outgoing mail."""
    linked = letter.reader is not None and letter.template in WITH_LINK
    return Insides(
        link=f"{base_url}/s/{_MASKED_TOKEN}" if linked else "",
        code=MASK * DIGITS if letter.code_id else "",
    )
