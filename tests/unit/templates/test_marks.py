"""Pictures of the brand in a page: logo and stamp."""

import pytest

from templates import RenderFailed, complete
from templates.fill import fill
from tests.unit.templates.kit import Tiny

PNG = "data:image/png;base64,iVBORw0KGgo="


def test_a_stamp_is_printed_where_the_company_has_one(tiny: Tiny) -> None:
    source = tiny("[{{ stamp() }}]")
    assert "[]" in fill(source, complete({}))[0]
    assert (
        f'[<img class="stamp" alt="" src="{PNG}">]' in fill(source, complete({"seller": {"stamp": PNG}}))[0]
    )


def test_a_picture_is_ours_or_the_deals(tiny: Tiny) -> None:
    source = tiny('[{{ picture("plan") }}{{ picture("logo") }}]')
    page = fill(source, complete({"deal": {"plan": PNG}}))[0]
    assert page.count("<img") == 1
    assert 'class="plan"' in page


def test_a_picture_that_nobody_has_is_an_error(tiny: Tiny) -> None:
    with pytest.raises(RenderFailed, match="нет картинки «plan»"):
        fill(tiny('{{ picture("plan") }}'), complete({}))


@pytest.mark.parametrize(
    "value", ["https://example.com/a.png", "data:text/html;base64,AAAA", "file:///etc/passwd"]
)
def test_a_picture_is_data_and_nothing_else(tiny: Tiny, value: str) -> None:
    with pytest.raises(RenderFailed, match="data: URI"):
        fill(tiny("{{ stamp() }}"), complete({"seller": {"stamp": value}}))
