"""The kinds of document as data: their words, number pattern and what a recipient is asked to do."""

from dataclasses import dataclass

from docsvc.model.dispatches import Act
from docsvc.model.documents import Kind


@dataclass(frozen=True, slots=True)
class KindRules:
    """How documents of one kind are named, numbered and sent.

    `pattern` knows `{YYYY}`, `{MM}`, `{DD}`, `{NUMBER}`; `reset` is `daily`, `monthly`, `yearly` or `never`.
    `client_act` is what the client is asked to do; `seller_signs` whether our director signs before.
    `accusative` is the name where Russian has another form for what is signed or sent.
    """

    name: str
    short: str
    pattern: str
    reset: str
    client_act: Act
    seller_signs: bool
    valid_days: int | None
    accusative: str = ""


KINDS: dict[Kind, KindRules] = {
    Kind.QUOTE: KindRules(
        name="Коммерческое предложение",
        short="КП",
        pattern="КП-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.ACCEPT,
        seller_signs=False,
        valid_days=14,
    ),
    Kind.CONTRACT: KindRules(
        name="Договор",
        short="Договор",
        pattern="Д-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
    ),
    Kind.SPECIFICATION: KindRules(
        name="Спецификация",
        short="Спецификация",
        pattern="СП-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
        accusative="Спецификацию",
    ),
    Kind.SUPPLEMENT: KindRules(
        name="Дополнительное соглашение",
        short="Допсоглашение",
        pattern="ДС-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
    ),
    Kind.NDA: KindRules(
        name="Соглашение о неразглашении",
        short="NDA",
        pattern="NDA-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
    ),
    Kind.INVOICE: KindRules(
        name="Счёт на оплату",
        short="Счёт",
        pattern="СЧ-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.RECEIVE,
        seller_signs=False,
        valid_days=5,
    ),
    Kind.ACT: KindRules(
        name="Акт",
        short="Акт",
        pattern="А-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
    ),
    Kind.UPD: KindRules(
        name="Универсальный передаточный документ",
        short="УПД",
        pattern="УПД-{YYYY}-{NUMBER}",
        reset="yearly",
        client_act=Act.SIGN,
        seller_signs=True,
        valid_days=None,
    ),
}
