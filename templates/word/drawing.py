"""What tags draw in a Word document: places to sign, pictures, stamps, QR codes."""

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import segno
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from templates.marks import payment_text, read_data_uri
from templates.phrase import Phrase
from templates.places import HEIGHT_MM, PREFIX, WIDTH_MM
from templates.run import Unseen, current
from templates.word.names import DRAWING, INLINE, OFFICE, PICTURE
from templates.word.pictures import Size, clear_picture, read_picture
from templates.word.sheet import sheet

_PARTY = re.compile(r"[a-z]{1,20}")
_EMU = 36_000  # English Metric Units in a millimetre. Source: ECMA-376 part 1 §20.1.2.1
_LOGO, _STAMP, _QR_MM = Size(50, 14), Size(38, 38), 30
_MASK, _PIXELS = 2, 8
_GRAPHIC = (
    '<wp:docPr id="{number}" name="{name} {number}"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="{name} {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="{{link}}"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
)
_SHAPE = (
    "<w:r><w:drawing>"
    f'<wp:inline xmlns:wp="{INLINE}" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{cx}" cy="{cy}"/>'
    f"{_GRAPHIC}</wp:inline></w:drawing></w:r>"
)
# A stamp lies over what is written and takes no room: it begins 14 mm above the line of its tag.
_OVER = (
    f'<w:r><w:drawing><wp:anchor xmlns:wp="{INLINE}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
    'relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="character"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>-504000</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    f"{_GRAPHIC}</wp:anchor></w:drawing></w:r>"
)
_MARKED = '<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run}<w:bookmarkEnd w:id="{number}"/>'


def _draw(picture: bytes, suffix: str, size: Size, name: str) -> Markup:
    record = sheet.get()
    shape = _OVER if name == "stamp" else _SHAPE
    return Markup(shape).format(  # noqa: S704 - a constant; what goes in is escaped
        cx=round(size.width * _EMU),
        cy=round(size.height * _EMU),
        number=record.number(),
        name=name,
        link=record.link(picture, suffix),
    )


def signature(party: str) -> Markup:
    """Reserve a place for a party's signature: a clear picture of its size under a bookmark.

    LibreOffice exports the bookmark as a named destination of the PDF. `party` is Latin letters only.
    """
    if not _PARTY.fullmatch(party):
        raise ValueError(
            Phrase("signature: «%(party)s»: нужны только маленькие латинские буквы", party=party)
        )
    run = current.get()
    if party in run.parties:
        raise ValueError(Phrase("signature: место подписи «%(party)s» уже есть в документе", party=party))
    run.parties.append(party)
    box = _draw(clear_picture(), "png", Size(WIDTH_MM, HEIGHT_MM), "signature")
    return Markup(_MARKED).format(number=sheet.get().number(), name=f"{PREFIX}{party}", run=box)  # noqa: S704


@pass_context
def picture(context: Context, name: str) -> Markup:
    """Show a picture of the data (`logo`, a field of the deal) or a file of the template's assets.

    Nothing where the field is empty. Raises ValueError where there is no picture of that name.
    """
    given = _find(context, name)
    if not given:
        return Markup("")
    data = given if isinstance(given, bytes) else read_data_uri(given)
    bounds = {"logo": _LOGO, "stamp": _STAMP}.get(name, Size(sheet.get().column_mm, 240))
    drawn, suffix, natural = read_picture(data)
    return _draw(drawn, suffix, natural.within(bounds), escape(name))


def _find(context: Context, name: str) -> str | bytes | None:
    files = sheet.get().files
    for path in (
        name,
        f"assets/{name}",
        *(f"assets/{name}.{kind}" for kind in ("png", "jpg", "jpeg", "svg")),
    ):
        if path in files and path.startswith("assets/"):
            return files[path]
    section, _, field = name.rpartition(".")
    holders = [context.get(section)] if section else [context.get("seller"), context.get("deal")]
    found = [holder[field] for holder in holders if isinstance(holder, Mapping) and field in holder]
    if not found:
        raise ValueError(
            Phrase(
                "нет картинки «%(name)s»: бывают logo и stamp из оформления компании и поля сделки", name=name
            )
        )
    return next(filter(None, found), None)


@pass_context
def stamp(context: Context) -> Markup:
    """Print the picture of our stamp, where the company has one and prints it."""
    seller = context.get("seller")
    return picture(context, "stamp") if isinstance(seller, Mapping) and seller.get("stamp") else Markup("")


def qr(text: str) -> Markup:
    """Draw a QR code of 30 mm, error correction «m». Source: ISO/IEC 18004."""
    code = segno.make(text, error="m", micro=False, mask=_MASK)
    buffer = io.BytesIO()
    code.save(buffer, kind="png", border=0, scale=_PIXELS)
    return _draw(buffer.getvalue(), "png", Size(_QR_MM, _QR_MM), "qr")


@pass_context
def payment_qr(context: Context, purpose: str) -> Markup:
    """Draw the payment QR of the seller's account for the deal's amount; nothing where it cannot be paid."""
    text = payment_text(context.get("seller") or {}, context.get("deal") or {}, purpose=purpose)
    return qr(text) if text else Markup("")


def number() -> Unseen:
    """Give a number for a drawing of the template that may be repeated."""
    return Unseen(sheet.get().number())


MARKS: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "payment_qr": payment_qr,
    "picture": picture,
    "qr": qr,
    "signature": signature,
    "stamp": stamp,
}
