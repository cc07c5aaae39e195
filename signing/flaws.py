"""Why a signature made outside is not taken: codes with particulars; the words are the caller's."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why a signature made outside is not taken."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    PRIVATE_KEY = "private_key"
    CERTIFICATE = "certificate"
    ATTACHED = "attached"
    NO_SIGNER = "no_signer"
    SEVERAL_SIGNERS = "several_signers"
    NO_CERTIFICATE = "no_certificate"
    NOT_ENOUGH_SIGNED = "not_enough_signed"
    OTHER_FILE = "other_file"
    CHANGED = "changed"
    OTHER_CERTIFICATE = "other_certificate"
    WEAK = "weak"
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    NOT_FOR_SIGNING = "not_for_signing"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    CHAIN_BROKEN = "chain_broken"
    ISSUER_UNKNOWN = "issuer_unknown"
    GOST_MISSING = "gost_missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason, with the particulars (a name, a date, an algorithm) where there are any."""

    code: Flaw
    about: str = ""


class Refused(Exception):
    """Stop looking: what was found makes the rest meaningless."""

    def __init__(self, code: Flaw, about: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, about)
