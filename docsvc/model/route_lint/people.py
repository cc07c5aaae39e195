"""Whether everybody who may ask for an approval would find somebody to give it."""

from collections.abc import Iterator, Sequence

from docsvc.errors import NoApprover
from docsvc.errors.phrase import Phrase
from docsvc.model.approvals import Quorum
from docsvc.model.people import Role
from docsvc.model.rates import NO_RATES
from docsvc.model.route_answers import Answers
from docsvc.model.route_input import ApproverInput, RouteInput, StageInput
from docsvc.model.route_lint.finding import RouteFinding, error, faults, warning
from docsvc.model.route_people import People, Person
from docsvc.model.route_seats import Requester, seats_of
from docsvc.model.route_words import ROLE_WORDS
from templates.errors import BadTemplate
from templates.thresholds import outcomes

AUTHORS = (Role.MANAGER, Role.HEAD)
"""Whoever makes documents from day to day."""

_SHOWN = 3
_ASSIGN = "Назначьте роль: Настройки → Сотрудники."


def absentees(route: RouteInput, people: People) -> Iterator[RouteFinding]:
    """Find approvers whom nobody is, and authors whose documents nobody could approve."""
    authors = tuple(dict.fromkeys(each for role in AUTHORS for each in people.holders(role)))
    for n, stage in enumerate(route.stages):
        found = list(_missing(f"stages[{n}]", stage, people))
        yield from found
        if not faults(found):
            yield from _stuck(f"stages[{n}]", stage, route, people, authors)
    for n, each in enumerate(route.observers):
        yield from _unknown(f"observers[{n}]", each, people)


def _missing(place: str, stage: StageInput, people: People) -> Iterator[RouteFinding]:
    needs_all = stage.quorum is Quorum.ALL or len(stage.approvers) == 1
    for n, each in enumerate(stage.approvers):
        at = f"{place}.approvers[{n}]"
        yield from _unknown(at, each, people)
        if each.role is not None and not people.deciders(each.role):
            held = Phrase(
                "у роли «%(name)s» (%(role)s) нет права согласовать",
                name=ROLE_WORDS[each.role],
                role=each.role,
            )
            nobody = Phrase(
                "никого с ролью «%(name)s» (%(role)s) нет", name=ROLE_WORDS[each.role], role=each.role
            )
            message = held if each.role not in people.deciding else nobody
            yield (error if needs_all else warning)(f"{at}.role", message, _ASSIGN)
        if each.asked_as in [other.asked_as for other in stage.approvers[:n]]:
            yield warning(at, "этот согласующий уже есть на этапе и место получит одно")


def _unknown(place: str, approver: ApproverInput, people: People) -> Iterator[RouteFinding]:
    field = "user" if approver.user else "expression"
    for email in (approver.user,) if approver.user else _named(approver.expression):
        person = people.with_email(email)
        if person is None:
            yield error(
                f"{place}.{field}",
                Phrase("нет сотрудника с почтой %(email)s", email=email),
                "Проверьте адрес.",
            )
        elif not person.active:
            yield error(
                f"{place}.{field}",
                Phrase("%(name)s больше не работает", name=person.name),
                "Назовите другого.",
            )


def _named(expression: str) -> tuple[str, ...]:
    """Return the addresses that an expression names by itself; none where it cannot be read."""
    try:
        return outcomes(expression) if expression else ()
    except BadTemplate:
        return ()


def _stuck(
    place: str, stage: StageInput, route: RouteInput, people: People, authors: Sequence[Person]
) -> Iterator[RouteFinding]:
    """Let every author ask for an approval, with every condition of the approvers true."""
    plain = [each for each in stage.approvers if not each.expression]
    if not route.own_approval and _only_self(stage):
        yield error(f"{place}.approvers", "решает только сам автор, а маршрут этого не разрешает", _OWN)
    if len(plain) < len(stage.approvers):
        return  # whom an expression names is known of a document only
    asked = stage.model_copy(
        update={"approvers": [each.model_copy(update={"when": ""}) for each in plain]},
    )
    answers = Answers(route, {"deal": {"currency": route.currency}}, NO_RATES)
    refused: dict[str, list[str]] = {}
    for author in authors:
        try:
            seats_of(asked, answers, Requester(people, author.id, author.id))
        except NoApprover as nobody:
            refused.setdefault(nobody.who, []).append(author.name)
    every = sum(map(len, refused.values())) == len(authors)
    for reason, names in refused.items():
        message = Phrase(
            "документы, которые сделает %(names)s, некому согласовать: %(reason)s",
            names=_names(names),
            reason=reason,
        )
        yield (error if every else warning)(f"{place}.approvers", message, _OWN)


_OWN = "Назначьте ещё человека или начальника; или разрешите автору согласовать своё (own_approval)."


def _only_self(stage: StageInput) -> bool:
    return all(each.expression.replace(" ", "") == "initiator.email" for each in stage.approvers)


def _names(names: list[str]) -> str:
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return Phrase("%(names)s и ещё %(more)s", names=shown, more=more) if more > 0 else shown
