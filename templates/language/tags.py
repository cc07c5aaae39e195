"""What a scan finds in a text: tags, and places that were meant as tags and are none."""

from dataclasses import dataclass
from enum import StrEnum


class TagKind(StrEnum):
    """What a tag does; the last three are Jinja's own `{{ }}`, `{% %}` and `{# #}`."""

    FIELD = "field"
    IF = "if"
    ELSEIF = "elseif"
    ELSE = "else"
    ENDIF = "endif"
    FOREACH = "foreach"
    ENDFOREACH = "endforeach"
    SIGNATURE = "signature"
    STAMP = "stamp"
    QR = "qr"
    IMAGE = "image"
    BLOCK = "block"
    PRINT = "print"
    STATEMENT = "statement"
    COMMENT = "comment"


JINJA = frozenset({TagKind.PRINT, TagKind.STATEMENT, TagKind.COMMENT})
STEERING = frozenset(
    {
        *(TagKind.IF, TagKind.ELSEIF, TagKind.ELSE, TagKind.ENDIF),
        *(TagKind.FOREACH, TagKind.ENDFOREACH, TagKind.STATEMENT),
    }
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `start` and `end` are offsets in the scanned text, `body` what the braces hold."""

    kind: TagKind
    start: int
    end: int
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a text: its offsets, a stable English `code`, what is wrong, what to write instead."""

    start: int
    end: int
    code: str
    message: str
    suggestion: str = ""


class BadTag(Exception):
    """A tag has no meaning where it stands; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


class BadExpression(Exception):
    """An expression cannot be read; `hint` is what to write instead, or empty."""

    def __init__(self, message: str, hint: str = "", *, code: str = "bad-expression") -> None:
        self.hint, self.code = hint, code
        super().__init__(message)
