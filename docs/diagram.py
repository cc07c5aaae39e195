"""Draw a document's path as SVG, in English for README.md and in Russian for the pages of users."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

WIDTH, HEIGHT = 1000, 244
BOX, GAP, LEFT, TOP, TALL = 140, 24, 20, 40, 96
INK, SOFT, LINE, ACCENT, PAPER, TINT = "#1f2933", "#5b6770", "#c3ccd3", "#0f5c6e", "#ffffff", "#f4f7f8"
FONT = "system-ui, -apple-system, 'Segoe UI', 'PT Sans', Roboto, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the picture: who, what, and two lines about it, from left to right."""

    title: str
    steps: tuple[tuple[str, str, str, str], ...]
    back: str
    stop: str
    trail: str


WORDS: Mapping[str, Words] = {
    "path": Words(
        title="The path of a document: deal, document, approval, signature, seal, archive",
        steps=(
            ("CRM", "Deal", "client, lines,", "prices, dates"),
            ("Manager", "Document", "a number, a PDF", "from a template"),
            ("Lawyer, finance, director", "Approval", "stages in order,", "people in parallel"),
            ("Director, client", "Signature", "link, consent,", "e-mail code"),
            ("docsvc", "Seal", "PAdES, certificate", "of completion"),
            ("Accountant", "Archive", "one package,", "verified offline"),
        ),
        back="returned for rework: a new version",
        stop="rejected, declined, expired, withdrawn: the number stays, a new version may follow",
        trail="Audit trail: one entry for every step, each with the hash of the one before",
    ),
    "path.ru": Words(
        title="Путь документа: сделка, документ, согласование, подпись, печать, архив",
        steps=(
            ("CRM", "Сделка", "клиент, позиции,", "цены, сроки"),
            ("Менеджер", "Документ", "номер и PDF", "по шаблону"),
            ("Юрист, финансы, директор", "Согласование", "этапы по порядку,", "люди параллельно"),
            ("Директор, клиент", "Подпись", "ссылка, согласие,", "код из письма"),
            ("docsvc", "Печать", "PAdES и протокол", "подписания"),
            ("Бухгалтер", "Архив", "один пакет,", "проверка без сети"),
        ),
        back="вернули на доработку: новая версия",
        stop="не согласовали, отказались, истёк срок, отозвали: номер остаётся, можно сделать новую версию",
        trail="Журнал: запись о каждом шаге, в каждой — хеш предыдущей",
    ),
}


def write_diagrams(folder: Path) -> None:
    """Write both pictures into the folder."""
    for name, words in WORDS.items():
        (folder / f"{name}.svg").write_text(drawn(words), encoding="utf-8")


def drawn(words: Words) -> str:
    """Return the picture: it brings its own paper, so that a dark page does not swallow it."""
    parts = [_step(number, step) for number, step in enumerate(words.steps)]
    parts += [_arrow(number) for number in range(len(words.steps) - 1)]
    parts += [_back(words.back), _trail(words)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(words.title)}" font-family="{FONT}">'
    )
    marker = (
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0 8 4 0 8z" fill="{SOFT}"/></marker></defs>'
    )
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="{PAPER}"/>'
    return "\n".join([head, f"<title>{escape(words.title)}</title>", marker, paper, *parts, "</svg>", ""])


def _step(number: int, step: tuple[str, str, str, str]) -> str:
    left = LEFT + number * (BOX + GAP)
    middle = left + BOX / 2
    who, what, *lines = step
    look = f'fill="{TINT}" stroke="{LINE}"'
    return "\n".join(
        [
            _text(middle, TOP - 12, who, size=11, fill=SOFT),
            f'<rect x="{left}" y="{TOP}" width="{BOX}" height="{TALL}" rx="9" {look}/>',
            f'<rect x="{left}" y="{TOP}" width="{BOX}" height="5" rx="2.5" fill="{ACCENT}"/>',
            _text(middle, TOP + 36, what, size=16, weight=600),
            *(_text(middle, TOP + 60 + 17 * row, line, size=12.5) for row, line in enumerate(lines)),
        ]
    )


def _arrow(number: int) -> str:
    left = LEFT + number * (BOX + GAP) + BOX
    return _line(f"M{left + 3} {TOP + TALL / 2}H{left + GAP - 3}")


def _back(text: str) -> str:
    """Draw the way back from approval to the document."""
    bottom, deep = TOP + TALL, TOP + TALL + 18
    document, approval = (LEFT + step * (BOX + GAP) + BOX / 2 for step in (1, 2))
    path = _line(f"M{approval} {bottom + 3}V{deep}H{document}V{bottom + 4}", dashed=True)
    return path + "\n" + _text((document + approval) / 2, deep + 17, text, size=12, fill=SOFT)


def _trail(words: Words) -> str:
    top = HEIGHT - 60
    return "\n".join(
        [
            f'<rect x="{LEFT}" y="{top}" width="{WIDTH - 2 * LEFT}" height="26" rx="6" fill="{ACCENT}"/>',
            _text(WIDTH / 2, top + 17.5, words.trail, size=12.5, fill=PAPER),
            _text(WIDTH / 2, HEIGHT - 13, words.stop, size=12, fill=SOFT),
        ]
    )


def _line(path: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return f'<path d="{path}" stroke="{SOFT}" stroke-width="1.4" fill="none" marker-end="url(#tip)"{dashes}/>'


def _text(x: float, y: float, text: str, *, size: float, fill: str = INK, weight: int = 400) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )
