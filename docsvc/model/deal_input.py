"""A deal as a CRM sends it: the one schema of the REST API and of `docsvc deal import`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from docsvc.errors.phrase import Phrase, listed, phrase_of
from docsvc.model.authority import AuthorityTerms, kept_authority
from docsvc.model.input_errors import Strict, checked
from docsvc.model.input_fields import (
    MAX_FIGURE,
    PHRASE,
    Currency,
    Day,
    Email,
    Key,
    LongText,
    MaybeDay,
    MaybeMoney,
    Name,
    Percent,
    Price,
    Quantity,
    Text,
    Unit,
    VatRate,
    refusal,
)
from docsvc.model.strict_json import read_json
from templates.money import Prices, Sums, deal_sums, format_money, line_sums
from templates.read import Reader
from templates.shape import MAX_LINES, SECTIONS
from templates.vat import standard_rate

DERIVED_KEYS = ("inn:", "name:")
"""What the key of a company without an external id begins with, so no external id may."""

_FREE = frozenset({"payment_terms", "additional_conditions"})
_RESERVED = (SECTIONS["deal"].keys() | {"products", "lines", "discount"}) - _FREE
_MOST_CUSTOM = 200


def _free_key(key: str) -> str:
    if key.startswith(DERIVED_KEYS):
        begun = ", ".join(f"«{each}»" for each in DERIVED_KEYS)
        raise refusal(Phrase("не может начинаться с %(begun)s", begun=begun))
    return key


def _custom(raw: object) -> dict[str, Any]:
    """Take anything JSON-like; numbers with a fraction become decimal strings, as in the facts."""
    if not isinstance(raw, Mapping):
        raise refusal("— нужен объект с полями")
    if taken := sorted(_RESERVED & raw.keys()):
        raise refusal(Phrase("— это имя занято полем сделки: %(taken)s", taken=", ".join(taken)))
    if len(raw) > _MOST_CUSTOM:
        raise refusal(Phrase("— не больше %(most)s, а здесь %(here)s", most=_MOST_CUSTOM, here=len(raw)))
    reader = Reader()
    tree: dict[str, Any] = reader.tree(raw, path="")
    if reader.problems:
        told = (Phrase("%(path)s: %(why)s", path=path, why=phrase_of(text)) for path, text in reader.problems)
        raise refusal(Phrase("— %(why)s", why=listed(told, "; ")))
    return tree


class LineInput(Strict):
    """One product or service: `price` per unit, `discount` in percent, VAT rate in percent or none."""

    model_config = ConfigDict(title="Строка")

    name: Name = Field(title="название")
    quantity: Quantity = Field(title="количество")
    unit: Unit = Field("шт.", title="единица измерения")
    price: Price = Field(title="цена", description="За единицу; с НДС или без — по полю prices сделки")
    discount: Percent = Field(Decimal(0), title="скидка", description="Проценты от суммы строки")
    vat_rate: VatRate = Field(
        None,
        title="ставка НДС",
        description="22, 20, 10, 7, 5, 0; null или «none» — без НДС. Нет поля — основная на дату сделки",
    )

    def rate(self, on: date) -> Decimal | None:
        """Return the rate given, else the standard rate of that date; None is «Без НДС»."""
        return self.vat_rate if "vat_rate" in self.model_fields_set else standard_rate(on)


class CompanyInput(Strict):
    """The client and its requisites."""

    model_config = ConfigDict(title="Компания")

    external_id: Annotated[Text, AfterValidator(_free_key)] = Field("", title="внешний код")
    name: Name = Field(title="название")
    full_name: Text = Field("", title="полное название")
    inn: Text = Field("", title="ИНН")
    kpp: Text = Field("", title="КПП")
    ogrn: Text = Field("", title="ОГРН")
    address: LongText = Field("", title="адрес")
    bank_name: Text = Field("", title="банк")
    bik: Text = Field("", title="БИК")
    account: Text = Field("", title="расчётный счёт")
    corr_account: Text = Field("", title="корреспондентский счёт")
    email: Email = Field("", title="почта")
    phone: Text = Field("", title="телефон")
    tags: Text = Field("", title="метки", description="Через запятую («VIP, партнёр»); для условий шаблонов")

    @property
    def key(self) -> str:
        """Return what the company is known by within its source: external id, ИНН with КПП, or name."""
        if self.external_id:
            return self.external_id
        return f"inn:{self.inn}/{self.kpp}" if self.inn else f"name:{self.name.casefold()}"


class ContactInput(Strict):
    """The person at the client; signs on `authority` («Устава», «доверенности № 5 от 01.02.2026»).

    `authority_until` is its last day, where it has one; `authority_terms` tell it whole.
    """

    model_config = ConfigDict(title="Контакт")

    name: Name = Field(title="имя")
    position: Text = Field("", title="должность")
    email: Email = Field("", title="почта")
    phone: Text = Field("", title="телефон")
    authority: Text = Field("", title="основание полномочий")
    authority_until: MaybeDay = Field(None, title="полномочия действуют до")
    name_genitive: Text = Field("", title="имя в родительном падеже")
    position_genitive: Text = Field("", title="должность в родительном падеже")
    authority_terms: AuthorityTerms | None = Field(None, title="полномочия")

    @property
    def own_authority(self) -> dict[str, Any]:
        """Return the authority as it is kept: words and last day too, where only its terms are told."""
        return kept_authority(self.authority_terms, words=self.authority, until=self.authority_until)


class DealInput(Strict):
    """A deal whole: sent again, it replaces what was known. `source` + `external_id` say which deal it is."""

    model_config = ConfigDict(title="Сделка")

    source: Key = Field(title="источник", description="Откуда сделка: amocrm, bitrix24, 1c, …")
    external_id: Key = Field(title="внешний код", description="Код сделки в источнике")
    number: Text = Field("", title="номер")
    title: Name = Field(title="название")
    amount: MaybeMoney = Field(
        None,
        title="сумма",
        description="Сколько платит клиент, с НДС. Если указана, должна сойтись со строками",
    )
    currency: Currency = Field("RUB", title="валюта")
    prices: Prices = Field(Prices.GROSS, title="вид цен", description="gross — цены с НДС, net — без НДС")
    date: Day = Field(title="дата")
    deadline: MaybeDay = Field(None, title="срок исполнения")
    valid_until: MaybeDay = Field(None, title="срок действия предложения")
    discount: Percent = Field(
        Decimal(0), title="скидка", description="Справочно, в процентах: в суммы входят скидки строк"
    )
    payment_terms: LongText = Field("", title="условия оплаты")
    company: CompanyInput = Field(title="компания")
    contact: ContactInput | None = Field(None, title="контакт")
    owner_email: Email = Field("", title="ответственный", description="Почта сотрудника")
    lines: list[LineInput] = Field(title="строки", min_length=1, max_length=MAX_LINES)
    custom: Annotated[dict[str, Any], BeforeValidator(_custom)] = Field({}, title="свои поля")

    @property
    def sums(self) -> Sums:
        """Return the deal's sums: each line is rounded, then they are added up."""
        return deal_sums(
            line_sums(
                line.quantity,
                line.price,
                rate=line.rate(self.date),
                prices=self.prices,
                discount=line.discount,
            )
            for line in self.lines
        )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """Refuse an amount that differs from its lines, telling both."""
        total = self.sums.gross
        if total > MAX_FIGURE:
            most = format_money(MAX_FIGURE, self.currency)
            raise _amount_refused(Phrase("по строкам больше %(most)s", most=most))
        if self.amount is not None and self.amount != total:
            given, computed = (format_money(each, self.currency) for each in (self.amount, total))
            words = "сделки %(given)s не сходится со строками: по ним выходит %(computed)s"
            raise _amount_refused(Phrase(words, given=given, computed=computed))
        return self


def _amount_refused(phrase: str) -> PydanticCustomError:
    return PydanticCustomError(PHRASE, "{phrase}", {"phrase": phrase, "field": "amount"})


def read_deal(raw: bytes) -> DealInput:
    """Read a deal from JSON; raises `BadInput` with every bad field, its path and words."""
    return checked(DealInput, read_json(raw))
