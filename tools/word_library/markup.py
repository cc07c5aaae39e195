"""Read the texts of the Word templates: one line is one paragraph, its first sign says which.

- `#` title, `##` section, `###` heading, `+` clause, `++` subclause, `*` numbered and `-` plain item,
  `=` preamble, `>` note, `^` to the right, `~ left || right`, `---` next page, `%gap`; other lines are plain
  paragraphs, and one of control tags alone stands in a style of its own.
- `+[price]` labels a clause that `[[price]]` refers to; `**bold**`.
- `%table LOOK WIDTHS` to `%end`: a line is a row, cells are parted by `||`, paragraphs in a cell by `//`.
  A width is in millimetres, `r` or `c` after it sets the text to the right or in the middle. `<<` joins a
  cell with the one on its left, `^^` with the one above.
- `<<name: first; second>>` is a piece of shared/<language>.txt, `$1` and `$2` in it stand for what is given.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).parent / "texts"
_SHARED = Path(__file__).parent / "shared"
_PIECE = re.compile(r"<<([a-z]+)(?:: ([^<>]*))?>>")
_LANGUAGE = re.compile(r"^=== (\w+)\n", re.MULTILINE)
_SIGN = re.compile(r"(###|##|\+\+|#|\+|-|\*|>|=|\^|~)(?:\[(\w+)\])? +(.+)")
_WIDTH = re.compile(r"(\d+(?:\.\d+)?)([rc]?)")
_CONTROL = re.compile(r"(?:\{(?:IF|ELSEIF|ELSE|ENDIF|FOREACH|ENDFOREACH)\b[^{}]*\}\s*)+")

Sign = Literal["", "#", "##", "###", "+", "++", "-", "*", ">", "=", "^", "~", "control", "%gap", "---"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: the sign that says what it is, and its text; `label` is what `[[label]]` refers to."""

    sign: Sign
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: width in millimetres, and where its text stands."""

    width: float
    align: Literal["", "r", "c"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name of its look, its columns, its rows of cells of paragraphs."""

    look: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one template in one language."""

    about: Mapping[str, str]
    blocks: tuple[Paragraph | Table, ...]


def read(path: Path, language: str) -> Text:
    """Read the part of a file that is in this language."""
    shared = _parts(_SHARED / f"{language}.txt")
    head, _, body = _put_in(_parts(path)[language], shared).partition("\n\n")
    about = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Text(about, tuple(_blocks(iter(body.splitlines()))))


def _parts(path: Path) -> dict[str, str]:
    parts = _LANGUAGE.split(path.read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _put_in(text: str, shared: Mapping[str, str]) -> str:
    """Replace each `<<name: …>>` by its piece, pieces in pieces too."""

    def piece(found: re.Match[str]) -> str:
        given = [each.strip() for each in (found[2] or "").split(";")]
        filled = re.sub(r"\$(\d)", lambda number: given[int(number[1]) - 1], shared[found[1]].strip())
        return _put_in(filled, shared)

    return _PIECE.sub(piece, text)


def paragraph(line: str) -> Paragraph:
    """Tell what a line is."""
    if line in {"---", "%gap"}:
        return Paragraph(line, "")  # type: ignore[arg-type]  # two of the signs
    if found := _SIGN.fullmatch(line):
        return Paragraph(found[1], found[3], found[2] or "")  # type: ignore[arg-type]  # the pattern's own signs
    return Paragraph("control" if _CONTROL.fullmatch(line) else "", line)


def _blocks(lines: Iterator[str]) -> Iterator[Paragraph | Table]:
    for line in lines:
        if line.startswith("%table "):
            yield _table(line, lines)
        elif line.strip():
            yield paragraph(line.strip())


def _table(head: str, lines: Iterator[str]) -> Table:
    _, look, *widths = head.split()
    found = [match for width in widths if (match := _WIDTH.fullmatch(width))]
    columns = tuple(Column(float(match[1]), match[2]) for match in found)  # type: ignore[arg-type]
    rows = tuple(_row(line, columns) for line in iter(lambda: next(lines), "%end") if line.strip())
    return Table(look, columns, rows)


def _row(line: str, columns: tuple[Column, ...]) -> tuple[str, ...]:
    cells = tuple(cell.strip() for cell in line.split("||"))
    if len(cells) != len(columns):
        raise ValueError(f"{len(cells)} cells in {len(columns)} columns: {line}")
    return cells
