"""What programs send about sendings."""

from pydantic import ConfigDict, Field

from api.rest.schemas import MOST_RECIPIENTS, AcceptInput, Id, RecipientInput
from docsvc.actions.correct_dispatch import Correction
from docsvc.actions.guard_facts import Accepted
from docsvc.actions.replace_recipient import Newcomer
from docsvc.actions.send_document import Terms
from docsvc.model import Act, Asked, Channel, Reminders
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Email, LongText, MaybeDay, Name, Text

MOST_DOCUMENTS = 20
MOST_DAYS = 90


class RemindersInput(Strict):
    """When the silent are reminded: after `first` days, then every `every`, `most` times; 0 means never."""

    model_config = ConfigDict(title="Напоминания")

    first: int = Field(3, title="первое через дней", ge=0, le=MOST_DAYS)
    every: int = Field(2, title="потом каждые дней", ge=0, le=MOST_DAYS)
    most: int = Field(5, title="не больше", ge=0, le=MOST_DAYS)

    def terms(self) -> Reminders:
        """Return the reminders as actions take them."""
        return Reminders(first=self.first, every=self.every, most=self.most)


class EnclosedInput(Strict):
    """One document of the sending; `seen` and `accept` as when it is sent alone."""

    model_config = ConfigDict(title="Документ в отправке")

    id: Id = Field(title="код документа", min_length=1)
    seen: int | None = Field(None, title="номер правки", ge=1)
    accept: AcceptInput | None = Field(None, title="подтверждение расхождения")


class DispatchInput(Strict):
    """Approved documents of one deal to be sent together; without `recipients` the usual ones are asked."""

    documents: list[EnclosedInput] = Field(title="документы", min_length=1, max_length=MOST_DOCUMENTS)
    recipients: list[RecipientInput] = Field([], title="получатели", max_length=MOST_RECIPIENTS)
    quorums: dict[Name, int] = Field({}, title="сколько достаточно в группе", max_length=MOST_RECIPIENTS)
    title: Text = Field("", title="тема", max_length=200)
    message: LongText = Field("", title="сообщение")
    expires_on: MaybeDay = Field(None, title="срок")
    reminders: RemindersInput | None = Field(None, title="напоминания")
    shares_copies: bool = Field(default=False, title="показывать подписи предыдущих")
    in_person: bool = Field(default=False, title="на устройстве отправителя")

    def terms(self) -> Terms:
        """Return how the sending is to go on."""
        return Terms(
            message=self.message,
            title=self.title,
            expires_on=self.expires_on,
            reminders=self.reminders.terms() if self.reminders else Reminders(),
            quorums=self.quorums,
            shares_copies=self.shares_copies,
            in_person=self.in_person,
        )

    @property
    def seen(self) -> dict[str, int]:
        """Return the revisions that the sending rests on, by document."""
        return {each.id: each.seen for each in self.documents if each.seen is not None}

    @property
    def accepted(self) -> dict[str, Accepted]:
        """Return which differences are accepted, by document."""
        return {
            each.id: Accepted(each.accept.digest, each.accept.reason)
            for each in self.documents
            if each.accept is not None
        }


class CopyInput(Strict):
    """Somebody else who gets a copy: at the end, or `at_once`."""

    model_config = ConfigDict(title="Получатель копии")

    name: Name = Field(title="имя")
    email: Email = Field(title="почта")
    at_once: bool = Field(default=False, title="сразу")

    def asked(self) -> Asked:
        """Return the person as actions take them."""
        return Asked(name=self.name, email=self.email, act=Act.COPY if self.at_once else Act.RECEIVE)


class CorrectionInput(Strict):
    """What a sending says from now on; what is left out stays. `endless` takes the end away."""

    title: Text = Field("", title="тема", max_length=200)
    message: LongText = Field("", title="сообщение")
    expires_on: MaybeDay = Field(None, title="срок")
    endless: bool = Field(default=False, title="без срока")
    reminders: RemindersInput | None = Field(None, title="напоминания")
    shares_copies: bool | None = Field(None, title="показывать подписи предыдущих")
    copies: list[CopyInput] = Field([], title="кому ещё копия", max_length=MOST_RECIPIENTS)

    def correction(self) -> Correction:
        """Return the correction as actions take it: what was left out stays."""
        given = self.model_fields_set
        return Correction(
            message=self.message if "message" in given else None,
            title=self.title if "title" in given else None,
            expires_on=self.expires_on,
            endless=self.endless,
            reminders=self.reminders.terms() if self.reminders else None,
            shares_copies=self.shares_copies,
        )


class NewcomerInput(Strict):
    """Who is asked instead of a recipient, or the same person at a mended address."""

    name: Name = Field(title="имя")
    email: Email = Field(title="почта")
    position: Text = Field("", title="должность")
    authority: Text = Field("", title="основание полномочий")
    phone: Text = Field("", title="телефон")
    channel: Channel | None = Field(None, title="способ подтверждения")
    access_code: Text = Field("", title="код доступа")
    reason: LongText = Field("", title="причина")

    def newcomer(self) -> Newcomer:
        """Return the person as actions take them."""
        return Newcomer(**self.model_dump(exclude={"reason"}))


class ReasonInput(Strict):
    """Why something is taken back; whoever was asked reads it."""

    reason: LongText = Field(title="причина", min_length=1)
