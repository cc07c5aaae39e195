"""Files that only look like a DOCX, each called what it is."""

from collections.abc import Mapping

from templates.errors import BadTemplate
from templates.phrase import Phrase
from templates.word.names import DOCUMENT_TYPE, ROOT_RELS, TEMPLATE_TYPE, TYPES_PART

_SAVE = Phrase("Откройте его в Word и сохраните как «Документ Word (*.docx)».")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_BEGINNINGS = (
    (b"%PDF", Phrase("Это PDF, а не DOCX. Нужен исходный файл Word. %(advice)s", advice=_SAVE)),
    (b"{\\rtf", Phrase("Это файл RTF, а не DOCX. %(advice)s", advice=_SAVE)),
    (b"\x89PNG", "Это картинка PNG, а не DOCX."),
    (b"\xff\xd8\xff", "Это картинка JPEG, а не DOCX."),
    (b"Rar!", "Это архив RAR, а не DOCX."),
    (b"7z\xbc\xaf", "Это архив 7z, а не DOCX."),
    (b"<?xml", Phrase("Это файл XML, а не DOCX. %(advice)s", advice=_SAVE)),
    (b"<!DOC", Phrase("Это веб-страница, а не DOCX. %(advice)s", advice=_SAVE)),
    (b"<html", Phrase("Это веб-страница, а не DOCX. %(advice)s", advice=_SAVE)),
)
_MACRO = (
    "Это документ Word с макросами (.docm или .dotm), такие не принимаются. "
    "Сохраните его как «Документ Word (*.docx)», без макросов."
)
_KINDS = (
    (b"macroEnabled", _MACRO),
    (b"ms-office.vbaProject", _MACRO),
    (b"spreadsheetml.", "Это таблица Excel, переименованная в DOCX. Нужен файл Word."),
    (b"presentationml.", "Это презентация PowerPoint, переименованная в DOCX. Нужен файл Word."),
    (b"ms-excel", "Это таблица Excel, переименованная в DOCX. Нужен файл Word."),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_STRICT = b"purl.oclc.org/ooxml"


def check_bytes(docx: bytes) -> None:
    """Refuse by the first bytes what is no ZIP. Raises BadTemplate."""
    if not docx:
        raise BadTemplate("Файл пустой. Выберите файл DOCX ещё раз.")
    if docx.startswith(_OLE):
        raise BadTemplate(_ole(docx))
    start = docx[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for beginning, message in _BEGINNINGS:
        if start[: len(beginning)].lower() == beginning.lower():
            raise BadTemplate(message)
    if not docx.startswith(_ZIP):
        raise BadTemplate(Phrase("Это не файл DOCX. %(advice)s", advice=_SAVE))


def _ole(docx: bytes) -> str:
    """Tell apart what the old binary container holds: names in it are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in docx:
        return (
            "Файл закрыт паролем. Снимите пароль (Файл → Сведения → Защита документа) и загрузите его снова."
        )
    if "WordDocument".encode("utf-16-le") in docx:
        return Phrase("Это документ Word старого вида (.doc), а не DOCX. %(advice)s", advice=_SAVE)
    return "Это файл Office старого вида, а не DOCX. Нужен «Документ Word (*.docx)»."


def check_kind(parts: Mapping[str, bytes]) -> None:
    """Refuse a ZIP that is another kind of file. Raises BadTemplate."""
    if parts.get("mimetype", b"").startswith(_OPEN_DOCUMENT):
        raise BadTemplate(Phrase("Это документ OpenDocument (.odt), а не DOCX. %(advice)s", advice=_SAVE))
    types = parts.get(TYPES_PART)
    if types is None or ROOT_RELS not in parts:
        raise BadTemplate(
            Phrase("Это архив ZIP, но не DOCX: в нём нет документа Word. %(advice)s", advice=_SAVE)
        )
    for mark, message in _KINDS:
        if mark in types:
            raise BadTemplate(message)
    if DOCUMENT_TYPE.encode() not in types and TEMPLATE_TYPE.encode() not in types:
        raise BadTemplate(Phrase("В файле нет документа Word. %(advice)s", advice=_SAVE))
    if any(_STRICT in parts[name] for name in (ROOT_RELS, "word/document.xml") if name in parts):
        raise BadTemplate(
            "Это «Документ Strict Open XML». В Word выберите «Сохранить как» → «Документ Word (*.docx)»."
        )
