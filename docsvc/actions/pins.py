"""PINs: chosen by a person for signing on somebody else's device, compared with as much care as codes."""

import hmac
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from docsvc.actions.attempts import Limit, count_failure, refusal
from docsvc.actions.codes import FAILURES
from docsvc.errors import BadInput, TooManyAttempts, WrongPin
from docsvc.errors.phrase import Phrase
from docsvc.model import SignerPin
from docsvc.work import Work

PIN_TRIES: Final = Limit("signing-pin", most=5, minutes=15)
"""Of wrong PINs of one person; `FAILURES` bounds them for the day, together with codes."""
SHORTEST, LONGEST = 6, 12
_DOMAIN: Final = b"docsvc/pin/v1\0"
_FEW: Final = 2


def hash_pin(key: bytes, email: str, pin: str) -> str:
    """Hash a PIN (argon2id over HMAC-SHA256): without the key of the installation nobody can try them all.

    Raises `BadInput` for one that is too short or easily guessed.
    """
    digits = _digits(pin)
    if not SHORTEST <= len(digits) <= LONGEST or not digits.isascii() or not digits.isdecimal():
        words = Phrase("нужно от %(least)s до %(most)s цифр", least=SHORTEST, most=LONGEST)
        raise BadInput([("pin", words)])
    if len(set(digits)) <= _FEW or _is_run(digits):
        raise BadInput([("pin", "такой PIN-код легко угадать: возьмите разные цифры не по порядку")])
    return PasswordHasher().hash(_keyed(key, email, digits))


def check_pin(work: Work, email: str, given: str) -> WrongPin | TooManyAttempts | None:
    """Return None for a person's own PIN, or why not, after counting the try: let the transaction commit."""
    blocked = refusal(work, PIN_TRIES, email) or refusal(work, FAILURES, email)
    if blocked is not None:
        return blocked
    known = work.session.get(SignerPin, email)
    if known is not None and _matches(known.pin_hash, _keyed(work.secrets.codes, email, _digits(given))):
        return None
    count_failure(work, PIN_TRIES, email)
    count_failure(work, FAILURES, email)
    return WrongPin()


def _matches(known: str, keyed: str) -> bool:
    try:
        return PasswordHasher().verify(known, keyed)
    except (VerificationError, InvalidHashError):
        return False


def _keyed(key: bytes, email: str, digits: str) -> str:
    message = _DOMAIN + email.encode() + b"\0" + digits.encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256").hex()


def _digits(given: str) -> str:
    return "".join(given.replace("-", " ").split())


def _is_run(digits: str) -> bool:
    """Tell whether the digits go up or down one by one: 123456."""
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    return steps in ({1}, {-1})
