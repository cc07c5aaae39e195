"""The tags of other programs, by name, and what to write instead."""

import re
from collections.abc import Iterator

from templates.language.tags import Fault
from templates.phrase import Phrase

_NAME = r"[A-Za-zА-Яа-яЁё_][\wА-Яа-яЁё.\[\]]*"
_BITRIX24, _MERGING = Phrase("Битрикс24"), Phrase("слияние Word")
_LIST = "Список: {FOREACH DEAL.PRODUCTS} … {ENDFOREACH}; условие: {IF ПОЛЕ} … {ENDIF}."
_FIELD = "Поле: {DEAL.AMOUNT}, {COMPANY.NAME}; строка списка: {PRODUCT.NAME}."
_BITRIX_OWNERS = (
    "Deal|Company|MyCompany|Contact|Lead|Client|Products?|Assigned|Requisite|Document|Invoice|Quote"
)
_SHAPES = (
    (rf"\{{#\s*{_NAME}\s*\}}(?!\}})", "docxtemplater", _LIST),
    (rf"\{{/\s*(?:{_NAME})?\s*\}}", "docxtemplater", "Конец списка: {ENDFOREACH}; конец условия: {ENDIF}."),
    (rf"\{{\^\s*{_NAME}\s*\}}", "docxtemplater", "Обратное условие: {IF NOT ПОЛЕ} … {ENDIF} или {ELSE}."),
    (rf"\{{@\s*{_NAME}\s*\}}", "docxtemplater", "Готовый текст из библиотеки вставляет {BLOCK:имя}."),
    (rf"\{{%\s*{_NAME}\s*\}}(?!\}})", "docxtemplater", "Картинка: {IMAGE:logo}."),
    (r"\{[dc](?:\.[A-Za-z_]\w*|\[)[^{}]*\}", "Carbone", _FIELD),
    (r"\{=\s*[A-Za-z_][^{}]*\}", _BITRIX24, _FIELD),
    (
        r"\{[A-Za-z_][\w.]*~[^{}]*\}",
        _BITRIX24,
        'Вид значения — фильтром: {DEAL.DATE | format: "dd.MM.yyyy"}.',
    ),
    (
        rf"\{{(?:{_BITRIX_OWNERS})(?:[A-Z][A-Za-z0-9]*)+\}}",
        _BITRIX24,
        _FIELD,
    ),
    (r"\{\s*MERGEFIELD\s+[^{}]*\}", _MERGING, _FIELD),
    (r"\{[+\-]{3}[^{}]*\}", "docx-templates", _FIELD),
)
_BRACED = [(re.compile(shape), program, hint) for shape, program, hint in _SHAPES]
_BITRIX = re.compile(r"#(?:IF|ELSE|ENDIF|FOREACH|ENDFOREACH|END)(?:\s[^#\n]{0,60})?#")
_ASPOSE = re.compile(r"<<\s*(?:\[|/?(?:foreach|if)\b)[^<>]{0,80}>>")
_MERGE = re.compile(r"«MERGEFIELD\s[^»]{0,60}»|\bMERGEFIELD\s+\"?[\w.]+\"?")
_WORDS = (
    (re.compile(r"\{\s*(?:else\s*if|elif|elsif)\b[^{}]*\}", re.IGNORECASE), Phrase("{ELSEIF УСЛОВИЕ}")),
    (re.compile(r"\{\s*(?:end[ _-]?if|/if)\s*\}", re.IGNORECASE), "{ENDIF}"),
    (re.compile(r"\{\s*(?:end[ _-]?for(?:[ _-]?each)?)\s*\}", re.IGNORECASE), "{ENDFOREACH}"),
    (re.compile(r"\{\s*else\s*\}", re.IGNORECASE), "{ELSE}"),
    (re.compile(r"\{\s*for[ _-]?(?:each)?\s+\w[^{}]*\}", re.IGNORECASE), "{FOREACH DEAL.PRODUCTS}"),
    (re.compile(r"\{\s*if\s+[^{}]*\w\.\w[^{}]*\}", re.IGNORECASE), Phrase("{IF ПОЛЕ > 0}")),
    (
        re.compile(r"\{\s*(?:ЕСЛИ|ИНАЧЕ|КОНЕЦ\w*|ЦИКЛ)\b[^{}]*\}"),
        "{IF …} {ELSE} {ENDIF}, {FOREACH …} {ENDFOREACH}",
    ),
    (
        re.compile(r"\{\s*(?:signature|stamp|image|block)\s*(?::[^{}]*)?\}", re.IGNORECASE),
        "{SIGNATURE:client}",
    ),
)

_LETTERS = "АВЕКМНОРСТХ"
_ALIKE = str.maketrans(_LETTERS, "ABEKMHOPCTX")
_WORD = re.compile(r"\{\s*([A-ZА-ЯЁ]{2,10})(?![\w.])[^{}\n]*\}")
_OURS = frozenset(
    {
        *("IF", "ELSE", "ELSEIF", "ENDIF", "FOREACH", "ENDFOREACH", "INDEX", "ITEM"),
        *("SIGNATURE", "STAMP", "IMAGE", "BLOCK", "QR"),
    }
)


def at(text: str, brace: int) -> Fault | None:
    """Name the program that a tag is of; None for ours and for plain text."""
    for shape, program, hint in _BRACED:
        if found := shape.match(text, brace):
            return Fault(
                brace,
                found.end(),
                "foreign-syntax",
                Phrase("это тег другой программы (%(program)s)", program=program),
                hint,
            )
    return None


def misspelt(text: str, brace: int) -> Fault | None:
    """Tell of a keyword that is written in another way than ours."""
    if found := _WORD.match(text, brace):
        latin = found[1].translate(_ALIKE)
        if latin != found[1] and latin in _OURS:
            letters = ", ".join(dict.fromkeys(f"«{one}»" for one in found[1] if one in _LETTERS))
            reason = Phrase("в слове тега русские буквы %(letters)s", letters=letters)
            return Fault(
                brace, found.end(), "keyword", reason, Phrase("Наберите латинскими: %(latin)s.", latin=latin)
            )
    for shape, meant in _WORDS:
        if found := shape.match(text, brace):
            return Fault(
                brace,
                found.end(),
                "keyword",
                "слово тега написано не так",
                Phrase("Напишите %(meant)s.", meant=meant),
            )
    return None


def without_braces(text: str, start: int, stop: int) -> Iterator[Fault]:
    """Find the tags of other programs that have no braces."""
    for shape, program in ((_BITRIX, _BITRIX24), (_ASPOSE, "Aspose"), (_MERGE, _MERGING)):
        for found in shape.finditer(text, start, stop):
            hint = _LIST if program == _BITRIX24 else _FIELD
            message = Phrase("это тег другой программы (%(program)s)", program=program)
            yield Fault(found.start(), found.end(), "foreign-syntax", message, hint)
