"""In which language the command line speaks: `DOCSVC_LANGUAGE`, else Russian."""

import os
from typing import Final

from docsvc.errors.phrase import Worded

VARIABLE: Final = "DOCSVC_LANGUAGE"


def in_words(text: str) -> str:
    """Return words of ours in the language that was asked for; anything else stays as it is."""
    language = os.environ.get(VARIABLE, "").strip().lower()[:2]
    if language in {"", "ru"} or not text:
        return text
    from docsvc.mail.catalogue import catalogue

    translate = catalogue(language).gettext
    return text.text(translate) if isinstance(text, Worded) else translate(text)
