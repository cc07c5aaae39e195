"""A route in words: who decides, when, how many of them, and till when."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from api.web.condition_words import NBSP, condition_words
from api.web.words import KINDS, ROLES
from docsvc.model.approvals import Quorum
from docsvc.model.route_input import (
    ApproverInput,
    Asking,
    Escalation,
    RouteInput,
    SlaInput,
    StageInput,
    StepInput,
    Unit,
    Whose,
    read_span,
)

Names = Mapping[str, str]
"""Names of people by their e-mail."""

HEADS = {
    Whose.INITIATOR: lazy_gettext("руководитель отдела автора"),
    Whose.DEAL_OWNER: lazy_gettext("руководитель отдела ответственного за сделку"),
}
MANAGERS = {
    Whose.INITIATOR: lazy_gettext("начальник автора"),
    Whose.DEAL_OWNER: lazy_gettext("начальник ответственного за сделку"),
}
UNITS = {
    Unit.ELAPSED: lazy_gettext("подряд"),
    Unit.BUSINESS: lazy_gettext("в рабочее время"),
}
ACTS = {
    Escalation.REMIND: lazy_gettext("напомнить"),
    Escalation.NOTIFY_MANAGER: lazy_gettext("сообщить начальнику"),
    Escalation.HAND_OVER: lazy_gettext("передать заместителю"),
    Escalation.REJECT: lazy_gettext("отклонить документ"),
}
ASKED = {
    Asking.NO: lazy_gettext("не спрашивать"),
    Asking.OPTIONAL: lazy_gettext("по желанию"),
    Asking.REQUIRED: lazy_gettext("обязательно"),
}
_SPANS = {
    ("minutes", Unit.ELAPSED): lazy_gettext("%(figure)s мин"),
    ("hours", Unit.ELAPSED): lazy_gettext("%(figure)s ч"),
    ("days", Unit.ELAPSED): lazy_gettext("%(figure)s дн."),
    ("minutes", Unit.BUSINESS): lazy_gettext("%(figure)s раб. мин"),
    ("hours", Unit.BUSINESS): lazy_gettext("%(figure)s раб. ч"),
    ("days", Unit.BUSINESS): lazy_gettext("%(figure)s раб. дн."),
}


def approver_words(approver: ApproverInput, names: Names | None = None) -> str:
    """Return who decides: a role, a person by name, or whose superior."""
    if approver.role:
        return str(ROLES[approver.role])
    if approver.user:
        return (names or {}).get(approver.user.casefold(), approver.user)
    if approver.head:
        return _capital(str(HEADS[approver.head]))
    if approver.manager:
        return _capital(str(MANAGERS[approver.manager]))
    return str(_("по формуле: %(formula)s", formula=approver.expression))


def quorum_words(stage: StageInput) -> str:
    """Return how many must approve; nothing to say of a stage with one approver."""
    count = len(stage.approvers)
    if count == 1:
        return ""
    match stage.quorum:
        case Quorum.ALL:
            return str(_("решают все"))
        case Quorum.ANY:
            return str(_("достаточно любого"))
        case _:
            return str(_("достаточно %(needed)s из %(count)s", needed=stage.quorum, count=count))


def span_words(span: str, unit: Unit = Unit.ELAPSED) -> str:
    """Return a span: «24 ч», «5 раб. дн.»."""
    figure, word = read_span(span)
    return str(_SPANS[word, unit] % {"figure": figure}).replace(" ", NBSP)


def step_words(step: StepInput) -> str:
    """Return what happens and when: «48 ч: сообщить начальнику»."""
    return f"{span_words(step.after, step.unit)}:{NBSP}{ACTS[step.act]}"


def time_words(sla: SlaInput | None) -> tuple[str, ...]:
    """Return the deadline, the reminder before it and the steps, in the words of a line each."""
    if sla is None:
        return ()
    said = [str(_("срок %(span)s", span=span_words(sla.deadline, sla.unit)))]
    if sla.remind_before is not None:
        before = span_words(sla.remind_before, sla.unit)
        said.append(str(_("напомнить за %(span)s до срока", span=before)))
    return (*said, *map(step_words, sla.steps))


def scope_words(route: RouteInput) -> str:
    """Return which documents the route is for: kinds, and the condition."""
    kinds = ", ".join(str(KINDS[kind].word) for kind in route.kinds) or str(_("Все документы"))
    if not route.when:
        return kinds
    return str(
        _("%(kinds)s, если %(condition)s", kinds=kinds, condition=condition_words(route.when, route.currency))
    )


def terms_words(route: RouteInput) -> tuple[str, ...]:
    """Return what else the route says, a sentence each; nothing of what is usual."""
    said = {
        _("автор может согласовать свой документ"): route.own_approval,
        _("младшая версия сохраняет решения"): route.keep_on_minor,
        _("можно решать сразу по нескольким документам"): route.batch,
        _("по ссылке из письма решить нельзя"): not route.from_mail,
        _("автор обязан написать обоснование"): route.ask.justification is Asking.REQUIRED,
        _("автор обязан приложить файлы"): route.ask.files is Asking.REQUIRED,
    }
    return tuple(str(sentence) for sentence, holds in said.items() if holds)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
