"""What a signer gives: their name, the words they ticked, how the signature looks, what they filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Values = Mapping[str, str]
"""What was filled in, by the field's name."""


class LookKind(StrEnum):
    """How a signature was made: typed in a face, drawn, or a picture of one."""

    TYPED = "typed"
    DRAWN = "drawn"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class LookInput:
    """How the signature shall look.

    `content` is a drawing (JSON: `width`, `height`, `strokes`) or the file of a picture; `face` names what a
    typed one is written in. A picture that is not `cleaned` is read, and written anew, before it is kept.
    """

    kind: LookKind = LookKind.TYPED
    face: str = ""
    content: bytes = b""
    cleaned: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """The agreement on electronic signature as it stands now: its version, hash and bytes."""

    version: str
    sha256: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Will:
    """What the signer gave: `consent` holds the words they ticked, `agreed_sha256` the text they accepted.

    Both are empty where the box was left empty; whoever accepted this agreement before need not again.
    `shown` says of each document which bytes the page showed; `shown_sha256` does where there is only one.
    `values` are by document, `detached` holds signatures that were made outside, by document, `consents` the
    kinds of consent that were ticked apart from the signature; `confirmed` whether the signer says that a
    certificate on another name is theirs.
    """

    typed: str
    code: str
    consent: str
    agreement: Offer
    agreed_sha256: str
    shown: Mapping[str, str] = field(default_factory=dict)
    look: LookInput = LookInput()
    values: Mapping[str, Values] = field(default_factory=dict)
    detached: Mapping[str, bytes] = field(default_factory=dict)
    consents: Sequence[str] = ()
    confirmed: bool = False
    shown_sha256: str = ""

    def shown_of(self, document_id: str) -> str:
        """Return the hash of what the page showed of a document, or an empty string."""
        return self.shown.get(document_id) or self.shown_sha256
