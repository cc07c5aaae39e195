"""Number the documents of a kind by a pattern of our own."""

import re

from docsvc.access import Right, require
from docsvc.actions.number import lock_counter
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import Kind, NumberRule
from docsvc.queries.numbering import Numbering, default_entity_id, numbering_of
from docsvc.work import ORGANISATION, Actor, Work

MARKS = ("YYYY", "YY", "MM", "DD", "NUMBER")
RESETS = ("never", "yearly", "monthly", "daily")
NEEDED = {
    "yearly": ({"YYYY", "YY"},),
    "monthly": ({"YYYY", "YY"}, {"MM"}),
    "daily": ({"YYYY", "YY"}, {"MM"}, {"DD"}),
}
"""What a pattern must tell apart: numbers that start anew would otherwise repeat."""

LONGEST_PATTERN, WIDEST = 40, 8
GREATEST = 10**9
_MARK = re.compile(r"\{([^{}]*)\}")


def set_numbering(
    work: Work, kind: Kind, *, actor: Actor, pattern: str, reset: str, width: int, following: int
) -> None:
    """Set the pattern of a kind, when its numbers start anew, their width and the next one.

    Numbers already taken stay. Raises `Forbidden`, or `BadInput` naming each wrong field: the next number may
    leave a gap, as after moving from another system, but never go back.
    """
    require(actor, Right.ADMINISTER)
    numbering = Numbering(pattern.strip(), reset, width)
    if problems := _problems(numbering, following):
        raise BadInput(problems)
    before = numbering_of(work.session, kind)
    entity_id = default_entity_id(work.session)
    if not entity_id:
        raise BadInput([("next", "сначала заполните реквизиты своей компании")])
    period = numbering.period(work.today)
    counter = lock_counter(work, kind, legal_entity_id=entity_id, period=period)
    if following <= counter.last:
        free = counter.last + 1
        text = Phrase(
            "номер %(number)s уже выдан, следующий свободный — %(free)s", number=following, free=free
        )
        raise BadInput([("next", text)])
    counter.last = following - 1
    work.session.merge(
        NumberRule(kind=kind.value, pattern=numbering.pattern, reset=reset, width=width, changed_at=work.now)
    )
    work.record(
        ORGANISATION,
        "numbering.changed",
        actor,
        document_kind=kind.value,
        before=f"{before.pattern} {before.reset} {before.width}",
        after=f"{numbering.pattern} {numbering.reset} {numbering.width}",
        next=numbering.write(following, work.today),
    )


def _problems(numbering: Numbering, following: int) -> list[tuple[str, str]]:
    marks = _MARK.findall(numbering.pattern)
    rest = _MARK.sub("", numbering.pattern)
    problems: list[tuple[str, str]] = []
    if len(numbering.pattern) > LONGEST_PATTERN or not numbering.pattern.isprintable():
        problems.append(("pattern", Phrase("нужна строка до %(most)s знаков", most=LONGEST_PATTERN)))
    if marks.count("NUMBER") != 1:
        problems.append(("pattern", "в шаблоне номера должно один раз стоять {NUMBER}"))
    if "{" in rest or "}" in rest or set(marks) - set(MARKS):
        known = ", ".join(f"{{{mark}}}" for mark in MARKS)
        problems.append(("pattern", Phrase("в фигурных скобках бывают только %(known)s", known=known)))
    if numbering.reset not in RESETS:
        problems.append(("reset", "выберите, когда нумерация начинается заново"))
    if any(not need & set(marks) for need in NEEDED.get(numbering.reset, ())):
        problems.append(
            ("pattern", "номера повторятся: добавьте в шаблон период, с которого они начинаются заново")
        )
    if not 1 <= numbering.width <= WIDEST:
        problems.append(("width", Phrase("нужно число от 1 до %(most)s", most=WIDEST)))
    if not 1 <= following < GREATEST:
        problems.append(("next", "нужно целое число от 1"))
    return problems
