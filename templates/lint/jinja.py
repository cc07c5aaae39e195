"""What Jinja says of a tag that it cannot read, in Russian."""

import re

from templates.phrase import Phrase

_SAYINGS = (
    (
        r"expected token '(?P<wanted>.+?)', got '(?P<got>.+?)'",
        "лишнее «%(got)s» в теге: здесь ждали %(wanted)s",
    ),
    (r"unexpected char '(?P<got>.+?)' at", "непонятный знак «%(got)s»"),
    (r"unexpected end of template", "выражение обрывается"),
    (r"unexpected '(?P<got>.+?)'", "лишнее «%(got)s», или перед ним чего-то не хватает"),
    (r"Encountered unknown tag '(?P<got>\w+)'", "нет такого тега: {%% %(got)s %%}"),
    (r"Expected an expression, got '(?P<got>.+?)'", "здесь ждали значение, а стоит «%(got)s»"),
    (r"No (?P<what>filter|test) named '(?P<got>.+?)'", "нет фильтра или проверки «%(got)s»"),
    (r"tag name expected", "пустой тег {% %}"),
    (r"cannot assign to '(?P<got>.+?)'", "нельзя дать значение «%(got)s»"),
)
_TOKENS = {
    "end of print statement": Phrase("конец тега }}"),
    "end of statement block": Phrase("конец тега %}"),
    "end of template": Phrase("конец шаблона"),
    "integer": Phrase("число"),
    "float": Phrase("число"),
    "string": Phrase("текст в кавычках"),
}


def in_russian(message: str | None, wanted: str = "") -> Phrase:
    """Say what is wrong; what is not known here stays in Jinja's words.

    `wanted` is said of what stands where something else was expected, if not the words about a tag.
    """
    for shape, words in _SAYINGS:
        if found := re.search(shape, message or "", re.IGNORECASE):
            given = {name: _TOKENS.get(value, value) for name, value in found.groupdict().items()}
            saying = wanted if wanted and "wanted" in given else words
            return Phrase(saying, **given) if "%(" in saying else Phrase(saying)
    return Phrase("тег не читается: %(said)s", said=message)
