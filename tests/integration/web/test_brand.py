"""Logo, colour, letterhead and stamp: set once, seen everywhere."""

import io
import re

import pytest
from PIL import Image

from api.web.brand import contrast
from docsvc.model import Deal, LegalEntity, User
from docsvc.queries.facts_tree import facts_tree
from docsvc.queries.organisation import one_entity
from tests.integration.web.persons import Browse, House, person


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300), mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "#0d5c63").save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture
def path(house: House) -> str:
    with house.tools.read() as session:
        return f"/settings/organisation/{session.query(LegalEntity).one().id}/brand"


def seller_of_a_new_document(house: House) -> dict[str, object]:
    with house.tools.read() as session:
        tree = facts_tree(
            session.get_one(Deal, house.deal),
            seller=session.query(LegalEntity).one(),
            manager=session.query(User).first(),
            document={},
            basis=None,
            today=house.tools.clock().date(),
        )
    return dict(tree["seller"])


def form(**fields: object) -> dict[str, object]:
    return {"brand_color": "#0d5c63", "letterhead": "", "print_stamp": "on"} | fields


def file(raw: bytes, name: str = "logo.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(raw), name


def test_a_logo_is_kept_small_and_shown_on_every_page(browse: Browse, house: House, path: str) -> None:
    browser = browse("administrator")
    assert browser.get("/brand/logo").mimetype == "image/svg+xml"
    assert browser.post(path, **form(logo=file(picture("JPEG", (3000, 1000))))).status_code == 303
    shown = Image.open(io.BytesIO(browser.get("/brand/logo").data))
    assert shown.format == "PNG"
    assert shown.width <= 900
    assert "/brand/logo" in browser.get("/").text
    assert str(seller_of_a_new_document(house)["logo"]).startswith("data:image/png;base64,")


def test_a_stamp_that_is_switched_off_is_kept_and_not_printed(
    browse: Browse, house: House, path: str
) -> None:
    browser = browse("administrator")
    off = form(stamp=file(picture(size=(300, 300)), "stamp.png"))
    del off["print_stamp"]
    browser.post(path, **off)
    assert not {"stamp", "stamp_off"} & set(seller_of_a_new_document(house))
    browser.post(path, **form())
    assert "stamp" in seller_of_a_new_document(house)
    browser.post(path, **form(remove_stamp="on"))
    assert "stamp" not in seller_of_a_new_document(house)


def test_a_letterhead_keeps_its_lines(browse: Browse, house: House, path: str) -> None:
    browse("administrator").post(path, **form(letterhead=" Москва,  Тверская 7 \r\n\r\n+7 495 1"))
    assert seller_of_a_new_document(house)["letterhead"] == "Москва, Тверская 7\n+7 495 1"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"logo": (io.BytesIO(b"<svg onload='alert(1)'/>"), "logo.svg")}, "не читается"),
        ({"logo": (io.BytesIO(picture()[: len(picture()) // 2]), "logo.png")}, "не читается"),
        ({"logo": (io.BytesIO(picture(size=(9000, 9000), mode="1")), "logo.png")}, "слишком много"),
        ({"brand_color": "red"}, "#1d4f91"),
        ({"letterhead": "а" * 601}, "600"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_is_changed(
    browse: Browse, house: House, path: str, wrong: dict[str, object], told: str
) -> None:
    browser = browse("administrator")
    browser.post(path, **form(letterhead="прежняя"))
    answer = browser.post(path, **form(**wrong))
    assert answer.status_code == 422
    assert told in answer.text
    with house.tools.read() as session:
        kept = one_entity(session, person(house.tools, "administrator"), path.split("/")[3])
    assert kept.details["letterhead"] == "прежняя"
    assert "logo" not in kept.details


@pytest.mark.parametrize("colour", ["#0f5c6e", "#ffe14d", "#000000", "#ffffff", "#7f7f7f"])
def test_recipients_read_every_colour_by_day_and_by_night(
    browse: Browse, house: House, path: str, colour: str
) -> None:
    browser = browse("administrator")
    assert browser.get("/brand/sign.css").text == ""
    browser.post(path, **form(brand_color=colour))
    day, night = browser.get("/brand/sign.css").text.split("@media")
    for sheet, grounds in ((day, ("#f2f4f7", "#ffffff")), (night, ("#14181d", "#1d232b"))):
        accent, ink, stronger = (
            re.search(rf"{name}:(#\w{{6}})", sheet)[1]
            for name in ("--accent", "--on-accent", "--accent-dark")
        )
        assert min(contrast(accent, ground) for ground in (*grounds, ink)) >= 4.5
        assert contrast(stronger, ink) >= 4.5
