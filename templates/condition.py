"""A condition over facts, in the templates' own language: which template is used, who approves."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

import jinja2
from jinja2 import meta, nodes

from templates.bind import bind
from templates.errors import BadCondition, BadTemplate, TemplateError, Undecided
from templates.language.names import ALIASES, kinds
from templates.lint.jinja import in_russian
from templates.lint.known import Known, meant
from templates.phrase import Phrase
from templates.run import Run, current
from templates.sandbox import Sandbox
from templates.schema import FieldSchema, child_name
from templates.shape import NUMBERS

LONGEST = 500
_AMOUNT = "document.amount"
_BRACES = re.compile(r"[{}]")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SLIPS = (
    (re.compile(r"\d\s+\d"), Phrase("тысячи не отделяют: 100000")),
    (re.compile(r"\d\s*%"), Phrase("процент пишут без знака «%»")),
    (re.compile(r"(?<![<>=!])=(?![=>])"), Phrase("«равно» пишут двумя знаками: ==")),
    (re.compile(r"[«»“”„]"), Phrase('текст берут в прямые кавычки: "тендер"')),
    (re.compile(r"&&|\|\||\b(?:и|или|не)\b", re.IGNORECASE), Phrase("пишут and, or, not")),
    (re.compile(r"\d\s*(?:[A-Z]{3}\b|руб|₽)"), Phrase("сумму пишут без валюты: 100000")),
)
_FAILURES = (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


def check_condition(expression: str, *, known: Collection[str] = ()) -> None:
    """Raise BadTemplate, saying what is wrong, where an expression cannot be a condition.

    `known` are paths of fields beside the standard ones, those of sections beside the standard too.
    """
    tree = parsed(expression)
    known = frozenset(known)
    _check_names(tree, ROOTS | {path.partition(".")[0] for path in known})
    _check_fields(tree, Known.of(known))
    _check_kinds(tree)
    _check_commas(tree)


def parsed(expression: str) -> nodes.Template:
    """Return the program of a condition; raise BadTemplate where it cannot be read."""
    _require_plain(expression)
    try:
        return _sandbox().parse(_text(expression))
    except jinja2.TemplateSyntaxError as error:
        if slip := _slip(expression):
            raise BadTemplate(Phrase("условие не читается: %(reason)s", reason=slip)) from error
        # The brackets around a condition are ours: of theirs, nothing is said.
        balanced = expression.count("(") == expression.count(")")
        if balanced and error.message == "unexpected ')'":
            raise BadTemplate("условие не читается: в конце чего-то не хватает") from error
        extra = "лишнее «%(got)s»" if balanced else "лишнее «%(got)s»: здесь ждали %(wanted)s"
        reason = in_russian(error.message, extra)
        raise BadTemplate(Phrase("условие не читается: %(reason)s", reason=reason)) from error
    except _FAILURES as error:
        raise BadTemplate(Phrase("условие не читается: %(error)s", error=error)) from error


def _slip(expression: str) -> Phrase | None:
    """Return what people often write as on paper; None where it is something else."""
    said = _QUOTED.sub("''", expression)
    return next((words for shape, words in _SLIPS if shape.search(said)), None)


def holds(expression: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether a condition is true of the facts; an empty one always is.

    A condition on what the data has not (a field that this client's card lacks) does not hold.
    """
    if not expression.strip():
        return True
    try:
        return bool(_filled(_compiled(_text(expression)), facts))
    except (*_FAILURES, TemplateError):
        return False


