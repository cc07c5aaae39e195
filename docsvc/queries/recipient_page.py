"""A recipient's page as one value: everything that it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from docsvc.model import Act, Channel, Kind, Level
from docsvc.queries.changed_since import Earlier
from docsvc.queries.recipient_parts import EnvelopeDocument, Neighbour, OwnAct, Party, Person
from docsvc.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Everything that the recipient's page shows. `facts` is the frozen record that the template saw.

    Whoever `needs_access_code` is shown nothing but that question: the rest is empty. `documents` is the
    whole sending, the others of this view are of the document in front of the recipient. `quorum` is how many
    of `group` must act; `host` who handed their device over, `in_person`; `changes_since` what this person
    saw of the document in an earlier round; `draft` what they had filled in. Where an access
    code (`guarded`) or codes by text message (`texted`) are asked for, a colleague who takes over needs them.
    """

    recipient_id: str
    name: str
    position: str
    organisation: str
    authority: str
    email: str
    phone: str
    language: str
    act: Act
    level: Level
    channel: Channel
    individual: bool
    may_delegate: bool
    group: str
    quorum: int
    needs_access_code: bool
    in_person: bool
    host: str
    standing: Standing
    reason: str
    document_id: str
    kind: Kind
    number: str
    version: str
    pages: int
    shown_sha256: str
    final_sha256: str | None
    has_certificate: bool
    facts: Mapping[str, Any]
    title: str
    message: str
    shares_copies: bool
    expires_at: datetime | None
    sender: Person
    parties: tuple[Party, ...]
    own: OwnAct | None
    code_sent_at: datetime | None
    documents: tuple[EnvelopeDocument, ...]
    changes_since: Earlier | None
    draft: Mapping[str, str]
    guarded: bool
    texted: bool

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """Return the documents of the sending, by name only."""
        return tuple(Neighbour(each.id, each.kind, each.number) for each in self.documents)

    @property
    def here(self) -> EnvelopeDocument:
        """Return the document in front of the recipient."""
        return next(each for each in self.documents if each.id == self.document_id)

    @property
    def shown(self) -> Mapping[str, str]:
        """Return the hash of everything that the recipient acts on, by document."""
        return {each.id: each.shown_sha256 for each in self.documents if each.asked}


BEHIND_THE_CODE: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "number": "",
        "version": "",
        "pages": 0,
        "shown_sha256": "",
        "final_sha256": None,
        "has_certificate": False,
        "facts": MappingProxyType({}),
        "title": "",
        "message": "",
        "reason": "",
        "parties": (),
        "own": None,
        "code_sent_at": None,
        "documents": (),
        "changes_since": None,
        "draft": MappingProxyType({}),
    }
)
"""What is empty for whoever was not yet asked for the access code. A test lists all that is not."""
