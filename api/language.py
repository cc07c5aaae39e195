"""In which language a page speaks: the person's, the cookie's, the browser's, or Russian."""

import os
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, request
from flask_babel import Babel

from api.context import actor_or_none, tools

LANGUAGES = {"ru": "Русский", "en": "English"}
COOKIE = "language"
TRANSLATIONS = Path(__file__).parent / "translations"


def init_language(app: Flask) -> None:
    """Load the catalogues; message ids are Russian."""
    compile_catalogues(TRANSLATIONS)
    Babel(
        app,
        default_locale="ru",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language,
        timezone_selector=lambda: str(zone()),
    )
    app.jinja_env.globals |= {"language": language, "LANGUAGES": LANGUAGES}


def language() -> str:
    """Return the language of this request: chosen here, else the person's own, else the browser's."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    person = actor_or_none()
    if person and person.language in LANGUAGES:
        return person.language
    return request.accept_languages.best_match(LANGUAGES, "ru") or "ru"


def zone() -> ZoneInfo:
    """Return the organisation's time zone."""
    return tools().settings.timezone


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
        os.replace(fresh.name, target)  # noqa: PTH105 -- atomic for readers, as Path.replace; the name is a str
