"""Whatever a template of HTML, CSS or SVG asks for, it gets its own files and nothing else."""

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from templates import RenderFailed, Source, complete, render
from tests.integration.safety.canary import SECRET, canary, secrets
from tests.integration.safety.hostile_pages import image, pages, settle, svg
from tests.unit.safety.kit import tiny

PAGES = pages()
RAW = "{{% raw %}}{}{{% endraw %}}"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    with canary() as (address, asked):
        yield address, asked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return secrets(tmp_path_factory.mktemp("secrets"))


def outcome(source: Source) -> tuple[str, bytes]:
    """Give why a page was refused, or the PDF of it."""
    try:
        return "", render(source, complete({})).pdf
    except RenderFailed as error:
        return str(error), b""


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages) if pdf else ""


def test_there_are_enough_of_them() -> None:
    assert len(PAGES) >= 180


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_refused_or_shows_nothing(
    name: str, server: tuple[str, list[str]], folder: str
) -> None:
    address, asked = server
    page = settle(PAGES[name], http=address, file=folder)
    refusal, pdf = outcome(tiny(RAW.format(page)))
    assert not refusal or len(refusal) > 40, "it says why"
    assert SECRET not in refusal + text_of(pdf)
    assert not pdf or not PdfReader(io.BytesIO(pdf)).attachments
    assert not any(word in pdf for word in (b"/Launch", b"/JavaScript"))
    assert asked == []


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("place:") and "file" in name])
def test_a_hostile_style_of_a_template_is_no_different(
    name: str, folder: str, server: tuple[str, list[str]]
) -> None:
    """The template's own style.css is parsed apart from the page."""
    address, asked = server
    page = settle(PAGES[name], http=address, file=folder)
    if "<style>" not in page:
        page = f"<style>p{{background:url('{folder}/secret.svg')}}</style>"
    style = page.partition("<style>")[2].partition("</style>")[0]
    refusal, pdf = outcome(tiny("<p>x</p>", style=style.encode()))
    assert SECRET not in refusal + text_of(pdf)
    assert asked == []


def test_the_canary_sings_and_the_secret_shows_when_they_may(
    server: tuple[str, list[str]], folder: str
) -> None:
    """Else the tests above would prove nothing."""
    import weasyprint

    address, asked = server
    page = f'<img src="{address}/redirect"><img src="{folder}/secret.svg">'
    pdf = weasyprint.HTML(string=page).write_pdf()
    assert asked == ["/redirect", "/secret.svg"]
    asked.clear()
    assert PdfReader(io.BytesIO(pdf)).pages[0].extract_text().count(SECRET) == 2


def test_what_a_page_may_have_it_gets() -> None:
    own = svg("<text y='9'>СВОЯ</text>")
    page = image("<text y='9'>ВЛОЖЕННАЯ</text>") + '<img src="asset:assets/own.svg">'
    pdf = render(tiny(settle(page, http="", file=""), own_svg=own.encode()), complete({})).pdf
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "СВОЯ" in text
    assert "ВЛОЖЕННАЯ" in text
