"""What a mailing is told: its people and how their copies are sent."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from docsvc.model.dispatches import Channel, Level, Reminders
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Email, LongText, MaybeDay, Name, Text

MOST_PEOPLE = 1000
"""Rows of one mailing: more go as several."""

MOST_DAYS = 90


class PersonInput(Strict):
    """One person of a mailing."""

    model_config = ConfigDict(title="Получатель")

    name: Name = Field(title="имя")
    email: Email = Field(title="почта")
    phone: Text = Field("", title="телефон")
    position: Text = Field("", title="должность")
    organisation: Text = Field("", title="организация")
    authority: Text = Field("", title="на основании")
    language: Literal["ru", "en"] = Field("ru", title="язык")


class MailingTerms(Strict):
    """How every copy is sent: the same for all people."""

    message: LongText = Field("", title="сообщение")
    title: Text = Field("", title="тема", max_length=200)
    expires_on: MaybeDay = Field(None, title="срок")
    first: int = Field(3, title="первое напоминание через дней", ge=0, le=MOST_DAYS)
    every: int = Field(2, title="потом каждые дней", ge=0, le=MOST_DAYS)
    most: int = Field(5, title="напоминаний не больше", ge=0, le=MOST_DAYS)
    level: Level = Field(Level.ADVANCED, title="вид подписи")
    channel: Literal[Channel.EMAIL, Channel.SMS] = Field(Channel.EMAIL, title="способ подтверждения")
    individual: bool = Field(default=False, title="физические лица")
    may_delegate: bool = Field(default=False, title="могут передать")

    @property
    def reminders(self) -> Reminders:
        """Return when the silent are reminded."""
        return Reminders(first=self.first, every=self.every, most=self.most)

    def plain(self) -> dict[str, Any]:
        """Return the terms as they are kept."""
        return self.model_dump(mode="json")
