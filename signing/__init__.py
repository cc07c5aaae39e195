"""Proof of will and of integrity: seals, signatures, secret links and codes.

Names are loaded when they are first used: pyHanko takes a third of a second, which a command that signs
nothing should not pay. (No module here has the name of a public function: importing it would hide the
function.)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from signing.authority import Authority, create_authority, fingerprint, renew_seal
    from signing.codes import code, code_hash, code_matches
    from signing.detached import sign_detached, verify_detached
    from signing.errors import (
        AlreadySigned,
        BadField,
        BadIdentity,
        FieldsEmpty,
        FontMissing,
        IssuerUnconfirmed,
        KeysLocked,
        MalformedLink,
        NotReserved,
        PdfUnreadable,
        SealExpired,
        SignatureBroken,
        SigningError,
    )
    from signing.identity import Keys
    from signing.links import parse, token, token_hash, token_matches
    from signing.sealing import certify, seal, sign
    from signing.timestamp import Stamper
    from signing.values import Field, Level, Signer
    from signing.verdict import Code, Coverage, Problem, Role, SignatureReport, Status, Verdict
    from signing.verification import reached_level, verify
    from signing.warming import warm_up

_MODULES: Final = {
    "authority": ("Authority", "create_authority", "fingerprint", "renew_seal"),
    "codes": ("code", "code_hash", "code_matches"),
    "detached": ("sign_detached", "verify_detached"),
    "errors": (
        "AlreadySigned",
        "BadField",
        "BadIdentity",
        "FieldsEmpty",
        "FontMissing",
        "IssuerUnconfirmed",
        "KeysLocked",
        "MalformedLink",
        "NotReserved",
        "PdfUnreadable",
        "SealExpired",
        "SignatureBroken",
        "SigningError",
    ),
    "identity": ("Keys",),
    "links": ("parse", "token", "token_hash", "token_matches"),
    "sealing": ("certify", "seal", "sign"),
    "timestamp": ("Stamper",),
    "values": ("Field", "Level", "Signer"),
    "verdict": ("Code", "Coverage", "Problem", "Role", "SignatureReport", "Status", "Verdict"),
    "verification": ("reached_level", "verify"),
    "warming": ("warm_up",),
}
_HOME: Final = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "AlreadySigned",
    "Authority",
    "BadField",
    "BadIdentity",
    "Code",
    "Coverage",
    "Field",
    "FieldsEmpty",
    "FontMissing",
    "IssuerUnconfirmed",
    "Keys",
    "KeysLocked",
    "Level",
    "MalformedLink",
    "NotReserved",
    "PdfUnreadable",
    "Problem",
    "Role",
    "SealExpired",
    "SignatureBroken",
    "SignatureReport",
    "Signer",
    "SigningError",
    "Stamper",
    "Status",
    "Verdict",
    "certify",
    "code",
    "code_hash",
    "code_matches",
    "create_authority",
    "fingerprint",
    "parse",
    "reached_level",
    "renew_seal",
    "seal",
    "sign",
    "sign_detached",
    "token",
    "token_hash",
    "token_matches",
    "verify",
    "verify_detached",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'signing' has no attribute {name!r}")
    value = getattr(import_module(f"signing.{_HOME[name]}"), name)
    globals()[name] = value
    return value
