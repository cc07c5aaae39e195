"""What verification finds, as codes with parameters; the words in another language are the caller's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from signing.values import Level


class Status(StrEnum):
    """The three answers, with the exit code of the command line."""

    INTACT_TRUSTED = "intact_trusted"
    INTACT_UNTRUSTED = "intact_untrusted"
    BROKEN = "broken"

    @property
    def exit_code(self) -> int:
        """Return 0 intact and the issuer confirmed, 2 intact but not confirmed, 1 broken."""
        return {Status.INTACT_TRUSTED: 0, Status.INTACT_UNTRUSTED: 2, Status.BROKEN: 1}[self]


class Role(StrEnum):
    """What a signature does in a document."""

    CERTIFICATION = "certify"
    SIGNER = "signer"
    SEAL = "seal"
    TIMESTAMP = "timestamp"


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    WHOLE_FILE = "whole_file"
    BUT_EVIDENCE = "but_evidence"
    REVISION = "revision"


class Code(StrEnum):
    """Reasons to disbelieve, and at the end remarks that are no reason."""

    HASH_DIFFERS = "hash_differs"
    UNREADABLE = "unreadable"
    NOT_SIGNED = "not_signed"
    FOREIGN = "foreign"
    NOT_CERTIFIED = "not_certified"
    NOT_RESERVED = "not_reserved"
    INCOMPLETE = "incomplete"
    OUT_OF_ORDER = "out_of_order"
    BYTES_ADDED = "bytes_added"
    UNSIGNED_UPDATE = "unsigned_update"
    OTHER_CHANGE = "other_change"
    VALUE_OF_ANOTHER = "value_of_another"
    BAD_EVIDENCE = "bad_evidence"
    BYTE_RANGE = "byte_range"
    BAD_FORM = "bad_form"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_INVALID = "signature_invalid"
    CERTIFICATE_UNFIT = "certificate_unfit"
    CERTIFICATE_FORGED = "certificate_forged"
    CERTIFICATE_REVOKED = "certificate_revoked"
    SEAL_OF_ANOTHER = "seal_of_another"
    TIMESTAMP_BROKEN = "timestamp_broken"
    ISSUER_UNCONFIRMED = "issuer_unconfirmed"
    SEAL_UNKNOWN = "seal_unknown"
    REVOKED_UNTIMED = "revoked_untimed"
    REVOKED_SINCE = "revoked_since"
    LONE_FILE = "lone_file"
    TIMESTAMP_UNCONFIRMED = "timestamp_unconfirmed"
    EVIDENCE_UNSTAMPED = "evidence_unstamped"


TEXTS: Final[dict[Code, str]] = {
    Code.HASH_DIFFERS: "The file is not the one that was recorded: its SHA-256 differs",
    Code.UNREADABLE: "The file is not a PDF that a strict reader accepts",
    Code.NOT_SIGNED: "The file carries no signature",
    Code.FOREIGN: "Another program signed the document: only what was signed here is checked here",
    Code.NOT_CERTIFIED: "The first signature does not certify the document",
    Code.NOT_RESERVED: "A signature is in a field that was not reserved when the document was sent",
    Code.INCOMPLETE: "A signature is missing: the document was cut back, or not everybody has signed yet",
    Code.OUT_OF_ORDER: "The signatures are not in the order in which they were made",
    Code.BYTES_ADDED: "Something was added after the last signature",
    Code.UNSIGNED_UPDATE: "The document was changed without a signature",
    Code.OTHER_CHANGE: "A signature came with a change to something else in the document",
    Code.VALUE_OF_ANOTHER: "A signature came with a change to a field that belongs to somebody else",
    Code.BAD_EVIDENCE: "Something else than evidence for the signatures was added after the seal",
    Code.BYTE_RANGE: "A signature does not cover what it has to cover",
    Code.BAD_FORM: "A signature is not written in the one form that is accepted",
    Code.CONTENT_CHANGED: "The document was changed after it was signed",
    Code.SIGNATURE_INVALID: "A signature was not made with the key of its certificate",
    Code.CERTIFICATE_UNFIT: "A certificate was not good for signing at that time",
    Code.CERTIFICATE_FORGED: "A certificate names a trusted authority as its issuer, which did not sign it",
    Code.CERTIFICATE_REVOKED: "A certificate had been revoked by that time",
    Code.SEAL_OF_ANOTHER: "The closing seal and the certification are of different organisations",
    Code.TIMESTAMP_BROKEN: "A time stamp does not fit what it stamps",
    Code.ISSUER_UNCONFIRMED: "The document is intact, but who issued the certificate is not confirmed",
    Code.SEAL_UNKNOWN: (
        "The document is intact, but that this certificate is the organisation's seal is not confirmed: "
        "whoever issued it has other customers; compare its SHA-256"
    ),
    Code.REVOKED_UNTIMED: (
        "The seal's certificate was revoked since, and no time stamp shows that this signature is older"
    ),
    Code.REVOKED_SINCE: "A certificate was revoked later; a time stamp shows that the signature is older",
    Code.LONE_FILE: (
        "Without a recorded SHA-256 nobody can tell an earlier finished state of the document from the last, "
        "nor another spelling of the last signature itself"
    ),
    Code.TIMESTAMP_UNCONFIRMED: (
        "A time stamp is intact, but its authority is not confirmed, so its time is not relied on"
    ),
    Code.EVIDENCE_UNSTAMPED: (
        "Evidence for later years was added after the seal; no time stamp covers it yet, and it changes "
        "nothing of the document"
    ),
}


OPEN: Final = frozenset({Code.ISSUER_UNCONFIRMED, Code.SEAL_UNKNOWN, Code.REVOKED_UNTIMED})
"""Findings that leave the document intact, and who stands behind it open."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding: what, where (a field, a range of bytes), and the particulars."""

    code: Code
    place: str = ""
    detail: str = ""

    def __str__(self) -> str:
        place = f" [{self.place}]" if self.place else ""
        return f"{TEXTS[self.code]}{place}" + (f": {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature.

    `at` is the time that it claims, inside the signed bytes; `stamped_at` the time of a stamp whose authority
    is confirmed; `problem` is empty if all is well; `remarks` are no problems. `issuer` is who issued the
    certificate, `root` the given root that it leads to (empty if to none); `one_time` tells of a certificate
    made for this signature alone; `filled` are the fields filled in with it, label and value. `covered` says
    how many bytes from the beginning it covers, all but itself.
    """

    field: str
    who: str
    organisation: str
    role: Role
    at: datetime
    serial: str
    coverage: Coverage
    level: Level
    intact: bool
    trusted: bool
    stamped_at: datetime | None = None
    problem: Problem | None = None
    remarks: tuple[Problem, ...] = ()
    issuer: str = ""
    root: str = ""
    one_time: bool = False
    filled: tuple[tuple[str, str], ...] = ()
    covered: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: the status, each signature in order, what is wrong, and what to know besides."""

    status: Status
    signatures: tuple[SignatureReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether the document is intact and its issuer confirmed."""
        return self.status is Status.INTACT_TRUSTED


class Broken(Exception):
    """Stop looking: what was found makes the rest meaningless."""

    def __init__(self, code: Code, place: str = "", detail: str = "") -> None:
        super().__init__(str(Problem(code, place, detail)))
        self.problem = Problem(code, place, detail)
