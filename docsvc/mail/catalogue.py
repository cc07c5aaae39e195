"""The words of mails in the reader's language: the catalogue that the pages use too."""

from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

TRANSLATIONS: Final = Path(__file__).parents[2] / "api" / "translations"
LANGUAGES: Final = ("ru", "en")


def known_language(language: str) -> str:
    """Return the language when mails can be written in it, else Russian."""
    return language if language in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language; without one the message ids stand, which are Russian."""
    return read_catalogue(TRANSLATIONS, known_language(language))


def read_catalogue(folder: Path, language: str) -> NullTranslations:
    """Compile a catalogue in memory: jobs do not wait until the web process has compiled its files."""
    source = folder / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as words:
        write_mo(compiled, read_po(words, locale=language))
    compiled.seek(0)
    return Translations(compiled)
