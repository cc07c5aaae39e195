"""What is known of a signature made outside, and what remains open."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from signing.flaws import Fault
from signing.holder import Holder


class Unchecked(StrEnum):
    """What the answer does not tell."""

    QUALIFICATION = "qualification"
    CHAIN = "chain"
    REVOCATION = "revocation"
    TIMESTAMP = "timestamp"
    CLOCK = "clock"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class DetachedReport:
    """What is known of a signature made outside; times are aware UTC.

    `problems` are reasons not to take it, `not_checked` what remains open where there are none. `trusted`
    says that the chain leads to one of the given certificates. `signed_at` is as the signer's machine says.
    """

    problems: tuple[Fault, ...] = ()
    not_checked: tuple[Unchecked, ...] = ()
    algorithm: str = ""
    holder: Holder = field(default_factory=Holder)
    serial: str = ""
    issuer: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    signed_at: datetime | None = None
    trusted: bool = False

    @property
    def ok(self) -> bool:
        """Tell whether there is no reason not to take it."""
        return not self.problems

    @property
    def who(self) -> str:
        """Return the name of the person, or of the organisation where the certificate names nobody else."""
        return self.holder.name or self.holder.organisation

    @property
    def organisation(self) -> str:
        """Return the organisation that the certificate names."""
        return self.holder.organisation

    @property
    def inn(self) -> str:
        """Return the ИНН of the organisation, else of the person."""
        return self.holder.organisation_inn or self.holder.inn

    def plain(self) -> dict[str, Any]:
        """Return the report as it is kept beside the signature."""
        moments = {name: getattr(self, name) for name in ("valid_from", "valid_to", "signed_at")}
        return {
            "algorithm": self.algorithm,
            "who": self.who,
            "holder": {name: value for name, value in asdict(self.holder).items() if value},
            "serial": self.serial,
            "issuer": self.issuer,
            "trusted": self.trusted,
            "not_checked": [each.value for each in self.not_checked],
            "problems": [[each.code.value, each.about] for each in self.problems],
        } | {name: value.isoformat() if value else None for name, value in moments.items()}
