"""A contract as it is sent, signed by two people and sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from signing import Field, Keys, Signer, certify, seal, sign

NOW = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)
PASSPHRASE = b"a passphrase of the tests, long enough"
ORGANISATION = "ООО «Полярная звезда»"
PAGE = """
<html lang="ru"><head><title>Договор</title><style>
@page { size: A4; margin: 20mm } body { font-family: 'PT Serif' } .place { height: 25mm }
</style></head><body><h1>Договор № 12</h1><p>Стоимость услуг 120&nbsp;000,00 ₽</p>
<div class="place" id="sigseller"></div><div class="place" id="sigclient"></div></body></html>
"""
DIRECTOR = Signer(
    "Соколов Андрей Викторович",
    "director@polaris.example",
    "Генеральный директор",
    ORGANISATION,
    "на основании Устава",
)
CLIENT = Signer("Иванова Мария Петровна", "ivanova@вектор.рф", "Директор", "АО «Вектор»")
FIELDS = (
    Field("seller", 0, (57, 600, 269, 671), label="Исполнитель"),
    Field("client", 0, (57, 500, 269, 571), label="Заказчик"),
)


@dataclass(frozen=True, slots=True)
class Stages:
    """One contract, at each step of its way."""

    plain: bytes
    certified: bytes
    half: bytes
    signed: bytes
    sealed: bytes


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def stages(pdf: bytes, keys: Keys, *, fields: Sequence[Field] = FIELDS) -> Stages:
    certified = certify(pdf, keys, fields=fields, reason="Отправлено на подпись", at=NOW)
    half = sign(
        certified,
        keys,
        field="seller",
        signer=DIRECTOR,
        typed="Соколов А. В.",
        at=minutes(1),
        reason="Подписание договора",
        shown_at="21.11.2026 14:06 (МСК)",
    )
    signed = sign(
        half,
        keys,
        field="client",
        signer=CLIENT,
        typed="Мария Иванова",
        at=minutes(2),
        reason="Подписание договора",
        location="Санкт-Петербург",
    )
    sealed = seal(signed, keys, reason="Все подписали", at=minutes(3))
    return Stages(pdf, certified, half, signed, sealed)
