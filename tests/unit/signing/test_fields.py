"""Fields beside a signature: reserved with it, filled in with it, and by nobody else."""

import io
import subprocess
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import (
    AlreadySigned,
    BadField,
    Field,
    FieldKind,
    Filled,
    Keys,
    Look,
    NotReserved,
    Strokes,
    certify,
    seal,
    sign,
    verify,
)
from signing.canvas import Canvas
from signing.field_looks import _write
from signing.form_fields import owner_of, pdf_name
from signing.lettering import Line
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS, NOW, minutes

LONGEST = 300  # letters that a field takes
LOOP = Strokes(300, 100, (tuple((20 + 13 * i, 50 + 30 * (-1) ** i, 0.5) for i in range(20)),))


def stamp_picture() -> bytes:
    picture = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 5, 115, 115), outline=(30, 60, 160, 255), width=5)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


BESIDE = (
    Field("client.date", 0, (300, 550, 380, 568), "Дата", FieldKind.DATE),
    Field("client.initials", 0, (300, 520, 350, 545), "Инициалы", FieldKind.INITIALS),
    Field("client.agree", 0, (300, 500, 314, 514), "Согласен", FieldKind.CHECKBOX),
    Field("client.note", 0, (400, 500, 540, 570), "Примечание", FieldKind.TEXT),
    Field("client.stamp", 0, (300, 420, 380, 490), "М. П.", FieldKind.STAMP),
    Field("seller.date", 0, (300, 650, 380, 668), "Дата", FieldKind.DATE),
)
VALUES = {
    "client.date": Filled("22.11.2026"),
    "client.initials": Filled(look=Look(typed="МИ")),
    "client.agree": Filled(checked=True),
    "client.note": Filled("Принимаю с приложением № 1, доставка до 1 декабря, разгрузка силами Заказчика"),
    "client.stamp": Filled(look=Look(picture=stamp_picture())),
}


@pytest.fixture(scope="module")
def certified(pdf: bytes, keys: Keys) -> bytes:
    return certify(pdf, keys, fields=(*FIELDS, *BESIDE), reason="", at=NOW)


@pytest.fixture(scope="module")
def signed(certified: bytes, keys: Keys) -> bytes:
    half = sign(
        certified,
        keys,
        field="seller",
        signer=DIRECTOR,
        typed="Соколов",
        at=minutes(1),
        reason="",
        values={"seller.date": Filled("21.11.2026")},
    )
    return sign(
        half,
        keys,
        field="client",
        signer=CLIENT,
        typed="М. Иванова",
        at=minutes(2),
        reason="",
        look=Look(strokes=LOOP),
        values=VALUES,
    )


def fields_of(pdf: bytes) -> dict[str, pypdf.generic.Field]:
    return pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}


def test_what_was_filled_in_can_be_read_out_of_the_form(signed: bytes) -> None:
    fields = fields_of(signed)
    assert fields["client:date"]["/V"] == "22.11.2026"
    assert fields["client:agree"]["/V"] == "/Yes"
    assert fields["client:initials"]["/V"] == "МИ"
    assert fields["client:stamp"]["/V"] == "М. П."


@pytest.mark.needs("pdftotext")
def test_the_words_of_the_fields_are_real_text(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "22.11.2026" in text
    assert "разгрузка" in text


class Watched(Canvas):
    """A canvas that remembers its lines, and how high above its edge each stands."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height)
        self.lines: list[tuple[str, float]] = []

    def write(self, line: Line, x: float, y: float) -> None:
        self.lines.append((line.text, y))
        super().write(line, x, y)


def test_the_longest_text_stands_whole_in_a_box_as_the_palette_has_it() -> None:
    canvas = Watched(170.0, 22.7)
    text = ("щебёнка, " * LONGEST)[:LONGEST].strip()
    _write(canvas, text)
    assert " ".join(words for words, _ in canvas.lines) == text
    assert min(height for _, height in canvas.lines) > 0


def test_fields_are_read_only_from_the_first(certified: bytes) -> None:
    values = [each for name, each in fields_of(certified).items() if ":" in name]
    assert len(values) == len(BESIDE)
    assert all(each["/Ff"] & 1 for each in values)


def test_an_update_touches_the_signature_and_its_own_fields_only(certified: bytes, signed: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(signed), strict=True)
    last = reader.xrefs.total_revisions - 1
    fields = {each.get_object()["/T"]: each.reference for each in reader.root["/AcroForm"]["/Fields"]}
    touched = reader.xrefs.explicit_refs_in_revision(last)
    old = {ref for ref in touched if reader.xrefs.get_historical_ref(ref, last - 1) is not None}
    assert {ref.idnum for ref in old} == {
        ref.idnum for name, ref in fields.items() if owner_of(name) == "client"
    }


def test_our_verifier_accepts_filled_fields(signed: bytes, keys: Keys) -> None:
    sealed = seal(signed, keys, reason="", at=minutes(3))
    assert verify(sealed, roots=[keys.root_pem]).ok


@pytest.mark.needs("pdfsig")
def test_poppler_finds_every_signature_valid(signed: bytes, keys: Keys, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(seal(signed, keys, reason="", at=minutes(3)))
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 4


@pytest.mark.needs("mutool")
def test_mupdf_finds_every_signature_valid(signed: bytes, keys: Keys, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(seal(signed, keys, reason="", at=minutes(3)))
    command = ["mutool", "sign", "-v", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert told.count("The signature is valid") == 3
    assert told.count("The document is unchanged since signing") == 1


def test_nobody_fills_in_the_field_of_another(certified: bytes, keys: Keys) -> None:
    with pytest.raises(NotReserved):
        sign(
            certified,
            keys,
            field="client",
            signer=CLIENT,
            typed="М",
            at=NOW,
            reason="",
            values={"seller.date": Filled("1")},
        )


def test_a_field_is_filled_in_once(signed: bytes, certified: bytes, keys: Keys) -> None:
    with pytest.raises(AlreadySigned):
        sign(signed, keys, field="client", signer=CLIENT, typed="М", at=NOW, reason="", values=VALUES)


def test_a_field_left_empty_stays_as_it_was(certified: bytes, keys: Keys) -> None:
    signed = sign(
        certified,
        keys,
        field="client",
        signer=CLIENT,
        typed="М",
        at=NOW,
        reason="",
        values={"client.agree": Filled(), "client.note": Filled("  ")},
    )
    assert fields_of(signed)["client:agree"]["/V"] == "/Off"
    assert "/V" not in fields_of(signed)["client:note"]


@pytest.mark.parametrize("name", ["date", "client.", ".date", "client.date.one", "client.da te"])
def test_a_field_is_named_by_its_owner_and_itself(name: str) -> None:
    with pytest.raises(BadField):
        Field(name, 0, (0, 0, 10, 10), kind=FieldKind.DATE)


def test_a_field_that_nobody_would_fill_in_is_refused(pdf: bytes, keys: Keys) -> None:
    stray = Field("witness.date", 0, (0, 0, 10, 10), kind=FieldKind.DATE)
    with pytest.raises(BadField, match="witness"):
        certify(pdf, keys, fields=(*FIELDS, stray), reason="", at=NOW)


def test_a_field_is_reserved_once(pdf: bytes, keys: Keys) -> None:
    with pytest.raises(BadField):
        certify(pdf, keys, fields=(*FIELDS, BESIDE[0], BESIDE[0]), reason="", at=NOW)


def test_the_owner_is_in_the_name() -> None:
    assert owner_of(pdf_name("client.date")) == "client"
    assert owner_of("client") == "client"
