"""From facts to a proven PDF: fetching, places, proof, PDF/A."""

import io
import subprocess
import sys
from typing import Any

import pytest
from pypdf import PdfReader

from templates import (
    Attachment,
    MissingFields,
    ProofFailed,
    RenderFailed,
    TooManyLines,
    complete,
    render,
    render_html,
    warm,
)
from templates.marks import payment_text
from templates.proof import prove
from tests.unit.templates.kit import FactsOf, Shipped, Tiny, TreeOf

HOSTILE = "ООО «Р&Д» <b>\"кавычки\"</b> 'апостроф' {скобки} {{ x }} {_{ &amp; 100 %"


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_hostile_values_arrive_whole(shipped: Shipped, tree: TreeOf) -> None:
    data = tree("quote")
    data["deal"]["products"] = data["deal"]["products"][:2]
    data["company"]["name"] = data["contact"]["name"] = data["user"]["name"] = HOSTILE
    data["deal"]["products"][0]["name"] = HOSTILE
    flat = " ".join(text_of(render(shipped["quote"], complete(data)).pdf).split())
    assert flat.count("{{ x }} {_{ &amp; 100 %") >= 4


def test_the_same_facts_make_the_same_bytes(tiny: Tiny, facts: FactsOf) -> None:
    source = tiny("{{ deal.title }}")
    assert render(source, facts("quote")).pdf == render(source, facts("quote")).pdf


def test_all_missing_fields_stop_a_rendering(shipped: Shipped) -> None:
    with pytest.raises(MissingFields) as caught:
        render(shipped["invoice"], complete({}))
    assert {"ИНН клиента", "БИК нашего банка", "Список товаров и услуг"} <= {
        f.label for f in caught.value.fields
    }


def test_too_many_lines_stop_a_rendering(shipped: Shipped, facts: FactsOf) -> None:
    data = facts("quote")
    data["deal"]["products"] *= 100
    with pytest.raises(TooManyLines, match="не больше 1000"):
        render(shipped["quote"], data)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="https://example.com/x.png">',
        '<img src="ftp://127.0.0.1/x">',
        '<img src="asset:../../etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<p style="background:url(file:///etc/passwd)">x</p>',
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} p{font-family:x}</style><p>x</p>",
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_nothing_outside_the_template_is_loaded(tiny: Tiny, facts: FactsOf, body: str) -> None:
    with pytest.raises(RenderFailed, match="нельзя загрузить"):
        render(tiny(body), facts("quote"))


@pytest.mark.parametrize("address", ["../../etc/passwd", "fields.yaml", "/etc/passwd"])
def test_a_relative_address_leads_nowhere(tiny: Tiny, facts: FactsOf, address: str) -> None:
    with pytest.raises(RenderFailed, match="Relative URI"):
        render(tiny(f'<img src="{address}">'), facts("quote"))


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://127.0.0.1:9/"])
def test_a_drawing_cannot_load_anything(tiny: Tiny, facts: FactsOf, link: str) -> None:
    with pytest.raises(RenderFailed, match="SVG"):
        render(tiny(f'<svg><image href="{link}" width="9" height="9"/></svg>'), facts("quote"))


def test_own_assets_are_loaded_and_can_be_replaced(tiny: Tiny, facts: FactsOf) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8">{}</text></svg>'
    source = tiny(
        '<img src="{{ asset("assets/a.svg") }}">', files={"assets/a.svg": svg.format("СВОЙ").encode()}
    )
    assert "СВОЙ" in text_of(render(source, facts("quote")).pdf)
    other = render(source, facts("quote"), assets={"assets/a.svg": svg.format("ЧУЖОЙ").encode()})
    assert "ЧУЖОЙ" in text_of(other.pdf)


def test_a_picture_cannot_load_a_file(tiny: Tiny, facts: FactsOf) -> None:
    import base64

    image = b'<image href="file:///etc/passwd" width="9" height="9"/>'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">' + image + b"</svg>"
    data = "data:image/svg+xml;base64," + base64.b64encode(svg).decode()
    with pytest.raises(RenderFailed, match="SVG"):
        render(tiny(f"<img src=\"{{{{ '{data}' | image }}}}\">"), facts("quote"))


def test_a_place_to_sign_is_read_back(tiny: Tiny, facts: FactsOf) -> None:
    others = '<div id="signal_1">a</div><p id="totals">b</p>'
    body = others + '<div style="break-before:page">{{ signature("client") }}</div>'
    (place,) = render(tiny(body), facts("quote")).places
    assert (place.party, place.page) == ("client", 1)
    x0, y0, x1, y1 = place.box
    assert x1 - x0 == pytest.approx(75 * 72 / 25.4, abs=0.02)
    assert y1 - y0 == pytest.approx(25 * 72 / 25.4, abs=0.02)
    assert 0 < x0 < x1 < 595.3
    assert 0 < y0 < y1 < 842


def test_a_contract_has_two_places_side_by_side(shipped: Shipped, tree: TreeOf) -> None:
    data = tree("contract")
    data["deal"]["products"] = data["deal"]["products"][:1]
    seller, client = render(shipped["contract"], complete(data)).places
    assert (seller.party, client.party) == ("seller", "client")
    assert seller.page == client.page
    assert seller.box[1] == client.box[1]
    assert seller.box[2] < client.box[0]
    assert client.box[2] < 595.3


