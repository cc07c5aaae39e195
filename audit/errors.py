"""What can be wrong with a record; each error says where."""


class AuditError(Exception):
    """The base of everything that this package raises on purpose."""


class NotCanonical(AuditError, ValueError):
    """A value has no canonical form, or bytes are not the canonical form of their value.

    `where` is the path of the value (`private.lines[2].price`) or `byte N` of the text.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class ChainBroken(AuditError):
    """A chain does not hold: `position` is the first entry (from 1) that does not fit."""

    def __init__(self, subject: str, position: int, reason: str) -> None:
        super().__init__(f"audit chain of {subject or 'nothing'} is broken at entry {position}: {reason}")
        self.subject = subject
        self.position = position
        self.reason = reason


class EvidenceBroken(AuditError):
    """An evidence file is not what was written.

    `where` is a byte (`byte N`) or a field (`entries[2].kind`, entries counted from 0 as in the file).
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"audit evidence is broken at {where}: {reason}")
        self.where = where
        self.reason = reason
