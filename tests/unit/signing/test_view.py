"""Boxes of a page as it is seen: turned and cropped pages."""

import io

import pypdf
import pytest
from pypdf.generic import NameObject, NumberObject, RectangleObject

from signing import BadField, Field, Keys, PdfUnreadable, certify, page_sizes, sign
from signing.view import View
from tests.unit.signing.contract import CLIENT, NOW

CROP = (-20.0, 20.0, 500.0, 780.0)


def turned_page(pdf: bytes, turn: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    page = writer.pages[0]
    page.mediabox, page.cropbox = RectangleObject((-50, -30, 545, 812)), RectangleObject(CROP)
    page[NameObject("/Rotate")] = NumberObject(turn)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("turn", "rect"),
    [
        (0, (-10, 40, 90, 70)),
        (90, (450, 30, 480, 130)),
        (180, (390, 730, 490, 760)),
        (270, (0, 670, 30, 770)),
    ],
)
def test_a_box_lies_where_it_is_seen(turn: int, rect: tuple[float, ...]) -> None:
    assert View(CROP, turn).onto_page((10, 20, 110, 50)) == rect


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_size_is_that_of_the_seen_page(pdf: bytes, turn: int) -> None:
    assert page_sizes(turned_page(pdf, turn)) == (((760, 520) if turn % 180 else (520, 760)),)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_signature_stands_upright_on_a_turned_page(pdf: bytes, keys: Keys, turn: int) -> None:
    fields = (Field("client", 0, (20, 20, 232, 91)),)
    certified = certify(turned_page(pdf, turn), keys, fields=fields, reason="", at=NOW)
    signed = sign(certified, keys, field="client", signer=CLIENT, typed="Иванова", at=NOW, reason="")
    (field,) = (
        each for each in pypdf.PdfReader(io.BytesIO(signed)).pages[0]["/Annots"] if each["/T"] == "client"
    )
    look = field["/AP"]["/N"]
    assert [float(edge) for edge in look["/BBox"]] == [0, 0, 212, 71]
    assert [int(part) for part in look["/Matrix"]][:2] == {90: [0, 1], 180: [-1, 0], 270: [0, -1]}[turn]
    width = float(field["/Rect"][2]) - float(field["/Rect"][0])
    assert width == pytest.approx(71 if turn % 180 else 212)


def test_a_box_that_nobody_would_see_is_refused() -> None:
    with pytest.raises(BadField):
        View(CROP, 0).onto_page((600, 20, 700, 50))


def test_a_file_that_is_no_pdf_has_no_sizes() -> None:
    with pytest.raises(PdfUnreadable):
        page_sizes(b"%PDF-1.7 nothing")
