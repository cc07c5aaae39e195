"""Proof of will and of integrity: seals, signatures, secret links and codes.

Names are loaded when they are first used: pyHanko takes a third of a second, which a command that signs
nothing should not pay. (No module here has the name of a public function: importing it would hide the
function.)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from signing.authority import (
        Authority,
        KeyPair,
        certificates_pem,
        create_authority,
        fingerprint,
        issue_seal,
        lock,
        read_certificates,
        renew_seal,
        unlock,
        with_chain,
    )
    from signing.codes import code, code_hash, code_matches, shown_digest
    from signing.detached import sign_detached, verify_detached
    from signing.drawing import read_strokes
    from signing.egress import Egress
    from signing.errors import (
        AlreadySigned,
        BadField,
        BadIdentity,
        BadLook,
        FieldsEmpty,
        FontMissing,
        IssuerUnconfirmed,
        KeysLocked,
        MalformedLink,
        NotReserved,
        PdfUnreadable,
        RevokedUntimed,
        SealExpired,
        SealUnfit,
        SealUnknown,
        SignatureBroken,
        SigningError,
        TokenUnavailable,
    )
    from signing.identity import Keys
    from signing.lasting import Lasting, level_of, prolong
    from signing.links import parse, token, token_hash, token_matches
    from signing.revocation import Inquiry
    from signing.revoked import Revocation, RevocationReason, is_list, revocation_list
    from signing.sealing import certify, seal, sign
    from signing.timestamp import Stamper
    from signing.tokens import Token, TokenKey
    from signing.trial import try_seal
    from signing.trusted import Trusted, pem_root, read_prints
    from signing.values import Field, FieldKind, Filled, Level, Look, Signer, Strokes
    from signing.verdict import Code, Coverage, Problem, Role, SignatureReport, Status, Verdict
    from signing.verification import certified_part, closing_serial, reached_level, verify
    from signing.view import page_sizes
    from signing.warming import warm_up

_MODULES: Final = {
    "authority": (
        "Authority",
        "KeyPair",
        "certificates_pem",
        "create_authority",
        "fingerprint",
        "issue_seal",
        "lock",
        "read_certificates",
        "renew_seal",
        "unlock",
        "with_chain",
    ),
    "codes": ("code", "code_hash", "code_matches", "shown_digest"),
    "detached": ("sign_detached", "verify_detached"),
    "drawing": ("read_strokes",),
    "egress": ("Egress",),
    "errors": (
        "AlreadySigned",
        "BadField",
        "BadIdentity",
        "BadLook",
        "FieldsEmpty",
        "FontMissing",
        "IssuerUnconfirmed",
        "KeysLocked",
        "MalformedLink",
        "NotReserved",
        "PdfUnreadable",
        "RevokedUntimed",
        "SealExpired",
        "SealUnfit",
        "SealUnknown",
        "TokenUnavailable",
        "SignatureBroken",
        "SigningError",
    ),
    "identity": ("Keys",),
    "lasting": ("Lasting", "level_of", "prolong"),
    "links": ("parse", "token", "token_hash", "token_matches"),
    "revocation": ("Inquiry",),
    "revoked": ("Revocation", "RevocationReason", "is_list", "revocation_list"),
    "sealing": ("certify", "seal", "sign"),
    "timestamp": ("Stamper",),
    "tokens": ("Token", "TokenKey"),
    "trial": ("try_seal",),
    "trusted": ("Trusted", "pem_root", "read_prints"),
    "values": ("Field", "FieldKind", "Filled", "Level", "Look", "Signer", "Strokes"),
    "verdict": ("Code", "Coverage", "Problem", "Role", "SignatureReport", "Status", "Verdict"),
    "verification": ("certified_part", "closing_serial", "reached_level", "verify"),
    "view": ("page_sizes",),
    "warming": ("warm_up",),
}
_HOME: Final = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "AlreadySigned",
    "Authority",
    "BadField",
    "BadIdentity",
    "BadLook",
    "Code",
    "Coverage",
    "Egress",
    "Field",
    "FieldKind",
    "FieldsEmpty",
    "Filled",
    "FontMissing",
    "Inquiry",
    "IssuerUnconfirmed",
    "KeyPair",
    "Keys",
    "KeysLocked",
    "Lasting",
    "Level",
    "Look",
    "MalformedLink",
    "NotReserved",
    "PdfUnreadable",
    "Problem",
    "Revocation",
    "RevocationReason",
    "RevokedUntimed",
    "Role",
    "SealExpired",
    "SealUnfit",
    "SealUnknown",
    "SignatureBroken",
    "SignatureReport",
    "Signer",
    "SigningError",
    "Stamper",
    "Status",
    "Strokes",
    "Token",
    "TokenKey",
    "TokenUnavailable",
    "Trusted",
    "Verdict",
    "certificates_pem",
    "certified_part",
    "certify",
    "closing_serial",
    "code",
    "code_hash",
    "code_matches",
    "create_authority",
    "fingerprint",
    "is_list",
    "issue_seal",
    "level_of",
    "lock",
    "page_sizes",
    "parse",
    "pem_root",
    "prolong",
    "reached_level",
    "read_certificates",
    "read_prints",
    "read_strokes",
    "renew_seal",
    "revocation_list",
    "seal",
    "shown_digest",
    "sign",
    "sign_detached",
    "token",
    "token_hash",
    "token_matches",
    "try_seal",
    "unlock",
    "verify",
    "verify_detached",
    "warm_up",
    "with_chain",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'signing' has no attribute {name!r}")
    value = getattr(import_module(f"signing.{_HOME[name]}"), name)
    globals()[name] = value
    return value
