"""What a signature looks like: real text in embedded faces, whatever the name."""

import subprocess
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont

from signing import Field, FontMissing, Keys, Signer, certify, sign
from signing.appearance import Stamp, _lines
from signing.face import BOLD, HANDWRITING, TEXT, face
from signing.lettering import Line, by_hand
from tests.unit.signing.contract import DIRECTOR, NOW, Stages

BOX = (57.0, 500.0, 269.6, 570.9)
LONG = Signer(
    "Константинопольская-Преображенская Александра Владимировна",
    position="Заместитель генерального директора по стратегическому развитию и инвестициям",
    organisation="Общество с ограниченной ответственностью «Научно-производственное объединение»",
    authority="на основании доверенности № 15/2026-ЮР от 1 февраля 2026 года",
)


def look(pdf: bytes, field: str) -> pypdf.generic.DictionaryObject:
    fields = pypdf.PdfReader(BytesIO(pdf)).get_fields()
    assert fields is not None
    return fields[field].indirect_reference.get_object()["/AP"]["/N"]


def shown(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "shown.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return told.stdout


def signed_as(pdf: bytes, keys: Keys, signer: Signer, typed: str, *, box: tuple = BOX) -> bytes:
    certified = certify(pdf, keys, fields=(Field("client", 0, box),), reason="", at=NOW)
    return sign(
        certified,
        keys,
        field="client",
        signer=signer,
        typed=typed,
        at=NOW,
        reason="",
        shown_at="21.11.2026 14:05 МСК",
    )


@pytest.mark.needs("pdfsig")
def test_a_signature_can_be_read_searched_and_copied(contract: Stages, tmp_path: Path) -> None:
    text = shown(contract.half, tmp_path)
    for line in (
        "Соколов А. В.",
        "Соколов Андрей Викторович",
        "Генеральный директор, ООО «Полярная звезда»",
        "на основании Устава",
        "21.11.2026 14:06 (МСК) · сертификат ",
    ):
        assert line in text


def test_the_serial_shown_is_the_certificates(contract: Stages, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    serial = PdfFileReader(BytesIO(contract.half)).embedded_signatures[1].signer_cert.serial_number
    assert f"{serial:020X}" in shown(contract.half, tmp_path)


def test_without_a_local_time_utc_is_shown(contract: Stages, tmp_path: Path) -> None:
    assert "21.11.2026 11:07 UTC" in shown(contract.signed, tmp_path)


def test_the_faces_are_embedded_subsets_of_a_few_kilobytes(contract: Stages) -> None:
    fonts = look(contract.half, "seller")["/Resources"]["/Font"]
    assert len(fonts) == 3
    for reference in fonts.values():
        (cid,) = reference["/DescendantFonts"]
        program = cid.get_object()["/FontDescriptor"]["/FontFile2"]
        assert cid.get_object()["/BaseFont"][7:8] == "+"
        assert len(program._data) < 6000
        TTFont(BytesIO(program.get_data()), checkChecksums=2)


def test_an_appearance_costs_little_room(contract: Stages) -> None:
    assert len(contract.half) - len(contract.certified) < 25_000


def test_a_name_that_the_handwriting_lacks_is_set_in_a_face_that_has_it() -> None:
    name = "Әбдірахманов Ғалым"
    assert not face(HANDWRITING).covers(name)
    assert by_hand(name, name="", scale=1.0, colour="").face.covers(name)
    assert face(HANDWRITING).covers("Щёголев Ъыь Іїєґ")


def test_letters_that_no_face_has_become_question_marks_not_boxes() -> None:
    line = _lines(Stamp(typed="漢字", name="漢字"), 1.0, 200)[0]
    assert line.face.glyphs("漢") == line.face.glyphs("?")


@pytest.mark.parametrize("width", [212.6, 150.0, 100.0])
def test_no_line_leaves_the_box(width: float) -> None:
    stamp = Stamp(
        LONG.name, LONG.name, LONG.position, LONG.organisation, LONG.authority, "21.11.2026", "0" * 40
    )
    scale, room = width / 212.6, width - 10 * width / 212.6
    hand = by_hand(LONG.name, name="", scale=scale, colour="")
    for line in (each.fitted(room) for each in (hand, *_lines(stamp, scale, room))):
        assert line.face.width(line.text) * line.size <= room * 1.001


def test_a_name_is_made_smaller_rather_than_shortened() -> None:
    line = Line(LONG.name, face(BOLD), 7.6, "0 0 0")
    fitted = line.fitted(line.width * 0.8)
    assert fitted.text == LONG.name
    assert fitted.size < line.size


def test_position_and_organisation_share_a_line_where_there_is_room() -> None:
    short = _lines(Stamp("А", "А", "Директор", "АО «Вектор»"), 1.0, 200)
    long = _lines(Stamp("А", "А", LONG.position, LONG.organisation), 1.0, 200)
    assert [line.text for line in short] == ["А", "Директор, АО «Вектор»"]
    assert len(long) == 3


@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("box", [BOX, (57, 500, 157, 530), (57, 500, 400, 540), (57, 400, 157, 600)])
def test_a_box_of_any_shape_is_drawn_in_and_not_beyond(
    pdf: bytes, keys: Keys, tmp_path: Path, box: tuple[float, float, float, float]
) -> None:
    pages = []
    for name, data in (("before", pdf), ("after", signed_as(pdf, keys, LONG, LONG.name, box=box))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", path, tmp_path / name], check=True)
        pages.append((tmp_path / f"{name}.pgm").read_bytes())
    width, height = (int(number) for number in pages[0].split(b"\n")[1].split())
    changed = [
        i for i, (a, b) in enumerate(zip(*(p[-width * height :] for p in pages), strict=True)) if a != b
    ]
    assert len(changed) > 100
    assert all(box[0] - 1 <= i % width <= box[2] + 1 for i in changed)
    assert all(box[1] - 2 <= height - i // width <= box[3] + 2 for i in changed)


def test_an_english_stamp_says_certificate(contract: Stages, keys: Keys, tmp_path: Path) -> None:
    signed = sign(
        contract.certified,
        keys,
        field="seller",
        signer=DIRECTOR,
        typed="A. Sokolov",
        at=NOW,
        reason="",
        language="en",
    )
    assert "certificate " in shown(signed, tmp_path)


def test_a_missing_face_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="make setup"):
        face(tmp_path / "signature.ttf")


def test_a_composite_letter_brings_its_parts() -> None:
    typeface = face(TEXT)
    drawn = TTFont(BytesIO(typeface.subset(typeface.glyphs("ёй"))))
    glyf = drawn["glyf"]
    filled = {number for number, name in enumerate(drawn.getGlyphOrder()) if glyf[name].numberOfContours}
    assert filled >= set(typeface.glyphs("ёй"))
    for number in typeface.glyphs("ёй"):
        glyph = glyf[drawn.getGlyphName(number)]
        assert all(glyf[part].numberOfContours for part in glyph.getComponentNames(glyf))
