"""Draw the routes that docsvc is shipped with, and tell of each on the page: `python -m docs.routes`.

A house test fails when the pictures or the page differ from the routes.
"""

import re
from pathlib import Path

from api.web.route_picture import route_svg
from api.web.route_words import scope_words, terms_words
from docsvc.model.route_file import presets
from docsvc.model.route_input import RouteInput

FOLDER = Path(__file__).parent / "pictures"
PAGE = Path(__file__).parent / "approvals.md"
BLOCK = re.compile(r"(<!-- begin presets -->\n).*(<!-- end presets -->)", re.DOTALL)


def picture_name(route: RouteInput) -> str:
    """Return the file that a preset's picture is in."""
    return f"route-{route.code}.svg"


def pictures() -> dict[str, str]:
    """Return the picture of every preset by its file."""
    return {picture_name(route): str(route_svg(route, alone=True)) for route in presets()}


def write_pictures(folder: Path) -> None:
    """Write the pictures into the folder."""
    for name, drawn in pictures().items():
        (folder / name).write_text(drawn, encoding="utf-8")


def filled(page: str) -> str:
    """Return the page with its chapter of presets made anew."""
    told = "\n".join(_told(route) for route in presets())
    return BLOCK.sub(lambda found: f"{found[1]}{told}{found[2]}", page)


def _told(route: RouteInput) -> str:
    beside = "".join(f" {sentence[0].upper()}{sentence[1:]}." for sentence in terms_words(route))
    text = f"**{scope_words(route)}.**{beside} Код: `{route.code}`."
    return f"### {route.title}\n\n{text}\n\n![{route.title}](pictures/{picture_name(route)})\n"


if __name__ == "__main__":
    write_pictures(FOLDER)
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
