"""What programs send besides deals, and the small answers; the large ones are the values of the queries."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from docsvc.actions.guard_facts import Accepted
from docsvc.model import Act, Asked, Channel, Kind, Level, State
from docsvc.model.authority import AuthorityTerms
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import PHRASE, Email, Key, LongText, MaybeDay, Name, Text, refusal

MOST_RECIPIENTS = 50
MOST_FILLED = 200
MOST_BLOCKS = 50


def _id(text: str) -> str:
    """Take an id of ours in its one spelling, or nothing."""
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise refusal("— нужен код вида 0190a6f1-…, как его вернул API") from None


Id = Annotated[Text, AfterValidator(_id)]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one field."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class DealSaved:
    """What became of a deal: `warnings` name what looks wrong and was taken all the same."""

    id: str
    created: bool
    changed: bool
    warnings: tuple[Remark, ...]


class Part(Strict):
    """Which part of a list is asked for."""

    limit: int = Field(50, title="размер части", ge=1, le=200)
    cursor: Id = Field("", title="курсор", description="`next` предыдущей части")


class DealsQuery(Part):
    """Which deals are asked for."""

    source: Text = Field("", title="источник")
    external_id: Text = Field("", title="внешний код")


class DocumentsQuery(Part):
    """Which documents are asked for; `since` and `until` are dates of the document, both included."""

    kind: Kind | None = Field(None, title="вид")
    state: State | None = Field(None, title="состояние")
    deal_id: Id = Field("", title="код сделки")
    number: Text = Field("", title="номер")
    since: MaybeDay = Field(None, title="с даты")
    until: MaybeDay = Field(None, title="по дату")


class DealReference(Strict):
    """A deal by the code of its source."""

    model_config = ConfigDict(title="Сделка")

    source: Key = Field(title="источник")
    external_id: Key = Field(title="внешний код")


class DocumentInput(Strict):
    """A document to be made from a deal; `filled` completes its data by path, as `company.inn`."""

    deal_id: Id = Field("", title="код сделки")
    deal: DealReference | None = Field(None, title="сделка")
    kind: Kind = Field(title="вид")
    basis_id: Id = Field("", title="код основания")
    template_id: Id = Field("", title="код шаблона", description="Если шаблонов этого вида несколько")
    blocks: list[Name] = Field([], title="имена блоков по порядку", max_length=MOST_BLOCKS)
    filled: dict[Name, LongText] = Field({}, title="заполненные поля", max_length=MOST_FILLED)
    comment: LongText = Field("", title="комментарий")

    @model_validator(mode="after")
    def _one_deal(self) -> Self:
        if bool(self.deal_id) is (self.deal is not None):
            about: dict[str, Any] = {
                "phrase": "— укажите deal_id или deal, что-нибудь одно",
                "field": "deal_id",
            }
            raise PydanticCustomError(PHRASE, "{phrase}", about)
        return self


class RecipientInput(Strict):
    """Somebody to be asked; those of one `order` act at the same time, `party` names the place to sign."""

    model_config = ConfigDict(title="Получатель")

    name: Name = Field(title="имя")
    email: Email = Field(title="почта")
    act: Act = Field(title="действие")
    order: int = Field(1, title="очередь", ge=1, le=MOST_RECIPIENTS)
    party: Text = Field("", title="сторона")
    position: Text = Field("", title="должность")
    organisation: Text = Field("", title="организация")
    authority: Text = Field("", title="основание полномочий")
    authority_terms: AuthorityTerms | None = Field(None, title="полномочия")
    phone: Text = Field("", title="телефон")
    channel: Channel = Field(Channel.EMAIL, title="способ подтверждения")
    level: Level = Field(Level.ADVANCED, title="вид подписи")
    language: Literal["ru", "en"] = Field("ru", title="язык")
    group: Text = Field("", title="группа", description="Кто в одной группе, заменяют друг друга")
    individual: bool = Field(default=False, title="физическое лицо")
    may_delegate: bool = Field(default=False, title="может передать")
    access_code: Text = Field("", title="код доступа", description="Спросим до показа документов")

    def asked(self) -> Asked:
        """Return the recipient as actions take them."""
        terms = self.authority_terms.plain() if self.authority_terms else {}
        return Asked(**self.model_dump(exclude={"authority_terms"}), authority_terms=terms)


class Seen(Strict):
    """The revision on which the act rests; when the document has changed since, nothing is done (409)."""

    seen: int | None = Field(None, title="номер правки", ge=1)


class AcceptInput(Strict):
    """That the document stays as it is though its data changed: the differences of `digest`, and why."""

    model_config = ConfigDict(title="Подтверждение")

    digest: Name = Field(title="отпечаток", description="`digest` из отказа facts-drifted")
    reason: LongText = Field(title="причина", min_length=1)


class Accepting(Seen):
    """An act that stops (409, facts-drifted) where the data changed since, unless that is accepted."""

    accept: AcceptInput | None = Field(None, title="подтверждение расхождения")

    @property
    def accepted(self) -> Accepted | None:
        """Return what is accepted, as actions take it."""
        return Accepted(self.accept.digest, self.accept.reason) if self.accept else None


class SubmitInput(Accepting):
    """A draft to be approved; `skip` lists positions of optional stages that are left out."""

    justification: LongText = Field("", title="обоснование")
    skip: list[int] = Field([], title="пропустить этапы", max_length=20)


class SendInput(Accepting):
    """An approved document to be sent; without `recipients` the usual ones of its kind and deal are asked."""

    recipients: list[RecipientInput] = Field([], title="получатели", max_length=MOST_RECIPIENTS)
    message: LongText = Field("", title="сообщение")
    expires_on: MaybeDay = Field(None, title="срок")


class IssueInput(Accepting):
    """An approved document on which nobody else acts; `recipients` only receive it."""

    recipients: list[RecipientInput] = Field([], title="получатели", max_length=MOST_RECIPIENTS)


class QuestionInput(Strict):
    """A question to a colleague; `page` (from 1) and `quote` point to the PDF."""

    to_email: Email = Field(title="кому")
    text: LongText = Field(title="вопрос")
    page: int | None = Field(None, title="страница", ge=1)
    quote: LongText = Field("", title="цитата")


class AnswerInput(Strict):
    """An answer to a question."""

    text: LongText = Field(title="ответ")


class WithdrawInput(Strict):
    """A document to be taken back."""

    reason: LongText = Field("", title="причина")
