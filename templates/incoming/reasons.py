"""Why a file from outside is refused, and what is changed in one that is taken."""

from enum import StrEnum
from typing import Final

from templates.errors import TemplateError


class Change(StrEnum):
    """What was changed in a PDF, or what its owner should know of it."""

    REPAIRED = "repaired"
    FORMS = "forms"
    NOTES = "notes"
    SCRIPTS = "scripts"
    FILES = "files"
    MEDIA = "media"
    LAYERS = "layers"
    LINKS = "links"
    OUTLINE = "outline"
    SCALE = "scale"
    HISTORY = "history"
    FONTS = "fonts"
    SCAN = "scan"


class Why(StrEnum):
    """Why a PDF is refused."""

    NO_PDF = "no_pdf"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    SIGNED = "signed"
    XFA = "xfa"
    FORM = "form"
    NOTES = "notes"
    PORTFOLIO = "portfolio"
    LAYERS = "hidden_layers"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"
    PAGE_SIZE = "page_size"
    BOMB = "bomb"
    EXTERNAL = "external"


_PRINT_IT: Final = "откройте файл, выберите «Печать → Сохранить как PDF» и загрузите то, что получится"
_WORDS: Final = {
    Why.NO_PDF: "Это не PDF. Сохраните документ как PDF и загрузите снова.",
    Why.TOO_LARGE: "Файл больше 10 МБ. Сожмите его (например, уменьшите разрешение скана) и загрузите снова.",
    Why.BROKEN: f"PDF повреждён и не восстанавливается. Если он открывается у вас: {_PRINT_IT}.",
    Why.ENCRYPTED: (
        "PDF защищён: он открывается без пароля, но запрещает изменения, а подпись — это изменение. "
        f"Попросите файл без защиты или {_PRINT_IT}."
    ),
    Why.PASSWORD: "PDF закрыт паролем. Снимите пароль (или попросите файл без пароля) и загрузите снова.",
    Why.SIGNED: (
        "В PDF уже есть электронная подпись: наша подпись поверх очистки файла её бы разрушила. "
        "Подпишите его отсоединённой подписью (.sig) или загрузите вариант без подписей."
    ),
    Why.XFA: f"Это динамическая форма Adobe (XFA): её содержание видит только Adobe Reader. Там {_PRINT_IT}.",
    Why.FORM: (
        "В PDF есть заполненная форма, вид которой каждая программа рисует по-своему. "
        f"Чтобы все видели одно и то же, {_PRINT_IT}."
    ),
    Why.NOTES: (
        "В PDF есть пометки (выделение, зачёркивание, штамп), вид которых каждая программа рисует по-своему. "
        f"Чтобы все видели одно и то же, {_PRINT_IT}."
    ),
    Why.PORTFOLIO: "Это портфель из нескольких файлов. Извлеките нужный PDF и загрузите его отдельно.",
    Why.LAYERS: (
        "В PDF есть слои, часть которых скрыта или видна только при печати: подписанты видели бы разное. "
        f"Чтобы остался один вид, {_PRINT_IT}."
    ),
    Why.TOO_MANY_PAGES: "В PDF больше 500 страниц. Разделите его на части и загрузите по одной.",
    Why.NO_PAGES: "В PDF нет ни одной страницы.",
    Why.PAGE_SIZE: f"Размер страницы невозможен: от 1 см до 5 метров. Если файл верный, {_PRINT_IT}.",
    Why.BOMB: f"PDF распаковывается в непомерно много данных. Если файл верный, {_PRINT_IT}.",
    Why.EXTERNAL: f"PDF показывает содержимое других файлов или адресов. Чтобы всё было внутри, {_PRINT_IT}.",
}


def reason_of(why: Why) -> str:
    """Say a reason to people."""
    return _WORDS[why]


class PdfRefused(TemplateError):
    """A PDF that cannot be taken; the message says why and what to do."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(_WORDS[why])


class ScanRefused(TemplateError):
    """A picture of a signature that cannot be taken; the message says why and what to do."""
