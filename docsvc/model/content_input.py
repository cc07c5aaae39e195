"""Blocks, products and a manager's own lines as they come from a form, a CSV file or the REST API."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from docsvc.errors.phrase import Phrase
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import (
    Currency,
    Key,
    LongText,
    Name,
    Percent,
    Price,
    Quantity,
    Text,
    Unit,
    VatRate,
    refusal,
)
from templates.text import illegal_character

LONGEST_TEXT = 50_000
MOST_OWN_LINES = 200
_SLUG = re.compile(r"[a-zа-яё0-9][a-zа-яё0-9_-]{0,59}")
_BREAK = re.compile(r"\r\n?")


def _slug(text: str) -> str:
    name = text.casefold()
    if not _SLUG.fullmatch(name):
        raise refusal("— строчные буквы, цифры, дефис и подчёркивание, до 60 знаков: confidentiality")
    if name == "picked":
        raise refusal("«picked» занято: так шаблон называет выбранные блоки")
    return name


def _language(text: str) -> str:
    if text not in {"ru", "en"}:
        raise refusal("— можно: ru, en")
    return text


def _words(raw: object) -> object:
    """Read tags from one text with commas, as from a form, or from a list."""
    given = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise refusal("— нужны слова через запятую")
    return sorted({" ".join(each.casefold().split())[:40] for each in given if each.strip()})


def _block_text(raw: object) -> object:
    if not isinstance(raw, str) or not raw.strip():
        raise refusal("— обязательное поле")
    if len(raw) > LONGEST_TEXT:
        raise refusal(
            Phrase(
                "— не больше %(most)s знаков, а здесь %(count)s",
                most=LONGEST_TEXT,
                count=len(raw),
            )
        )
    if bad := illegal_character(raw):
        raise refusal(Phrase("— недопустимый знак %(bad)s", bad=bad))
    return _BREAK.sub("\n", raw).strip()


BlockText = Annotated[str, BeforeValidator(_block_text)]
Tags = Annotated[list[str], BeforeValidator(_words), Field(max_length=20)]


class BlockInput(Strict):
    """A text of the content library; templates call it by `{BLOCK:name}`."""

    model_config = ConfigDict(title="Блок")

    name: Annotated[Key, AfterValidator(_slug)] = Field(title="имя")
    language: Annotated[Text, AfterValidator(_language)] = Field("ru", title="язык")
    title: Name = Field(title="название")
    tags: Tags = Field([], title="теги")
    text: BlockText = Field(title="текст")
    note: LongText = Field("", title="что изменилось")


class ProductInput(Strict):
    """Something that we sell: `price` per unit, VAT rate in percent or none; sent again, it is replaced."""

    model_config = ConfigDict(title="Товар")

    sku: Key = Field(title="артикул")
    name: Name = Field(title="название")
    description: LongText = Field("", title="описание")
    unit: Unit = Field("шт.", title="единица измерения")
    price: Price = Field(title="цена")
    currency: Currency = Field("RUB", title="валюта")
    vat_rate: VatRate = Field(
        title="ставка НДС", description="22, 20, 10, 7, 5, 0; null или «none» — без НДС"
    )
    active: bool = Field(default=True, title="продаётся")


class OwnLineInput(Strict):
    """A line that a manager adds to a deal; an `optional` one counts only where it is `chosen`."""

    model_config = ConfigDict(title="Позиция")

    sku: Text = Field("", title="артикул")
    name: Name = Field(title="название")
    unit: Unit = Field("шт.", title="единица измерения")
    quantity: Quantity = Field(title="количество")
    price: Price = Field(title="цена")
    discount: Percent = Field(title="скидка")
    vat_rate: VatRate = Field(title="ставка НДС")
    optional: bool = Field(default=False, title="по желанию")
    chosen: bool = Field(default=True, title="в сумме")


class OwnLinesInput(Strict):
    """All own lines of a deal, in their order."""

    model_config = ConfigDict(title="Позиции")

    lines: list[OwnLineInput] = Field([], title="позиции", max_length=MOST_OWN_LINES)


class ProductsInput(Strict):
    """Products to be added to the catalogue or brought up to date, by their SKU."""

    model_config = ConfigDict(title="Товары")

    products: list[ProductInput] = Field(title="товары", min_length=1, max_length=5000)
