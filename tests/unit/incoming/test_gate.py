"""The gate for PDFs from outside: what is refused and why, and what is left of the rest."""

import io
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, IndirectObject, NameObject, NumberObject, StreamObject, read_object

from templates.incoming import MOST_PAGES, Change, PdfRefused, take_pdf
from tests.unit.incoming.hostile import (
    REFUSED,
    attached,
    layered,
    look,
    mended,
    note,
    page,
    scripted,
    shown,
    truncated,
    with_form,
    words,
)

NEVER = (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/AcroForm")


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_not_look_the_same_for_all_is_refused_with_a_reason(case: str) -> None:
    why, make = REFUSED[case]
    with pytest.raises(PdfRefused) as refused:
        take_pdf(make())
    assert refused.value.why.value == why
    assert str(refused.value).endswith(".")


def test_a_plain_document_comes_through_as_it_is() -> None:
    taken = take_pdf(page())
    assert taken.pages == 1
    assert not taken.changes
    assert shown(taken.pdf) == shown(page())


def test_five_hundred_pages_are_enough() -> None:
    assert take_pdf(page("x", MOST_PAGES)).pages == MOST_PAGES


def test_a_page_to_begin_reading_at_is_no_script() -> None:
    """Office programs write one into every file that they export."""
    for opening in ("[0 /XYZ null null 0]", "<</S /GoTo /D [0 /Fit]>>", "(chapter)"):

        def open_at(writer: PdfWriter, opening: str = opening) -> None:
            value = read_object(io.BytesIO(opening.encode()), writer)
            writer.root_object[NameObject("/OpenAction")] = value

        assert not take_pdf(mended(open_at)).changes


def test_nothing_that_acts_is_left() -> None:
    taken = take_pdf(mended(lambda w: (scripted(w), attached(w))))  # type: ignore[arg-type, return-value]
    assert {Change.SCRIPTS, Change.FILES} <= set(taken.changes)
    assert not [word for word in NEVER if word in taken.pdf]
    assert shown(taken.pdf) == shown(page())


def test_layers_that_all_are_seen_become_one() -> None:
    taken = take_pdf(mended(lambda w: layered(w, hidden=False)))
    assert Change.LAYERS in taken.changes
    assert b"/OCProperties" not in taken.pdf


def test_a_link_is_a_text_afterwards() -> None:
    taken = take_pdf(mended(lambda w: note(w, Subtype="/Link", A=words(S="/URI", URI="https://x.example"))))  # type: ignore[arg-type, return-value]
    assert taken.changes == (Change.LINKS,)
    assert b"x.example" not in taken.pdf


@pytest.mark.parametrize(
    "broken",
    [
        truncated(page()),
        page().replace(b"%PDF", b"\n\n\n\n%PDF", 1),
        page().replace(b"%%EOF", b""),
    ],
)
def test_a_broken_table_of_contents_is_mended(broken: bytes) -> None:
    taken = take_pdf(broken)
    assert Change.REPAIRED in taken.changes
    assert shown(taken.pdf) == shown(page())


def test_a_part_of_a_page_that_is_not_there_draws_nothing() -> None:
    def mend(writer: PdfWriter) -> None:
        sheet = writer.pages[0]
        missing = IndirectObject(999, 0, writer)
        sheet[NameObject("/Contents")] = ArrayObject([sheet.raw_get("/Contents"), missing, NumberObject(1)])

    made = PdfReader(io.BytesIO(take_pdf(mended(mend)).pdf))
    parts = made.pages[0]["/Contents"]
    assert all(isinstance(each.get_object(), StreamObject) for each in list.__iter__(parts))
    assert shown(take_pdf(mended(mend)).pdf) == shown(page())


def test_earlier_states_of_a_file_stay_behind() -> None:
    writer = PdfWriter(io.BytesIO(page()), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    out = io.BytesIO()
    writer.write(out)
    taken = take_pdf(out.getvalue())
    assert Change.HISTORY in taken.changes
    assert taken.pdf.count(b"%%EOF") == 1


def picture(pdf: bytes, folder: Path, name: str) -> bytes:
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf)
    command = ["pdftoppm", "-r", "40", "-singlefile", str(path), str(folder / name)]
    subprocess.run(command, check=True)
    return (folder / f"{name}.ppm").read_bytes()


@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_filled_form_looks_the_same_on_paper(tmp_path: Path, turn: int) -> None:
    def mend(writer: PdfWriter) -> None:
        matrix = [0, 1, -1, 0, 0, 0] if turn else [1, 0, 0, 1, 0, 0]
        with_form(writer, V="7701234567", AP=words(N=look(writer, Matrix=matrix)))
        note(
            writer,
            Subtype="/Stamp",
            Rect=[200, 500, 300, 560],
            AP=words(N=look(writer, "0 0 1 rg 5 5 30 9 re f")),
        )
        states = words(On=look(writer, "0 1 0 rg 0 0 50 20 re f"), Off=look(writer, ""))
        note(writer, Subtype="/Widget", FT="/Btn", AS="/On", Rect=[400, 500, 420, 520], AP=words(N=states))
        note(writer, Subtype="/Widget", FT="/Btn", F=2, Rect=[10, 10, 400, 400], AP=words(N=look(writer)))
        writer.pages[0][NameObject("/Rotate")] = NumberObject(turn)

    before = mended(mend)
    taken = take_pdf(before)
    assert set(taken.changes) == {Change.FORMS, Change.NOTES}
    assert "/Annots" not in PdfReader(io.BytesIO(taken.pdf)).pages[0]
    assert picture(before, tmp_path, "before") == picture(taken.pdf, tmp_path, "after")


@pytest.mark.needs("qpdf")
def test_what_comes_out_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "taken.pdf"
    path.write_bytes(take_pdf(mended(scripted)).pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert checked.returncode == 0


def test_what_comes_out_can_be_taken_again() -> None:
    once = take_pdf(mended(scripted))
    assert take_pdf(once.pdf).changes == ()
