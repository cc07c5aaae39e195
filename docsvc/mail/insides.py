"""The secrets that a message carries: recomputed when it is sent, masked when it is looked at."""

from dataclasses import dataclass
from typing import Final

from docsvc.mail.ask import link_token
from docsvc.mail.letter import Letter
from docsvc.mail.own_page import MY_LINK, own_page_token
from docsvc.urls import approval_path, own_page_path, signing_path
from docsvc.work import Secrets
from signing.codes import DIGITS, code
from signing.links import token

WITH_LINK: Final = frozenset(
    {"invitation", "completed", "issued", "stands"} | {"reminder", "deadline_near", "corrected", "voided"}
)
"""Templates whose message to a recipient carries their personal link."""

MASK: Final = "•"
_MASKED_TOKEN: Final = MASK * 4


@dataclass(frozen=True, slots=True)
class Insides:
    """A personal link and a one-time code, where the message carries them; an empty string where not."""

    link: str = ""
    code: str = ""

    def __repr__(self) -> str:
        """Keep both out of logs and tracebacks."""
        return "Insides(…)"


def open_insides(letter: Letter, secrets: Secrets, *, base_url: str) -> Insides:
    """Derive the link and code that the message carries."""
    path = _path(letter, secrets)
    return Insides(
        link=base_url + path if path else "",
        code=code(secrets.codes, letter.code_id) if letter.code_id else "",
    )


def masked_insides(letter: Letter, *, base_url: str) -> Insides:
    """Return what stands for the link and code where people look at outgoing mail."""
    link = ""
    if letter.reader is not None and letter.template in WITH_LINK:
        link = f"{base_url}/s/{_MASKED_TOKEN}"
    elif letter.ask is not None and letter.ask.claim is not None:
        link = f"{base_url}/approve/{_MASKED_TOKEN}"
    elif letter.template == MY_LINK:
        link = f"{base_url}/my/{_MASKED_TOKEN}"
    return Insides(link=link, code=MASK * DIGITS if letter.code_id else "")


def _path(letter: Letter, secrets: Secrets) -> str:
    if letter.reader is not None and letter.template in WITH_LINK:
        return signing_path(token(secrets.tokens, letter.reader.id, letter.reader.generation))
    if letter.ask is not None and letter.ask.claim is not None:
        return approval_path(link_token(secrets.tokens, letter.ask.claim))
    if letter.template == MY_LINK:
        return own_page_path(own_page_token(secrets.tokens, letter.id, asked_at=letter.created_at))
    return ""
