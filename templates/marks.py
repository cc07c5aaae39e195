"""What templates print besides text: places to sign, pictures, colours, QR codes."""

import base64
import binascii
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import segno
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from templates.phrase import Phrase
from templates.places import HEIGHT_MM, PREFIX, WIDTH_MM
from templates.run import Unseen, current

ASSET = "asset:"
_PARTY = re.compile(r"[a-z]{1,20}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
_MAX_IMAGE = 2 * 2**20
_MASK = 2
_PIXELS = 4


def signature(party: str) -> Markup:
    """Reserve a place for a party's signature: an empty box that leaves a named destination in the PDF.

    `party` is Latin letters only (`client`, `seller`): others do not survive in a destination's name.
    """
    if not _PARTY.fullmatch(party):
        raise ValueError(
            Phrase("signature: «%(party)s»: нужны только маленькие латинские буквы", party=party)
        )
    run = current.get()
    if party in run.parties:
        raise ValueError(Phrase("signature: место подписи «%(party)s» уже есть в документе", party=party))
    run.parties.append(party)
    return Markup(
        '<div class="signature-place" id="{}{}" style="width:{}mm;height:{}mm;break-inside:avoid"></div>'
    ).format(PREFIX, party, WIDTH_MM, HEIGHT_MM)


def asset(name: str) -> Unseen:
    """Give the address of a file of the template (`assets/logo.svg`) for `src`; no other file can be had."""
    return Unseen(ASSET + name)


def colour(value: str | None, default: str = "#1f4e79") -> Unseen:
    """Let a colour through into a style, as #rrggbb."""
    if value and not _COLOUR.fullmatch(value):
        raise ValueError(Phrase("цвет записывают как #1f4e79, а не «%(value)s»", value=value))
    return Unseen(value or default)


def image(value: str) -> Unseen:
    """Let a picture through into `src`: a data: URI with a PNG, JPEG or SVG of at most 2 MB."""
    read_data_uri(value)
    return Unseen(value)


def read_data_uri(uri: str) -> bytes:
    """Read a picture from a data: URI with a PNG, JPEG or SVG of at most 2 MB. Raises ValueError."""
    found = _IMAGE.fullmatch(uri)
    if not found:
        raise ValueError("картинка должна быть data: URI с PNG, JPEG или SVG в base64")
    try:
        data = base64.b64decode(found[1], validate=False)
    except binascii.Error as error:
        raise ValueError("картинка записана в base64 с ошибкой") from error
    if len(data) > _MAX_IMAGE:
        raise ValueError("картинка больше 2 МБ")
    return data


@pass_context
def picture(context: Context, name: str) -> Markup:
    """Show a picture of the data, our own (`logo`, `stamp`) or the deal's; nothing where it is empty.

    Raises ValueError where neither has a picture of that name, not even an empty one.
    """
    holders = [holder for holder in map(context.get, ("seller", "deal")) if isinstance(holder, Mapping)]
    found = [holder[name] for holder in holders if name in holder]
    if not found:
        raise ValueError(
            Phrase(
                "нет картинки «%(name)s»: бывают logo и stamp из оформления компании и поля сделки", name=name
            )
        )
    given = next(filter(None, found), None)
    return Markup('<img class="{}" alt="" src="{}">').format(name, image(given)) if given else Markup("")


@pass_context
def stamp(context: Context) -> Markup:
    """Print the picture of our stamp, where the company has one and prints it."""
    seller = context.get("seller")
    return picture(context, "stamp") if isinstance(seller, Mapping) and seller.get("stamp") else Markup("")


def qr(text: str) -> Markup:
    """Draw a QR code, error correction «m», as wide as the class `qr` of the style says.

    A picture, not an SVG: drawing paths takes WeasyPrint longer than the rest of an invoice. One mask
    for all, since weighing eight takes as long again and every reader takes any. Source: ISO/IEC 18004 §7.8.
    """
    if not isinstance(text, str):
        raise TypeError("qr: нужен текст")
    code = segno.make(text, error="m", micro=False, mask=_MASK)
    buffer = io.BytesIO()
    code.save(buffer, kind="png", border=0, scale=_PIXELS)
    picture = base64.b64encode(buffer.getvalue()).decode()
    shape = '<img class="qr" alt="" style="image-rendering:pixelated" src="data:image/png;base64,{}">'
    return Markup(shape).format(picture)  # noqa: S704 - a constant, and base64 of what segno drew


@pass_context
def payment_qr(context: Context, purpose: str) -> Markup:
    """Draw the payment QR of the seller's account for the deal's amount; nothing where it cannot be paid."""
    text = payment_text(context.get("seller") or {}, context.get("deal") or {}, purpose=purpose)
    return qr(text) if text else Markup("")


def payment_text(seller: Mapping[str, Any], deal: Mapping[str, Any], *, purpose: str) -> str | None:
    """Write the payment as ГОСТ Р 56042-2014 has it (UTF-8, sum in kopecks).

    Return None where a requisite is absent or the currency is not the rouble.
    """
    needed = {
        "Name": (seller.get("full_name") or seller.get("name"), 160),
        "PersonalAcc": (seller.get("account"), 20),
        "BankName": (seller.get("bank_name"), 45),
        "BIC": (seller.get("bik"), 9),
        "CorrespAcc": (seller.get("corr_account"), 20),
    }
    amount: Decimal | None = deal.get("amount")
    if amount is None or deal.get("currency") != "RUB" or not all(value for value, _ in needed.values()):
        return None
    more = {
        "PayeeINN": (seller.get("inn"), 12),
        "KPP": (seller.get("kpp"), 9),
        "Sum": (str(int(amount * 100)), 18),
        "Purpose": (purpose, 210),
    }
    given = {name: (value, limit) for name, (value, limit) in (needed | more).items() if value}
    pairs = [f"{name}={_plain(str(value), limit)}" for name, (value, limit) in given.items()]
    return "|".join(["ST00012", *pairs])


def _plain(value: str, limit: int) -> str:
    """Free a value of the separator and of line breaks, and cut it to the standard's length."""
    return " ".join(value.replace("|", " ").split())[:limit]
