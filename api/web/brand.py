"""The organisation's colour as a style sheet: whatever it is, words in it and on it can be read."""

from flask import Response, request

from api.context import tools
from api.web.area import ANYBODY, Area
from docsvc.mail.colour import brand_colour, ink_on, luminance
from docsvc.queries.organisation import brand

area = Area("brand", __name__)

PAPER, NIGHT = "#ffffff", "#1b2430"
ENOUGH = 4.6
"""Contrast of text. Source: WCAG 2.2, 1.4.3 asks for 4.5."""

STEPS = 20


@area.page("/brand.css", access=ANYBODY)
def style() -> Response:
    """Return the accent for light and dark pages."""
    with tools().read() as session:
        _name, chosen = brand(session)
    accent = brand_colour(chosen)
    light, dark = _toward(accent, "#000000", PAPER), _toward(accent, "#ffffff", NIGHT)
    sheet = (
        f":root{{--accent:{accent};--accent-ink:{ink_on(accent)};--link:{light}}}"
        f"[data-bs-theme=dark]{{--link:{dark}}}"
    )
    response = Response(sheet, mimetype="text/css")
    response.cache_control.max_age = 300
    response.cache_control.public = True
    response.add_etag()
    response.make_conditional(request)
    return response


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _toward(colour: str, end: str, ground: str) -> str:
    """Mix `colour` with `end` just as much as text on `ground` needs."""
    mixes = (_mix(colour, end, step / STEPS) for step in range(STEPS + 1))
    return next((mixed for mixed in mixes if contrast(mixed, ground) >= ENOUGH), end)


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
