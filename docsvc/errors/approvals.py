"""Refusals of routes and approvals."""

from collections.abc import Callable, Sequence
from typing import Protocol

from docsvc.errors.general import DocsvcError
from docsvc.errors.phrase import Phrase, listed, phrase_of


class Reason(Protocol):
    """One thing for which a route is refused: where in it (`stages[0].when`), and what to do."""

    @property
    def place(self) -> str:
        """Return the path in the route."""

    def words(self) -> Phrase:
        """Return reason and remedy in one line."""


class _Worded(DocsvcError):
    """A refusal whose parameters may be sentences of ours: each is translated on its own."""

    def text(self, translate: Callable[[str], str]) -> str:
        """Return the message in the reader's language."""
        told = {
            name: phrase_of(value).text(translate) if value else "" for name, value in self._words().items()
        }
        return translate(self.message) % (self.params | told)

    def _words(self) -> dict[str, str]:
        return {name: value for name, value in self.params.items() if isinstance(value, str)}


class RouteRefused(DocsvcError):
    """A route cannot be used; `findings` lists every reason."""

    code = "route-refused"
    message = "Маршрут не принят, ничего не сохранено: %(summary)s"

    def __init__(self, findings: Sequence[Reason]) -> None:
        told = [Phrase("%(place)s: %(words)s", place=each.place, words=each.words()) for each in findings]
        super().__init__(summary=listed(told, " "))
        self.findings = tuple(findings)


class RouteUnclear(DocsvcError):
    """A condition of a route cannot be answered for this document, so nobody is skipped by mistake."""

    code = "route-unclear"
    message = (
        "Маршрут «%(route)s», этап «%(stage)s»: условие «%(condition)s» не вычислить. %(reason)s "
        "Документ не отправлен. Заполните данные сделки или попросите администратора поправить маршрут."
    )


class RuleUnclear(DocsvcError):
    """It cannot be told whether a route applies to this document, so no other one is taken by mistake."""

    code = "rule-unclear"
    message = (
        "Подходит ли маршрут «%(route)s», не понять: условие «%(condition)s» не вычислить. %(reason)s "
        "Документ не отправлен. Заполните данные сделки или попросите администратора поправить маршрут."
    )


class UnknownRate(DocsvcError):
    """A threshold is in another currency, and no rate is known."""

    code = "unknown-rate"
    message = (
        "Порог маршрута — в %(wanted)s, документ — в %(currency)s, а курса %(missing)s нет. "
        "Попросите администратора задать курс: Настройки → Маршруты согласования → Курсы валют."
    )


class NoApprover(_Worded):
    """Nobody can decide on a stage."""

    code = "no-approver"
    message = "Этап «%(stage)s» некому согласовать: %(who)s. %(advice)s"

    @property
    def who(self) -> str:
        """Return why nobody can, in words of ours."""
        who = self.params["who"]
        return who if isinstance(who, str) else str(who)


class OwnApproval(DocsvcError):
    """Whoever asks for the approval may not give it, unless the route says so."""

    code = "own-approval"
    message = "Свой документ согласовать нельзя: маршрут этого не разрешает. Решит другой согласующий."


class JustificationRequired(_Worded):
    """The route asks the initiator why, or for files."""

    code = "justification-required"
    message = "Маршрут «%(route)s» просит: %(what)s. Добавьте это и отправьте снова."


class NotRunning(_Worded):
    """The approval is paused or over."""

    code = "approval-not-running"
    message = "Согласование %(how)s. Обновите страницу."


class ConditionsUnanswered(DocsvcError):
    """The initiator has not yet answered the conditions on which the document was approved."""

    code = "conditions-unanswered"
    message = "Сначала ответьте на условия согласования: %(summary)s."


class CannotStandIn(_Worded):
    """A person cannot take an approval over; `why` says so in words."""

    code = "cannot-stand-in"
    message = "%(who)s не может согласовать вместо этого человека: %(why)s. Выберите другого."


class ConditionsRequired(DocsvcError):
    """An approval on conditions says which."""

    code = "conditions-required"
    message = "Напишите условия: автор увидит их и ответит на каждое."


class CriteriaUnmet(DocsvcError):
    """Somebody approves while criteria of the checklist are not met, and does not say why."""

    code = "criteria-unmet"
    message = "Отмечены не все критерии: %(summary)s. Отметьте их или напишите, почему согласуете без них."


class QuorumKept(DocsvcError):
    """The initiator cannot lower what the route demands."""

    code = "quorum-kept"
    message = (
        "На этапе «%(stage)s» столько согласующих требует маршрут. Замените согласующего другим "
        "или попросите администратора."
    )


class FactsDrifted(DocsvcError):
    """What the document says is not what the deal, the parties or the template say now.

    `differences` lists (path, before, now); `digest` names exactly this set, and is what is accepted.
    """

    code = "facts-drifted"
    message = (
        "Данные изменились после того, как документ был сделан: %(summary)s. Сделайте новую версию "
        "или подтвердите, что документ остаётся прежним, и напишите почему."
    )

    def __init__(self, differences: Sequence[tuple[str, str, str]], *, digest: str) -> None:
        super().__init__(summary="; ".join(f"{path}: {before} → {now}" for path, before, now in differences))
        self.differences = tuple(differences)
        self.digest = digest


class BadCalendar(DocsvcError):
    """Working hours, days off or an absence cannot be as given."""

    code = "bad-calendar"
    message = "%(reason)s Ничего не сохранено."
