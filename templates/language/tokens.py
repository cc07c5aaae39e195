"""Split the inside of a tag into tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from templates.language.tags import BadExpression
from templates.phrase import Phrase


class Token(StrEnum):
    """What a piece of an expression is."""

    NUMBER = "число"
    TEXT = "текст"
    NAME = "имя"
    SIGN = "знак"
    END = "конец"


@dataclass(frozen=True, slots=True)
class Piece:
    """A token, its meaning (a name, a number's digits, a text without quotes) and how it was written."""

    token: Token
    value: str
    written: str


QUOTES = {
    '"': '"',
    "'": "'",
    "“": "”“„",
    "„": "“”",
    "«": "»",
    "”": "”",
    "‘": "’‘",
    "’": "’",
    "‚": "‘’",
    "″": "″",
}
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d])(?:[.,]\d+)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COMMA_NUMBER = re.compile(r"\d+,\d+")
_NAME = re.compile(r"[^\W\d]\w*(?:\s?\.\s?\w+)*")
_SIGNS = {
    **{sign: sign for sign in ("+", "*", "/", "(", ")", "|", ":", ",", ">", "<", "=")},
    "-": "-",
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "∙": "*",
    "⋅": "*",
    "÷": "/",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    ">=": ">=",
    "<=": "<=",
    "==": "=",
    "!=": "!=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
}
_INSTEAD = {
    "&": "Вместо && пишут AND.",
    "!": "Вместо ! пишут NOT, вместо «не равно» <>.",
    "?": "Выбор пишут так: {IF УСЛОВИЕ}…{ELSE}…{ENDIF}.",
    "^": "Степень в теге не считают: перемножьте или дайте готовое число полем.",
    ".": "Уберите точку: она стоит только внутри имени, DEAL.AMOUNT, и дроби, 0.85.",
}
_ALLOWED = "Уберите его: в теге бывают имена, числа, текст в кавычках, + - * / = > < ( ) и | с фильтром."
_LONE = re.compile(r"\d")


def normalise(inside: str) -> str:
    """Undo what editors do inside a tag: special spaces, soft hyphens, escaped characters, HTML entities."""
    if "&" in inside:
        from html import unescape

        inside = unescape(inside)
    inside = _SPACES.sub(" ", _UNSEEN.sub("", inside))
    return re.sub(r"\\([_*<>|\[\]\"'#.+-])", r"\1", inside).strip()


def straighten(inside: str) -> str:
    """Undo in a tag of Jinja what Word makes of spaces and quotation marks while one types."""
    inside = _SPACES.sub(" ", _UNSEEN.sub("", inside))
    if '"' not in inside:
        inside = re.sub("[“”„]", '"', inside)
    return inside if "'" in inside else re.sub("[‘’‚]", "'", inside)


def pieces(text: str) -> Iterator[Piece]:
    """Give the tokens of a normalised text, END last. Raises BadExpression."""
    at, in_arguments = 0, False
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        piece = _piece(text, at, in_arguments=in_arguments)
        in_arguments = piece.value == ":" or (in_arguments and piece.value != "|")
        yield piece
        at += len(piece.written)
    yield Piece(Token.END, "", "")


def _piece(text: str, at: int, *, in_arguments: bool) -> Piece:
    char = text[at]
    if char in QUOTES:
        return _quoted(text, at)
    if _LONE.match(char):
        return _number(text, at, in_arguments=in_arguments)
    if name := _NAME.match(text, at):
        return Piece(Token.NAME, name.group().replace(" ", ""), name.group())
    for length in (2, 1):
        if sign := _SIGNS.get(text[at : at + length]):
            return Piece(Token.SIGN, sign, text[at : at + length])
    if char == "%":
        raise BadExpression("знак % в вычислениях не понимается", "Вместо 15% напишите 0.15.")
    if char in "{}[]":
        raise BadExpression(
            Phrase("скобка «%(char)s» внутри тега", char=char), "Внутри тега бывают только круглые скобки."
        )
    raise BadExpression(Phrase("непонятный знак «%(char)s»", char=char), _INSTEAD.get(char, _ALLOWED))


def _quoted(text: str, at: int) -> Piece:
    closers = QUOTES[text[at]]
    ends = [end for closer in closers if (end := text.find(closer, at + 1)) > 0]
    if not ends:
        raise BadExpression(
            Phrase("кавычка %(quote)s не закрыта", quote=text[at]), "Поставьте вторую кавычку после текста."
        )
    return Piece(Token.TEXT, text[at + 1 : min(ends)], text[at : min(ends) + 1])


def _number(text: str, at: int, *, in_arguments: bool) -> Piece:
    """Read «0.85», «0,85» and «100 000»; after a colon a comma parts arguments and is no decimal point."""
    grouped = None if in_arguments else _GROUPED.match(text, at)
    comma = None if in_arguments else _COMMA_NUMBER.match(text, at)
    found = grouped or comma or _NUMBER.match(text, at)
    written = found.group() if found else text[at]
    after = text[at + len(written) : at + len(written) + 1]
    if after.isalpha() or after == "_":
        raise BadExpression(
            Phrase("имя не может начинаться с цифры: «%(text)s»", text=text[at:].split(maxsplit=1)[0])
        )
    return Piece(Token.NUMBER, written.replace(" ", "").replace(",", "."), written)
