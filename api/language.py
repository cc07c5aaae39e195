"""In which language a page speaks: the person's, the cookie's, the browser's, or Russian."""

import os
import tempfile
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

from api.context import actor_or_none, tools

LANGUAGES = {"ru": "Русский", "en": "English"}
COOKIE = "language"
TRANSLATIONS = Path(__file__).parent / "translations"
READABLE = 0o644
"""Whoever compiled the catalogues, the user that the server runs as reads them."""


class Messages(Domain):  # type: ignore[misc]  # flask_babel ships no types
    """The catalogues, each found by its language: a page asks two hundred times."""

    def get_translations(self) -> Translations | NullTranslations:
        """Return the catalogue of the request's language."""
        locale = get_locale()
        known: Translations | NullTranslations | None = self.cache.get(locale and locale.language)
        if known is None:
            known = super().get_translations()
            self.cache[locale and locale.language] = known
        return known


def init_language(app: Flask) -> None:
    """Load the catalogues; message ids are Russian."""
    compile_catalogues(TRANSLATIONS)
    babel = Babel(configure_jinja=False)
    babel.domain_instance = words = Messages()
    babel.init_app(
        app,
        default_locale="ru",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language,
        timezone_selector=lambda: str(zone()),
    )
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        gettext=lambda text: words.get_translations().ugettext(text),
        ngettext=lambda one, many, count: words.get_translations().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals |= {"language": language, "LANGUAGES": LANGUAGES}


def language() -> str:
    """Return the language of this request, found once: every date and word on a page asks for it."""
    if "language" not in g:
        g.language = _chosen_language()
    return str(g.language)


def _chosen_language() -> str:
    """Return the language chosen here, else the person's own, else the browser's."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    person = actor_or_none()
    if person and person.language in LANGUAGES:
        return person.language
    return request.accept_languages.best_match(LANGUAGES, "ru") or "ru"


def reader_language(written: str) -> str:
    """Return the language that a recipient chose in this browser, else the one they were written to in."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else written


def zone(name: str = "") -> ZoneInfo:
    """Return the time zone of this name, as a person may have one; without it the organisation's."""
    return ZoneInfo(name) if name else tools().settings.timezone


def current_day() -> date:
    """Return the date of today in the organisation's zone."""
    return tools().clock().astimezone(zone()).date()


def compile_catalogues(folder: Path) -> None:
    """Compile every catalogue that is newer than its compiled form; several processes may do so at once."""
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as words:
            catalogue = read_po(words, locale=source.parents[1].name)
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".mo", delete=False) as fresh:
            write_mo(fresh, catalogue)
            os.fchmod(fresh.fileno(), READABLE)
        os.replace(fresh.name, target)  # noqa: PTH105 -- atomic for readers, as Path.replace; the name is a str
