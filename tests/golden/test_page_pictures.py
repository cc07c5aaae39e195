"""How the pages of every shipped template look, as strips of small grey pictures that somebody has looked at.

`GOLDEN_UPDATE=1` draws them anew: look at the documents themselves before it is committed.
"""

import pytest
from PIL import Image

from templates import Engine, Source
from tests.golden.kit import HERE, UPDATE, difference, draw, sample_pdf, source_of, sources, strip_of

PICTURES = HERE / "pictures"
LIKE = 6.0  # what another version of the drawing library may change; a line that moved makes more
WHITE = 255.0

pytestmark = pytest.mark.needs("pdftoppm")


def check(source: Source) -> None:
    made = strip_of(draw(sample_pdf(source)))
    kept = PICTURES / f"{source.code}.png"
    if UPDATE:
        made.quantize(16).save(kept, optimize=True)
    with Image.open(kept) as picture:
        assert difference(made, picture.convert("L")) < LIKE


@pytest.mark.parametrize("source", sources(Engine.HTML), ids=lambda source: source.code)
def test_the_pages_look_as_they_were_approved(source: Source) -> None:
    check(source)


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("source", sources(Engine.DOCX), ids=lambda source: source.code)
def test_the_pages_of_a_word_template_look_as_they_were_approved(source: Source) -> None:
    check(source)


def test_pages_of_other_documents_look_otherwise() -> None:
    act, transfer = (strip_of(draw(sample_pdf(source_of(code)))) for code in ("act", "act-transfer"))
    assert act.size == transfer.size
    assert difference(act, transfer) > LIKE
    assert difference(act, act.crop((0, 0, act.width, act.height - 1))) == WHITE
