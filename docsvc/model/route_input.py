"""A route as a file, a page or a program gives it: stages, approvers, quorum, conditions and time."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from docsvc.errors.phrase import Phrase
from docsvc.model.approvals import Quorum
from docsvc.model.documents import Kind
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Email, Name, refusal
from docsvc.model.kinds import KINDS
from docsvc.model.people import Role

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SPAN = re.compile(r"([1-9]\d{0,3})\s*(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}

MOST_STAGES, MOST_APPROVERS = 20, 50


class Unit(StrEnum):
    """How time is counted: as it passes, or only while people work."""

    ELAPSED = "elapsed"
    BUSINESS = "business"


class Escalation(StrEnum):
    """What happens to a task that nobody decides on."""

    REMIND = "remind"
    NOTIFY_MANAGER = "notify_manager"
    HAND_OVER = "hand_over"
    REJECT = "reject"


class Asking(StrEnum):
    """Whether the initiator gives something, may, or must."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Whose(StrEnum):
    """From whom a superior is looked for."""

    INITIATOR = "initiator"
    DEAL_OWNER = "deal_owner"


def is_code(text: str) -> bool:
    """Tell whether a text can be the code of a route."""
    return _CODE.fullmatch(text) is not None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise refusal("— нужны строчные латинские буквы, цифры и дефис, до 40 знаков")
    return text


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text):
        raise refusal("— нужен код валюты из трёх букв: RUB")
    return text


def _span(text: str) -> str:
    if not _SPAN.fullmatch(text):
        raise refusal("— нужен срок вида 30m, 24h или 5d")
    return text


def read_span(text: str) -> tuple[int, str]:
    """Return a span of `30m`, `24h`, `5d` as figure and `minutes`, `hours` or `days`."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), _UNITS[found[2]]


def elapsed(text: str) -> timedelta:
    """Return a span as it passes on the wall clock."""
    figure, unit = read_span(text)
    return timedelta(**{unit: figure})


def _quorum(given: Any) -> Any:
    """Refuse what is neither a word nor a number; a yes is no 1."""
    word = isinstance(given, str) and given in set(Quorum)
    if isinstance(given, bool) or not (isinstance(given, int) or word):
        raise refusal("— можно: all, any или число")
    return given


Span = Annotated[str, AfterValidator(_span)]
Condition = Annotated[str, Field(max_length=500)]


class StepInput(Strict):
    """What happens `after` a stage opened and nobody decided; days of business time are working days."""

    model_config = ConfigDict(title="Шаг по времени")

    after: Span = Field(title="через сколько")
    unit: Unit = Field(Unit.ELAPSED, title="как считать время")
    act: Escalation = Field(title="что сделать")


class SlaInput(Strict):
    """The deadline of a stage, the reminder before it, and the steps when it is not kept."""

    model_config = ConfigDict(title="Срок")

    deadline: Span = Field(title="срок")
    unit: Unit = Field(Unit.ELAPSED, title="как считать время")
    remind_before: Span | None = Field(None, title="напомнить до срока за")
    steps: list[StepInput] = Field([], title="шаги", max_length=10)


class ApproverInput(Strict):
    """Who decides: whoever of a role comes first, a person, somebody's superior, or what an expression names.

    `head` is the head of the department of the initiator or of the deal's owner, `manager` whom they report
    to (else that head); `expression` gives the e-mail of a person, or nothing for nobody.
    """

    model_config = ConfigDict(title="Согласующий")

    role: Role | None = Field(None, title="роль")
    user: Annotated[Email, AfterValidator(str.casefold)] = Field("", title="сотрудник")
    head: Whose | None = Field(None, title="руководитель отдела")
    manager: Whose | None = Field(None, title="начальник")
    expression: Condition = Field("", title="выражение")
    when: Condition = Field("", title="условие")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [each for each in (self.role, self.user, self.head, self.manager, self.expression) if each]
        if len(given) != 1:
            raise refusal("— нужно ровно одно из role, user (почта), head, manager, expression")
        return self

    @property
    def asked_as(self) -> str:
        """Return who is meant, as an `ApprovalTask` keeps it: `role:lawyer`, `head:initiator`."""
        for name in ("role", "user", "head", "manager", "expression"):
            if value := getattr(self, name):
                return f"{name}:{value}"
        raise AssertionError(self)


class StageInput(Strict):
    """One stage: its approvers decide in parallel; all of them, any one, or `quorum` of them."""

    model_config = ConfigDict(title="Этап")

    name: Name = Field(title="название")
    when: Condition = Field("", title="условие")
    approvers: list[ApproverInput] = Field(title="согласующие", min_length=1, max_length=MOST_APPROVERS)
    quorum: Annotated[Quorum | int, BeforeValidator(_quorum)] = Field(Quorum.ALL, title="кворум")
    optional: bool = Field(default=False, title="автор может пропустить")
    checklist: list[Name] = Field([], title="критерии", max_length=30)
    sla: SlaInput | None = Field(None, title="срок")

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if isinstance(self.quorum, int) and not 1 <= self.quorum <= len(self.approvers):
            words = "— кворум %(quorum)s недостижим: согласующих %(here)s"
            raise refusal(Phrase(words, quorum=self.quorum, here=len(self.approvers)))
        return self


class AskInput(Strict):
    """What the initiator gives to the approvers."""

    model_config = ConfigDict(title="Что приложит автор")

    justification: Asking = Field(Asking.OPTIONAL, title="обоснование")
    files: Asking = Field(Asking.OPTIONAL, title="файлы")


class RouteInput(Strict):
    """A route; the first of the rule table whose `kinds` and `when` match a document applies to it.

    No stages: the document is approved as soon as it is submitted. `kind` is the short form of a route of one
    kind. Thresholds in conditions are in `currency`.
    """

    model_config = ConfigDict(title="Маршрут")

    code: Annotated[str, AfterValidator(_code)] = Field(title="код")
    title: Name = Field(title="название")
    kinds: list[Kind] = Field([], title="виды документов")
    when: Condition = Field("", title="условие")
    currency: Annotated[str, AfterValidator(_currency)] = Field("RUB", title="валюта порогов")
    own_approval: bool = Field(default=False, title="автор может согласовать свой документ")
    keep_on_minor: bool = Field(default=False, title="младшая версия сохраняет решения")
    batch: bool = Field(default=False, title="можно решать сразу по нескольким")
    from_mail: bool = Field(default=True, title="можно решить по ссылке из письма")
    ask: AskInput = Field(default_factory=lambda: AskInput.model_validate({}), title="что приложит автор")
    observers: list[ApproverInput] = Field([], title="наблюдатели", max_length=MOST_APPROVERS)
    stages: list[StageInput] = Field(title="этапы", max_length=MOST_STAGES)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, tree: Any) -> Any:
        if not isinstance(tree, dict) or "kind" not in tree:
            return tree
        rest = {key: value for key, value in tree.items() if key != "kind"}
        kind = tree["kind"]
        known = isinstance(kind, str) and kind in {each.value for each in Kind}
        title = KINDS[Kind(kind)].name if known else kind
        return {"code": kind, "title": title, "kinds": [kind]} | rest
