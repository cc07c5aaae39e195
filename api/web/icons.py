"""Icons of pages: drawn once by name and label, for a list shows hundreds of the same few."""

from functools import lru_cache

from flask import Flask
from flask_babel import LazyString
from markupsafe import Markup, escape

SHEET = "vendor/icons.svg"


def init_icons(app: Flask) -> None:
    """Give the templates `drawn_icon(name, label)`: without a label an icon is decoration."""
    sheet = app.jinja_env.globals["asset"](SHEET)  # type: ignore[operator]  # `init_assets` has put it there

    @lru_cache(maxsize=1024)
    def draw(name: str, label: Markup) -> Markup:
        told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
        return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(told, sheet, name)

    def drawn_icon(name: str, label: str | LazyString = "") -> Markup:
        return draw(name, escape(label))

    app.jinja_env.globals["drawn_icon"] = drawn_icon
