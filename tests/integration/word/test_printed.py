"""Word templates printed by LibreOffice: every value is there, places to sign are where the blanks are."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from templates import ProofFailed, Rendered, office, render
from templates.glyphs import placed_texts
from templates.text import squeeze
from templates.watermark import DRAFT
from tests.integration.word.pages import picture_of
from tests.unit.word.kit import facts, lines, made, par, paragraphs, run, shredded, source, table, with_body
from tests.unit.word.notes import noted, refer

pytestmark = pytest.mark.needs("soffice")


@pytest.fixture(scope="module", autouse=True)
def _one_office() -> Iterator[None]:
    yield
    office.stop()


def text_of(done: Rendered) -> str:
    return squeeze(" ".join(placed_texts(PdfReader(io.BytesIO(done.pdf)))))


def test_every_value_is_in_the_pdf_of_every_part() -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Договор № {DEAL.ID}"
        document.sections[0].footer.paragraphs[0].text = "{SELLER.NAME}"
        document.add_heading("Предложение для {COMPANY.NAME}", level=1)
        document.add_paragraph(
            "Сумма {DEAL.AMOUNT | money} ({DEAL.AMOUNT | money_words})", style="Intense Quote"
        )
        for n in range(40):
            document.add_paragraph(f"{n}. Условие договора с {{CONTACT.NAME}} и {{USER.NAME}}. " * 6)

    done = render(source(made(build)), facts())
    assert done.pages >= 5
    text = text_of(done)
    for value in (
        "48213",
        "ООО «Вектор»",
        "ООО «Ромашка & Ко»",
        "100 000,49 ₽",
        "Сто тысяч рублей 49 копеек",
    ):
        assert squeeze(value) in text
    assert done.docx is not None


def test_a_sign_that_no_font_has_is_refused_and_not_printed_as_a_box() -> None:
    form = source(paragraphs("Клиент {COMPANY.NAME} ♥ {DEAL.AMOUNT | money}"))
    with pytest.raises(ProofFailed, match=r"«ООО «Дом 🧿»»\. .* замените их в данных: 🧿\."):
        render(form, facts(company={"name": "ООО «Дом 🧿»"}))
    assert render(form, facts(company={"name": "Ünïcödé Ελληνικά → ½"})).pages == 1


def test_a_value_in_hidden_text_is_no_matter_of_fonts() -> None:
    with pytest.raises(ProofFailed, match=r"«p@example\.ru»\. Проверьте эти поля .* скрытого текста"):
        render(source(with_body(par("x ", run("{USER.EMAIL}", "<w:vanish/>")))), facts())


def test_notes_and_lines_of_a_control_are_printed_as_word_would() -> None:
    control = (
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('{COMPANY.NAME}')}</w:sdtContent></w:sdt>"
    )
    gone = par("{IF DEAL.AMOUNT &lt; 5}") + par("б", refer(2)) + par("{ENDIF}")
    done = render(
        source(noted(par(control, refer(1)) + gone + par("в", refer(3)))), facts(company={"name": "Раз\nДва"})
    )
    text = PdfReader(io.BytesIO(done.pdf)).pages[0].extract_text()
    assert "Раз\nДва" in text
    assert "о товаре" not in text
    assert text.index("об ИНН") < text.index("о 48213")


def test_a_hostile_value_is_printed_as_it_is() -> None:
    name = "ООО «Р&Д» <b>\"кав\"</b> 'апо' {скобки} {{ x }} {% y %} {_{ &amp;"
    done = render(source(with_body(shredded("Клиент {COMPANY.NAME}."))), facts(company={"name": name}))
    assert squeeze(name) in text_of(done)


@pytest.mark.parametrize("count", [0, 21, 1000])
def test_tables_of_any_length_are_printed(count: int) -> None:
    row = ["{FOREACH DEAL.PRODUCTS}{INDEX}", "{PRODUCT.NAME}", "{PRODUCT.TOTAL}{ENDFOREACH}"]
    done = render(source(table(["№", "Имя", "Сумма"], row, ["Итого", "", "{DEAL.AMOUNT}"])), lines(count))
    assert ("позиция1000" in text_of(done)) is (count == 1000)


SIGNED = {
    "paragraph": lambda: paragraphs("Текст до подписи", "{SIGNATURE:client}", "Текст после подписи"),
    "text": lambda: paragraphs("Заказчик: {SIGNATURE:client} / {CONTACT.NAME} /", "дальше"),
    "cells": lambda: table(
        ["Исполнитель", "Заказчик"],
        ["{SIGNATURE:seller}", "{SIGNATURE:client}"],
        ["{USER.NAME}", "{CONTACT.NAME}"],
    ),
    "second page": lambda: paragraphs(*["Условие. " * 40] * 22, "{SIGNATURE:client}", "{CONTACT.NAME}"),
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_place_to_sign_is_where_the_blank_is(name: str, tmp_path: Path) -> None:
    done = render(source(SIGNED[name]()), facts())
    assert [place.party for place in done.places][-1] == "client"
    for place in done.places:
        page = picture_of(done.pdf, place.page, tmp_path)
        x0, y0, x1, y1 = (value / 72 * 100 for value in place.box)
        box = page.crop(
            (round(x0) + 2, round(page.height - y1) + 2, round(x1) - 6, round(page.height - y0) - 2)
        )
        paper = Image.new(box.mode, box.size, "white")
        assert box.width > 280
        assert ImageChops.difference(box, paper).getbbox() is None, (
            "something is printed in the place to sign"
        )
        above = page.crop((round(x0), round(page.height - y1) - 60, round(x1), round(page.height - y1)))
        below = page.crop((round(x0), round(page.height - y0), round(x1), round(page.height - y0) + 60))
        left = page.crop((0, round(page.height - y1), round(x0), round(page.height - y0)))
        assert any(ImageChops.invert(near.convert("L")).getbbox() for near in (above, below, left))
    if name == "second page":
        assert done.places[0].page == done.pages - 1


def test_a_draft_has_its_word_on_every_page_and_keeps_its_places() -> None:
    template = source(paragraphs(*["Условие. " * 40] * 30, "{SIGNATURE:client}"))
    plain, draft = render(template, facts()), render(template, facts(), watermark=DRAFT)
    pages = PdfReader(io.BytesIO(draft.pdf)).pages
    assert len(pages) == plain.pages > 1
    assert all(DRAFT in page.extract_text() for page in pages)
    assert DRAFT not in PdfReader(io.BytesIO(plain.pdf)).pages[0].extract_text()
    assert draft.places == plain.places


def test_the_pdf_is_the_same_for_the_same_document_but_for_its_date() -> None:
    template = source(paragraphs("{DEAL.ID}"))
    one, two = render(template, facts()), render(template, facts())
    assert one.docx == two.docx
