"""Patterns of dates as people write them, in the letters of CLDR."""

import re

from templates.language.tags import BadExpression
from templates.phrase import Phrase

_DATES = 'Пишут так: | format: "dd.MM.yyyy"; время печатает {CURRENT.TIME}.'
_LETTERS = frozenset("dMyELQqwc")
_SPACES = re.compile("[ \u00a0\u202f]")
_RUSSIAN_NUMBER = re.compile(
    "#?(?:[ \u00a0\u202f][#0]{3})*[#0]*(?:,[#0]{1,2})?|#(?:[ \u00a0\u202f][#0]{3})+,[#0]{1,6}"
)
_RUSSIAN = str.maketrans({"д": "d", "Д": "d", "м": "M", "М": "M", "г": "y", "Г": "y"})
_RUSSIAN_PATTERN = re.compile(r"[дДмМгГ]{1,4}(?:[ ./-]+[дДмМгГ]{1,4})+")


def date_pattern(pattern: str) -> str:
    """Mend the usual slips in a date's pattern: DD.MM.YYYY, dd.mm.yyyy, дд.мм.гггг; others stay.

    In CLDR D counts the days of the year, Y is the year of a week and m a minute: in a document nobody means
    these. Raises BadExpression for what prints something else than its author means.
    Source: UTS 35, Date Format Patterns.
    """
    if re.search("%[A-Za-z]", pattern):
        raise BadExpression(
            Phrase("образец «%(pattern)s» не понимается", pattern=pattern), _DATES, code="bad-arguments"
        )
    if _RUSSIAN_PATTERN.fullmatch(pattern):
        return pattern.translate(_RUSSIAN)
    if not re.search(r"[dDyYM]", pattern) or re.search(r"[#0]", pattern):
        return pattern
    parts = re.split(r"('[^']*')", pattern)
    mended = [part if part.startswith("'") else _mended(part) for part in parts]
    for letters in re.findall("[A-Za-z]+", "".join(part for part in mended if not part.startswith("'"))):
        if letters[0] not in _LETTERS:
            raise BadExpression(
                Phrase("«%(letters)s» в образце даты не понимается", letters=letters),
                _DATES,
                code="bad-arguments",
            )
    return "".join(mended)


def number_pattern(pattern: str) -> str:
    """Read `# ##0,00` as Word and Excel write it in Russian: in CLDR that is `#,##0.00`."""
    if not _RUSSIAN_NUMBER.fullmatch(pattern):
        return pattern
    whole, _, fraction = _SPACES.sub(" ", pattern).partition(",")
    return whole.replace(" ", ",") + (f".{fraction}" if fraction else "")


def is_for_dates(pattern: str) -> bool:
    """Tell whether a pattern is one of a date: it has letters of dates and no digits of a number."""
    bare = re.sub(r"'[^']*'", "", pattern)
    return bool(re.search("[dMyEL]", bare)) and not re.search("[0#]", bare)


def _mended(part: str) -> str:
    part = re.sub("D+", lambda found: found.group().lower(), part)
    part = re.sub("Y+", lambda found: found.group().lower(), part)
    return part if re.search("[hHkK]", part) else part.replace("m", "M")
