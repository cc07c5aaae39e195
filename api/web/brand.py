"""The organisation's logo, and its colour as a style sheet: words in it and on it can always be read."""

from flask import Response, request

from api.assets import STATIC
from api.context import tools
from api.web.area import ANYBODY, Area
from docsvc.mail.colour import brand_colour, ink_on, luminance
from docsvc.model.pictures import picture_bytes
from docsvc.queries.organisation import brand, logo

area = Area("brand", __name__)

PAPER, NIGHT = "#ffffff", "#1b2430"
DAY_GROUND, NIGHT_CARD = "#f2f4f7", "#1d232b"
"""What recipients read on: the darkest of their light grounds, and the lightest of their dark ones."""

ENOUGH = 4.6
"""Contrast of text. Source: WCAG 2.2, 1.4.3 asks for 4.5."""

STEPS = 20
STRONGER = 0.25
"""How far a colour goes toward the end of its scale under the pointer."""


@area.page("/brand.css", access=ANYBODY)
def style() -> Response:
    """Return the accent for light and dark pages."""
    with tools().read() as session:
        chosen = brand(session)
    accent = brand_colour(chosen.color)
    light, dark = _toward(accent, "#000000", PAPER), _toward(accent, "#ffffff", NIGHT)
    sheet = (
        f":root{{--accent:{accent};--accent-ink:{ink_on(accent)};--link:{light}}}"
        f"[data-bs-theme=dark]{{--link:{dark}}}"
    )
    return _kept(Response(sheet, mimetype="text/css"))


@area.page("/brand/sign.css", access=ANYBODY)
def recipients_style() -> Response:
    """Return the accent for the pages of recipients, whose theme is their device's."""
    with tools().read() as session:
        chosen = brand(session)
    if not chosen.color:
        return _kept(Response("", mimetype="text/css"))
    accent = brand_colour(chosen.color)
    day, night = _accents(accent, "#000000", DAY_GROUND), _accents(accent, "#ffffff", NIGHT_CARD)
    sheet = f":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}"
    return _kept(Response(sheet, mimetype="text/css"))


@area.page("/brand/logo", access=ANYBODY)
def picture() -> Response:
    """Return the organisation's logo, or ours where none is set."""
    with tools().read() as session:
        uri = logo(session)
    if uri is None:
        return _kept(Response((STATIC / "favicon.svg").read_bytes(), mimetype="image/svg+xml"))
    kind, picture = picture_bytes(uri)
    return _kept(Response(picture, mimetype=kind))


def _accents(accent: str, end: str, ground: str) -> str:
    """Return a colour that can be read on `ground`, what stands on it, and a stronger one for hovering."""
    shown = _toward(accent, end, ground)
    return f"--accent:{shown};--on-accent:{ink_on(shown)};--accent-dark:{_mix(shown, end, STRONGER)}"


def _kept(response: Response) -> Response:
    """Let the browser keep it for a while, and ask whether it changed."""
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
