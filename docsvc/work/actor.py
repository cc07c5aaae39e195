"""Who acts: a person who works here, a recipient with a link, a machine with a key, or docsvc itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from docsvc.model import Role


class ActorKind(StrEnum):
    """What kind of actor it is."""

    USER = "user"
    RECIPIENT = "recipient"
    API = "api"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts, with what rights rest on and where the act came from.

    `stands_for` are ids of absent people whose decisions the actor takes now, `standing_roles` their roles.
    """

    kind: ActorKind
    id: str
    name: str
    email: str = ""
    roles: frozenset[Role] = frozenset()
    department_id: str | None = None
    scopes: frozenset[str] = frozenset()
    language: str = "ru"
    address: str = ""
    device: str = ""
    via: str = field(default="", compare=False)
    stands_for: frozenset[str] = frozenset()
    standing_roles: frozenset[Role] = frozenset()

    @property
    def reference(self) -> dict[str, str]:
        """Return what the audit entry itself says of the actor: no personal data."""
        return {"kind": self.kind.value, "id": self.id} | ({"via": self.via} if self.via else {})

    @property
    def personal(self) -> dict[str, str]:
        """Return what is only committed to: name, e-mail, address and device, where known."""
        known = {"name": self.name, "email": self.email, "address": self.address, "device": self.device}
        return {key: value for key, value in known.items() if value}


SYSTEM = Actor(kind=ActorKind.SYSTEM, id="docsvc", name="docsvc")
"""The service itself, acting by a job."""
