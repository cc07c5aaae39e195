"""What a person says of a PDF that they upload: one schema for the page and the REST API."""

from decimal import Decimal

from pydantic import ConfigDict, Field

from docsvc.model.documents import Kind
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Currency, Email, LongText, MaybeDay, MaybeMoney, Text

LONGEST_NUMBER = 60


class UploadInput(Strict):
    """A PDF as a document: ours, or `received` from the other side and to be signed by us.

    `number` is the one that stands in the PDF; without it ours is taken by the kind's pattern, and one that
    was received is «б/н». The client is that of the deal `deal_id`, or the company with this ИНН or name.
    """

    model_config = ConfigDict(title="PDF")

    kind: Kind = Field(title="вид")
    received: bool = Field(default=False, title="получен от контрагента")
    number: Text = Field("", title="номер")
    title: Text = Field("", title="название")
    date: MaybeDay = Field(None, title="дата документа")
    amount: MaybeMoney = Field(None, title="сумма")
    currency: Currency = Field("RUB", title="валюта")
    deal_id: Text = Field("", title="код сделки")
    company: Text = Field("", title="компания")
    inn: Text = Field("", title="ИНН")
    contact: Text = Field("", title="контакт")
    email: Email = Field("", title="почта контакта")
    position: Text = Field("", title="должность контакта")
    comment: LongText = Field("", title="комментарий")

    @property
    def price(self) -> Decimal:
        """Return the sum, zero where none is said."""
        return self.amount or Decimal(0)
