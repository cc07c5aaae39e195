"""Access codes: a word that the sender tells a recipient by another way, asked before anything is shown."""

import hashlib
import hmac
from typing import Final

from docsvc.model.dispatches import Recipient
from docsvc.model.signatures import SigningSession

SHORTEST: Final = 6
LONGEST: Final = 64
_DOMAIN: Final = b"docsvc/access-code/v1\0"


def access_hash(key: bytes, recipient_id: str, code: str) -> str:
    """Hash an access code, bound to its recipient by a key: short codes are soon tried. Empty for none.

    Case and spaces do not matter: the code is often told by phone.
    """
    known = "".join(code.split()).casefold()
    if not known:
        return ""
    message = _DOMAIN + recipient_id.encode() + b"\0" + known.encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def is_locked(recipient: Recipient, session: SigningSession) -> bool:
    """Tell whether this session must give the access code before it is shown anything."""
    return bool(recipient.access_hash) and session.unlocked_at is None
