"""The link to a person's own documents: made from the letter that carries it, and good for half an hour."""

from datetime import datetime, timedelta
from typing import Final

from signing.claims import Claim, read_claim, write_claim

MY_LINK: Final = "my_link"
"""The letter that carries it."""
LINK_LASTS: Final = timedelta(minutes=30)
_PURPOSE: Final = "my-link"


def own_page_token(key: bytes, mail_id: str, *, asked_at: datetime) -> str:
    """Write the token of a letter's link; whom it lets in is what the kept letter says."""
    ends = asked_at + LINK_LASTS
    return write_claim(key, Claim(mail_id, mail_id, int(ends.timestamp())), purpose=_PURPOSE)


def letter_of_token(key: bytes, token: str, *, now: datetime) -> str | None:
    """Return the id of the letter whose link this is, or None when its half hour is over.

    Raises `MalformedLink` for what was not written here.
    """
    claim = read_claim(key, token, purpose=_PURPOSE)
    return claim.task if now.timestamp() < claim.moment else None
