"""What a template's author should know: each check gives findings about the programs of its parts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from templates.filters import FILTERS_ALLOWED
from templates.findings import Finding, Severity, Spot
from templates.language import TagKind
from templates.language.names import FIRST_LINE as LINES
from templates.language.names import ROOTS, kinds
from templates.lint.known import Known, meant
from templates.lint.program import Line, Program
from templates.lint.uses import Found, Guards
from templates.lint.walk import Walk
from templates.phrase import Phrase
from templates.sandbox import FUNCTIONS
from templates.schema import FieldSchema

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_AMOUNTS = frozenset({"deal.amount", "deal.total_amount", "deal.amount_with_vat", "deal.sum", "deal.total"})
_INNER = frozenset({"compare", "figure", "field", "each", "rate", "counted", "joined", "weighed", "word_run"})
_SIGNED = frozenset({"contract", "act", "supplement", "specification", "nda"})
_PAID = (
    "seller.account",
    "seller.bank_name",
    "seller.bik",
    "seller.corr_account",
    "seller.inn",
    "seller.kpp",
)
_FIRST_LINE, _LINE_FIELD = "deal.products[0].", re.compile(r"\bproduct\s*\.\s*(\w+)", re.IGNORECASE)
_DRAWN = {"payment_qr": (*_PAID, "deal.amount"), "stamp": ("seller.stamp",)}


@dataclass(frozen=True, slots=True)
class Part:
    """The program of one part and what a walk found in it."""

    program: Program
    found: Found

    def line(self, number: int) -> Line:
        """Give the tag of a line."""
        return self.program.lines[min(number, len(self.program.lines)) - 1]


def walk(program: Program) -> Part:
    """Walk a program; one that is broken, tag by tag."""
    found = Found()
    for first, tree in program.trees():
        try:
            seen = Walk(first).run(tree)
        except RecursionError:
            line = program.lines[first - 1]
            program.findings.append(line.finding(_ERROR, "too-deep", "слишком глубокая вложенность в тегах"))
            continue
        for name in Found.__slots__:
            getattr(found, name).extend(getattr(seen, name))
    return Part(program, found)


def unknown_fields(parts: Iterable[Part], known: Known) -> Iterator[Finding]:
    """Find fields that nobody knows, each place of each once."""
    for part in parts:
        told: set[tuple[str, int]] = set()
        for use in part.found.uses:
            path = use.path.lower()
            if (use.spared and not use.word) or known.knows(path) or (path, use.line) in told:
                continue
            if any(path.startswith(f"{other}{end}") for other, _ in told for end in ("[]", ".")):
                continue  # its list was told of
            told.add((path, use.line))
            line = part.line(use.line)
            message, hint = meant(use.path, known, word=use.word)
            yield line.finding(_ERROR, "unknown-field", message, hint)


def unknown_names(part: Part) -> Iterator[Finding]:
    """Find filters and functions that there are not."""
    for name, line in part.found.filters:
        if name not in FILTERS_ALLOWED and name not in _INNER:
            yield part.line(line).finding(
                _ERROR,
                "unknown-filter",
                Phrase("нет фильтра «%(name)s»", name=name),
                _maybe(name, FILTERS_ALLOWED.keys() - _INNER),
            )
    for name, line in part.found.functions:
        if name not in FUNCTIONS and name != "caller":
            yield part.line(line).finding(
                _ERROR,
                "forbidden",
                Phrase("функции «%(name)s» в шаблонах нет", name=name),
                _maybe(name, FUNCTIONS),
            )


def _maybe(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, sorted(known), 1, 0.6)
    return Phrase("Может быть, «%(name)s»?", name=close[0]) if close else ""


def forbidden(part: Part) -> Iterator[Finding]:
    """Find what templates may not do."""
    for name, line in part.found.forbidden:
        if name == "pow":
            message, hint = "возведение в степень в шаблонах не разрешено", "Посчитайте сумму до шаблона."
        elif name.startswith("_"):
            message, hint = (
                Phrase("«%(name)s»: имена с подчёркиванием впереди закрыты", name=name),
                "Уберите это обращение.",
            )
        else:
            message, hint = (
                Phrase("«%(name)s» в шаблонах не разрешён", name=name),
                "Общий текст вставляет {BLOCK:имя}.",
            )
        yield part.line(line).finding(_ERROR, "forbidden", message, hint)


def sums(part: Part, schema: FieldSchema) -> Iterator[Finding]:
    """Warn of a sum of the document that routes and the register do not know of."""
    if schema.amount is not None:
        return
    told: set[int] = set()
    for paths, line in part.found.sums:
        if line not in told and paths & _AMOUNTS:
            told.add(line)
            yield part.line(line).finding(
                _WARNING,
                "undeclared-amount",
                "шаблон считает свою сумму, а сумма документа в карточке останется прежней",
                "Впишите это выражение в поле «Сумма документа» шаблона (amount в fields.yaml).",
            )


def lone_lines(part: Part) -> Iterator[Finding]:
    """Warn of a line's field outside of every loop: it prints the first line, and no other."""
    for line in part.program.lines:
        printed = line.tag.kind is TagKind.FIELD and _FIRST_LINE in line.code
        if printed and any(
            f"{LINES}.{name.lower()}" in kinds() for name in _LINE_FIELD.findall(line.tag.body)
        ):
            yield line.finding(
                _WARNING,
                "outside-loop",
                "поле позиции стоит вне {FOREACH}: напечатается только первая позиция",
                "Чтобы были все, поставьте его между {FOREACH DEAL.PRODUCTS} и {ENDFOREACH}.",
            )


