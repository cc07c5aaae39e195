"""The page about approvals shows the routes that docsvc is shipped with, as they are."""

from pathlib import Path

from docs.routes import PAGE, filled, pictures


def test_every_preset_has_the_picture_that_its_route_gives(root: Path) -> None:
    folder = root / "docs" / "pictures"
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("route-*.svg")}
    assert kept == pictures(), "run: python -m docs.routes"


def test_the_page_tells_of_every_preset() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "run: python -m docs.routes"