def decide(expression: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether a condition is true of the facts; an empty one always is.

    Raises Undecided where the facts do not answer it: a field is missing, or cannot be compared.
    """
    return not expression.strip() or bool(_answer(expression, _text(expression), facts))


def spell(expression: str, facts: Mapping[str, Any]) -> str:
    """Return what an expression makes of the facts, as text; raise Undecided where they do not answer it."""
    braced = "{{ (" + _lowered(expression) + ") or '' }}"
    return unescape(_answer(expression, braced, facts)).strip()


@lru_cache(maxsize=512)
def fields_of(expression: str) -> tuple[str, ...]:
    """Return the paths of the fields that an expression looks at, each once, in its order."""
    tree = parsed(expression)
    found: list[nodes.Getattr | nodes.Getitem] = [*tree.find_all(nodes.Getattr)]
    found += tree.find_all(nodes.Getitem)
    inner = {id(each.node) for each in found}
    paths = [path_of(each) for each in found if id(each) not in inner]
    return tuple(dict.fromkeys(path for path in paths if path))


def looks_at_data(expression: str) -> bool:
    """Tell whether an expression names anything of the data; if not, it says the same of every document."""
    return bool(meta.find_undeclared_variables(parsed(expression)) - set(_sandbox().globals))


def _check_kinds(tree: nodes.Template) -> None:
    """Refuse to compare a number with a text: no document would ever answer that."""
    for compared in tree.find_all(nodes.Compare):
        sides = [compared.expr, *(operand.expr for operand in compared.ops)]
        texts = [
            side.value for side in sides if isinstance(side, nodes.Const) and isinstance(side.value, str)
        ]
        for path in filter(None, map(path_of, sides)):
            if texts and (kinds().get(path) in NUMBERS or path == _AMOUNT):
                raise BadTemplate(
                    Phrase(
                        "%(path)s — число, а сравнивается с текстом «%(text)s»: пишите без кавычек",
                        path=path,
                        text=texts[0],
                    )
                )


def _check_commas(tree: nodes.Template) -> None:
    """Refuse `deal.discount > 15,5`: the comma makes a list of it, and a list is always true."""
    asked = {id(each.expr) for each in tree.find_all(nodes.Operand) if each.op in {"in", "notin"}}
    if any(id(each) not in asked for each in tree.find_all(nodes.Tuple)):
        raise BadTemplate("запятая в условии: дробь пишут с точкой (15.5), а тысячи не отделяют (100000)")


def _require_plain(expression: str) -> None:
    if len(expression) > LONGEST:
        raise BadTemplate(Phrase("условие длиннее %(longest)s знаков", longest=LONGEST))
    if _BRACES.search(expression):
        raise BadTemplate("условие пишут без фигурных скобок: deal.amount > 100000")


def _answer(expression: str, text: str, facts: Mapping[str, Any]) -> str:
    try:
        _require_plain(expression)
        return _filled(_compiled(text), facts)
    except (*_FAILURES, TemplateError) as error:
        raise Undecided(_why(expression, facts, error)) from error


def _why(expression: str, facts: Mapping[str, Any], error: Exception) -> str:
    """Say which fields leave a condition open; an error in words of Python helps nobody."""
    try:
        values = {path: look_up(facts, path) for path in fields_of(expression)}
    except BadTemplate as unread:
        return Phrase("%(reason)s.", reason=unread)
    if empty := [path for path, value in values.items() if value is None or value == ""]:
        return Phrase("Не заполнено: %(empty)s.", empty=", ".join(empty))
    if isinstance(error, jinja2.TemplateError | TemplateError):
        return Phrase("%(reason)s.", reason=error)
    if not values:
        return Phrase("Выражение не вычислить.")
    shown = ", ".join(f"{path} = {value}" for path, value in values.items())
    return Phrase("Эти значения не сравнить: %(shown)s.", shown=shown)


def look_up(facts: Mapping[str, Any], path: str) -> Any:
    """Return what the facts hold at a dotted path; None where they have nothing there."""
    value: Any = facts
    for name in path.split("."):
        value = value.get(child_name(value, name)) if isinstance(value, Mapping) else None
    return value


def _filled(template: jinja2.Template, facts: Mapping[str, Any]) -> str:
    token = current.set(Run())
    try:
        return template.render(bind(facts, FieldSchema()))
    finally:
        current.reset(token)


def _check_names(tree: nodes.Template, roots: frozenset[str]) -> None:
    known = _sandbox().filters
    if filters := sorted({each.name for each in tree.find_all(nodes.Filter)} - set(known)):
        raise BadTemplate(Phrase("в условии неизвестные фильтры: %(filters)s", filters=", ".join(filters)))
    if names := sorted(meta.find_undeclared_variables(tree) - roots - set(_sandbox().globals)):
        raise BadTemplate(
            Phrase(
                "в условии неизвестно: %(names)s; бывают: %(roots)s",
                names=", ".join(names),
                roots=", ".join(sorted(roots)),
            )
        )


def _check_fields(tree: nodes.Template, known: Known) -> None:
    """Refuse a field that nobody knows: a condition on it would never hold, and nobody would notice."""
    inner = {id(each.node) for each in tree.find_all(nodes.Getattr)}
    for each in tree.find_all(nodes.Getattr):
        path = path_of(each)
        if id(each) in inner or not path:
            continue
        if not known.knows(path):
            message, hint = meant(path, known, word=False)
            raise BadCondition(message, hint)
        if path in ALIASES and path not in known.others:
            raise BadTemplate(
                Phrase("в условии поле %(path)s называется %(name)s", path=path, name=ALIASES[path])
            )


def path_of(node: nodes.Node) -> str:
    """Return the dotted path that a node of a condition stands for, or nothing."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr() if inner := path_of(node.node):
            return f"{inner}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=str(name))) if inner := path_of(node.node):
            return f"{inner}.{name}"
        case _:
            return ""


@lru_cache(maxsize=512)
def _compiled(text: str) -> jinja2.Template:
    return _sandbox().from_string(text)


def _text(expression: str) -> str:
    return "{% if (" + _lowered(expression) + ") %}1{% endif %}"


def _lowered(expression: str) -> str:
    return _ROOT.sub(lambda found: found[0].lower(), expression)


@lru_cache(maxsize=1)
def _sandbox() -> Sandbox:
    return Sandbox()


ROOTS = frozenset(
    {"company", "contact", "deal", "user", "seller", "document", "basis", "contract", "current"}
)
_ROOT = re.compile(rf"\b(?:{'|'.join(sorted(ROOTS)).upper()}|TEMPLATE|INITIATOR)\.[A-Z_.]+")
"""Names as word users write them; the text in quotes is not touched, for it has no such dot."""