def test_a_hidden_place_is_an_error(tiny: Tiny, facts: FactsOf) -> None:
    with pytest.raises(RenderFailed, match="места подписи"):
        render(tiny('<div style="display:none">{{ signature("client") }}</div>'), facts("quote"))


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility:hidden", "font-size:0"],
)
def test_a_value_that_did_not_arrive_is_an_error(tiny: Tiny, facts: FactsOf, style: str) -> None:
    source = tiny(f'<p style="{style}">{{{{ company.inn }}}}</p>')
    with pytest.raises(ProofFailed, match="7701458320"):
        render(source, facts("quote"))


def test_proof_takes_line_breaks_hyphens_and_page_breaks(tiny: Tiny) -> None:
    name = "Акционерное общество с превосходительственнейшим наименованием из множества слов"
    style = "<style>@page{size:90mm 40mm;margin:9mm} p{hyphens:auto;orphans:1;widows:1}</style>"
    result = render(tiny(style + "<p>{{ company.name }}</p>"), complete({"company": {"name": name}}))
    assert result.pages > 1


def test_proof_asks_pypdf_for_what_a_group_hides(tiny: Tiny, facts: FactsOf) -> None:
    assert render(tiny('<p style="opacity:.5">{{ company.inn }}</p>'), facts("quote")).pages == 1


def test_a_value_that_is_not_there_is_named(tiny: Tiny, facts: FactsOf) -> None:
    pdf = render(tiny("{{ company.inn }}"), facts("quote")).pdf
    with pytest.raises(ProofFailed) as caught:
        prove(PdfReader(io.BytesIO(pdf)), ["7701458320", "нет такого", "и этого"])
    assert caught.value.values == ("нет такого", "и этого")
    with pytest.raises(ProofFailed, match=r"замените их в данных: 🙂 中\.$") as caught:
        prove(PdfReader(io.BytesIO(pdf)), ["77014🙂58320", "中"])
    with pytest.raises(ProofFailed, match="«нет 9» и ещё 20\\."):
        prove(PdfReader(io.BytesIO(pdf)), [f"нет {n}" for n in range(30)])


def test_text_of_every_script_is_searchable(tiny: Tiny) -> None:
    names = ["Ёлочка №1 ₽ — «»", "Ünïcödé ½", "Ελληνικά", "ﬁnal", "a\u00adb"]
    body = "{% for n in custom.names %}<p>{{ n }}</p>{% endfor %}"
    assert render(tiny(body), complete({"custom": {"names": names}})).pages == 1


def test_a_character_without_a_glyph_is_an_error_not_a_box(tiny: Tiny) -> None:
    with pytest.raises(RenderFailed, match="U\\+1F9FF"):
        render(tiny("{{ company.name }}"), complete({"company": {"name": "\U0001f9ff\U00012000"}}))


def test_the_pdf_is_pdf_a_3b_and_carries_attachments(tiny: Tiny, facts: FactsOf) -> None:
    attachment = Attachment("audit.json", b"{}", "Журнал")
    pdf = render(tiny("да"), facts("quote"), attachments=[attachment]).pdf
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3" in xmp
    assert "/OutputIntents" in root
    assert reader.attachments["audit.json"] == [b"{}"]
    assert pdf == render(tiny("да"), facts("quote"), attachments=[attachment]).pdf


def test_the_agreement_is_also_a_piece_of_a_page(shipped: Shipped, facts: FactsOf) -> None:
    html = render_html(shipped["agreement"], facts("agreement"))
    assert html.lstrip().startswith("<h1>Соглашение")
    assert f"Версия {shipped['agreement'].version}" in html
    assert "<html" not in html
    assert "style=" not in html


def test_a_payment_is_written_by_the_standard(facts: FactsOf) -> None:
    seller = facts("invoice")["seller"]
    from decimal import Decimal

    deal = {"amount": Decimal("12.30"), "currency": "RUB"}
    text = payment_text(seller | {"name": "x"}, deal, purpose="Оплата | по\nсчёту")
    assert text is not None
    assert text.startswith("ST00012|Name=Общество")
    assert "|Sum=1230|Purpose=Оплата по счёту" in text
    assert text.count("|") == 9
    assert payment_text({}, deal, purpose="x") is None
    assert payment_text(seller, deal | {"amount": None}, purpose="x") is None
    assert payment_text(seller, deal | {"currency": "USD"}, purpose="x") is None


def test_asking_what_is_missing_does_not_load_the_engine() -> None:
    code = "import sys, templates; templates.missing(templates.library()[0], templates.complete({})); "
    code += "print(sorted({'weasyprint', 'pymorphy3', 'num2words'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_the_engine_starts_no_other_program() -> None:
    code = "import sys; sys.addaudithook(lambda name, _: name == 'subprocess.Popen' and print(name)); "
    code += "import templates.html, weasyprint; print(weasyprint.HTML(string='ж').render().pages != [])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]


def test_warming_up_gets_to_the_end_with_the_shipped_templates() -> None:
    warm()
