"""Pictures, places to sign, stamps and QR codes in a Word document."""

import base64
import io
import re

import docx
import pytest
from PIL import Image

from templates import RenderFailed
from templates.word.merge import merge
from tests.unit.word.kit import (
    check_valid,
    facts,
    filled,
    made,
    par,
    paragraphs,
    source,
    table,
    texts,
    unzip,
    with_body,
    zipped,
)


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, kind)
    return buffer.getvalue()


def uri(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def sizes(docx_bytes: bytes) -> list[tuple[int, int]]:
    xml = unzip(docx_bytes)["word/document.xml"].decode()
    return [
        (round(int(x) / 36000), round(int(y) / 36000))
        for x, y in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', xml)
    ]


def media(docx_bytes: bytes) -> list[str]:
    return [name for name in unzip(docx_bytes) if name.startswith("word/media/docsvc")]


def test_a_logo_keeps_its_shape_within_50_by_14_mm() -> None:
    for given, shown in (((1200, 300), (50, 12)), ((300, 600), (7, 14)), ((96, 48), (25, 13))):
        data = facts(seller={"logo": uri(picture(*given))})
        done = filled(paragraphs("{IMAGE:logo} {DEAL.ID}"), data)
        assert sizes(done) == [shown]
        assert len(media(done)) == 1
        assert texts(done) == [" 48213"]


def test_a_jpeg_and_a_picture_in_a_header_are_shown() -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{IMAGE:logo}"
        document.add_paragraph("{IMAGE:logo}")

    from tests.unit.word.kit import made

    done = filled(made(build), facts(seller={"logo": uri(picture(100, 50, "JPEG"), "jpeg")}))
    assert media(done)[0].endswith(".jpeg")
    assert len(media(done)) == 1
    assert b"docsvc" in unzip(done)["word/_rels/header1.xml.rels"]


def test_without_a_logo_or_a_stamp_nothing_is_drawn() -> None:
    done = filled(paragraphs("{IMAGE:logo}{STAMP}текст"), facts())
    assert (texts(done), media(done), sizes(done)) == (["текст"], [], [])


def test_a_stamp_is_drawn_where_there_is_one() -> None:
    assert sizes(filled(paragraphs("{STAMP}"), facts(seller={"stamp": uri(picture(600, 600))}))) == [(38, 38)]


def test_a_payment_code_is_drawn_from_the_requisites() -> None:
    assert sizes(filled(paragraphs("Оплата: {QR}"))) == [(30, 30)]


def test_an_unknown_picture_is_told_with_the_place() -> None:
    with pytest.raises(RenderFailed, match=r"абзац 1.*нет картинки «печать»"):
        filled(paragraphs("{IMAGE:печать}"))
    with pytest.raises(RenderFailed, match="не читается"):
        filled(paragraphs("{IMAGE:logo}"), facts(seller={"logo": uri(b"not a picture")}))


def test_a_place_to_sign_is_a_bookmark_around_an_empty_box() -> None:
    done = merge(source(paragraphs("{SIGNATURE:client}", "а {SIGNATURE:seller} б")), facts())
    check_valid(done.docx)
    assert done.run.parties == ["client", "seller"]
    assert sizes(done.docx) == [(75, 25), (75, 25)]
    assert re.findall(r'w:name="(\w+)"', unzip(done.docx)["word/document.xml"].decode()) == [
        "sigclient",
        "sigseller",
    ]


def test_a_place_to_sign_stands_once() -> None:
    with pytest.raises(RenderFailed, match="уже есть"):
        filled(paragraphs("{SIGNATURE:client}", "{SIGNATURE:client}"))


def test_exact_heights_do_not_cut_a_place_to_sign_off() -> None:
    body = par("{SIGNATURE:client}", properties='<w:spacing w:line="240" w:lineRule="exact"/>')
    assert b'w:lineRule="atLeast"' in unzip(filled(with_body(body)))["word/document.xml"]


def test_drawings_of_a_repeated_row_get_ids_of_their_own() -> None:
    done = filled(table(["{FOREACH DEAL.PRODUCTS}{INDEX}", "{{ qr(product.name) }}{ENDFOREACH}"]))
    assert len(sizes(done)) == 3


def test_equal_inputs_make_equal_bytes() -> None:
    docx_bytes = paragraphs("{DEAL.ID} {SIGNATURE:client} {QR}")
    assert filled(docx_bytes) == filled(docx_bytes)


def accents(template: bytes, colour: str | None, fields: dict[str, dict[str, str]]) -> set[str]:
    data = facts()
    data["seller"]["brand_color"] = colour
    styles = unzip(merge(source(template, fields=fields), data).docx)["word/styles.xml"]
    return set(re.findall(r'w:color="([0-9A-F]{6})"', bytes(styles).decode()))


def test_the_accent_is_the_companys_colour_where_the_template_asks_for_it() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="table" w:styleId="L"><w:tblPr><w:tblBorders>'
        '<w:bottom w:val="single" w:color="1F4E79"/>'
        "</w:tblBorders></w:tblPr></w:style></w:styles>"
    )
    template = with_body(
        par("<w:r><w:t>Договор {DEAL.NUMBER}</w:t></w:r>"),
        **{"word/styles.xml": styles},
    )
    asking = {"seller.brand_color": {"label": "Фирменный цвет"}}
    assert accents(template, "#0d5c63", asking) == {"0D5C63"}
    assert accents(template, None, asking) == {"1F4E79"}
    assert accents(template, "#0d5c63", {}) == {"1F4E79"}


def test_a_picture_lies_where_the_part_that_shows_it_looks_for_it() -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{QR}"

    parts = unzip(made(build))
    name = next(name for name in parts if name.startswith("word/header"))
    moved = f"word/heads/{name.removeprefix('word/')}"
    renamed = {(moved if part == name else part): data for part, data in parts.items()}
    for part in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        renamed[part] = renamed[part].replace(
            name.removeprefix("word/").encode(), moved.removeprefix("word/").encode()
        )
    done = unzip(merge(source(zipped(renamed)), facts()).docx)
    targets = re.findall(
        r'Target="([^"]+)"', done[f"word/heads/_rels/{moved.rpartition('/')[2]}.rels"].decode()
    )
    assert targets
    assert {f"word/heads/{target}" for target in targets} <= set(done)