def signatures(parts: list[Part], kind: str) -> Iterator[Finding]:
    """Find places to sign that are there twice or in a loop, and kinds of documents that lack one."""
    seen: dict[str, list[Guards]] = {}
    for part in parts:
        for party, line, guards in part.found.parties:
            if part.line(line).loops:
                yield part.line(line).finding(
                    _ERROR,
                    "duplicate-signature",
                    Phrase("место подписи «%(party)s» стоит внутри {FOREACH} и повторилось бы", party=party),
                    "Поставьте его после {ENDFOREACH}.",
                )
            elif any(not _exclusive(guards, other) for other in seen.get(party, ())):
                yield part.line(line).finding(
                    _ERROR,
                    "duplicate-signature",
                    Phrase("место подписи «%(party)s» уже есть в документе", party=party),
                    "Оставьте одно место на каждую сторону.",
                )
            seen.setdefault(party, []).append(guards)
    if kind in _SIGNED and "client" not in seen:
        message = "в шаблоне нет места для подписи клиента"
        hint = "Поставьте {SIGNATURE:client} там, где клиент подпишет."
        yield Finding(_WARNING, "no-signature", Spot(), "", message, hint)
    elif kind in _SIGNED and "seller" not in seen:
        message = "в шаблоне нет места для нашей подписи"
        hint = "Поставьте {SIGNATURE:seller}, если документ подписываем и мы."
        yield Finding(_WARNING, "no-signature", Spot(), "", message, hint)


def _exclusive(one: Guards, two: Guards) -> bool:
    """Tell whether two places stand in branches of which only one is ever taken."""
    return any((line, not denied) in two for line, denied in one)


def unused(parts: Iterable[Part], schema: FieldSchema) -> Iterator[Finding]:
    """Warn of fields that people must fill in and that the template shows nowhere."""
    used = {use.path.lower() for part in parts for use in part.found.uses}
    if f"{LINES}.total" in used:
        used |= {f"{LINES}.price", f"{LINES}.quantity"}  # a line's total is computed from them
    drawn = {path for part in parts for name, _ in part.found.functions for path in _DRAWN.get(name, ())}
    for field in schema.fields:
        path = field.path.lower()
        shown = any(each == path or each.startswith((f"{path}.", f"{path}[]")) for each in used | drawn)
        # A macro is handed the whole section, and a loop may hand on the whole line.
        whole = any(path.startswith(f"{each}.") and "." not in each for each in used)
        if field.required is True and not shown and not whole:
            message = Phrase(
                "обязательное поле «%(label)s» (%(path)s) нигде не используется",
                label=field.label,
                path=field.path,
            )
            yield Finding(
                _WARNING, "unused-field", Spot(), "", message, "Уберите его из полей или вставьте в текст."
            )


def shouted(part: Part) -> Iterator[Finding]:
    """Find capitals in Jinja's own tags: there a section is written small."""
    for use in part.found.uses:
        root, _, rest = use.path.partition(".")
        if not use.word and root != root.lower() and root.lower() in ROOTS:
            message = Phrase(
                "в двойных скобках разделы пишут строчными: %(right)s, а не %(root)s",
                right=root.lower(),
                root=root,
            )
            other = Phrase(" или {%(path)s}", path=use.path.upper()) if rest else ""
            hint = Phrase("Напишите {{ %(path)s }}%(other)s.", path=use.path.lower(), other=other)
            yield part.line(use.line).finding(_ERROR, "unknown-field", message, hint)


def spelling(part: Part) -> Iterator[Finding]:
    """Warn of fields in mixed case: they work, and look like a slip."""
    for line in part.program.lines:
        head = line.tag.body.partition(".")[0]
        root = head.rpartition(" ")[2].strip("(")
        if root.lower() in ROOTS and root not in {root.upper(), root.lower()}:
            message = Phrase("имя «%(root)s» написано вперемешку заглавными и строчными", root=root)
            yield line.finding(
                _WARNING, "spelling", message, Phrase("Принято писать %(root)s.", root=root.upper())
            )
