"""What a DOCX may hold: no macros, objects, outside files or fields that fetch them, no DTD in any XML."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.parsers import expat

from lxml import etree

from templates.errors import BadTemplate
from templates.phrase import Phrase
from templates.word.names import w
from templates.word.nature import check_markup, check_pictures

_XML = (".xml", ".rels", ".vml", ".svg")
_FORBIDDEN = (
    (
        re.compile(r"vbaProject|vbaData", re.IGNORECASE),
        Phrase("макросы"),
        Phrase("Сохраните файл без макросов, как *.docx."),
    ),
    (
        re.compile(r"activeX/", re.IGNORECASE),
        Phrase("элементы управления ActiveX"),
        Phrase("Удалите их в Word."),
    ),
    (
        re.compile(r"oleObject|embeddings/", re.IGNORECASE),
        Phrase("вложенные объекты (таблицы, диаграммы, файлы)"),
        Phrase("Замените их в Word картинками или обычными таблицами."),
    ),
)
_FORBIDDEN_TYPES = {
    "vbaProject": Phrase("макросы"),
    "oleObject": Phrase("вложенные объекты"),
    "package": Phrase("вложенные файлы"),
    "control": Phrase("элементы управления ActiveX"),
    "attachedTemplate": Phrase(
        "присоединённый шаблон Word (Файл → Параметры → Надстройки → Шаблоны → открепить)"
    ),
    "aFChunk": Phrase("вставленные чужие документы"),
    "subDocument": Phrase("вложенные документы"),
    "frame": Phrase("веб-фреймы"),
    "mailMergeSource": Phrase("источник слияния (Рассылки → Начать слияние → Обычный документ Word)"),
    "mailMergeHeaderSource": Phrase("источник слияния (Рассылки → Начать слияние → Обычный документ Word)"),
}
_BEFORE = r"[\s\"'“”«»\u200b-\u200f\u2060\ufeff]*"
_FETCHING = re.compile(
    _BEFORE + r"(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|DATABASE|RD|PRINT)\b",
    re.IGNORECASE,
)
_LINKING = re.compile(_BEFORE + r"HYPERLINK" + _BEFORE + r"(?!\\[a-z]\b)([^\s\"”»]+)", re.IGNORECASE)
_LAW = {"consultantplus", "garantf1", "kodeks"}  # legal databases: what is copied from them is full of these
_LINKS = {"http", "https", "mailto", "tel", *_LAW}
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_SVG_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|data:image/)[^)\s]", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
_HREFS = (
    "href",
    "{http://www.w3.org/1999/xlink}href",
    "src",
    "{urn:schemas-microsoft-com:office:office}href",
)


def check_contents(parts: Mapping[str, bytes]) -> None:
    """Look into every part that has been unpacked. Raises BadTemplate."""
    relationships: dict[str, etree._Element] = {}
    for name, data in parts.items():
        for pattern, what, remedy in _FORBIDDEN:
            if pattern.search(name):
                raise BadTemplate(
                    Phrase("В файле есть %(what)s: %(name)s. %(remedy)s", what=what, name=name, remedy=remedy)
                )
        if not name.lower().endswith(_XML):
            check_markup(name, data)
        else:
            root = _check_xml(name, data)
            if name.lower().endswith(".rels"):
                relationships[name] = root
    check_pictures(parts, relationships)


def _check_xml(name: str, data: bytes) -> etree._Element:
    _refuse_dtd(name, data)
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _broken(name) from error
    if name.lower().endswith(".rels"):
        _check_relationships(root)
    elif name.lower().endswith(".svg"):
        _check_svg(name, root)
    else:
        _check_fields(root)
        _check_vml(root)
    return root


def _refuse_dtd(name: str, data: bytes) -> None:
    """Stop at the first sign of a DTD, before any entity is read."""

    def refuse(*_: object) -> None:
        raise BadTemplate(
            Phrase(
                "В части «%(name)s» файла DOCX объявлены свои сущности XML (DTD): Word так не "
                "делает. Файл не принят.",
                name=name,
            )
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
    except (expat.ExpatError, ValueError) as error:  # the latter for an encoding that it does not know
        raise _broken(name) from error


def _broken(name: str) -> BadTemplate:
    return BadTemplate(
        Phrase(
            "Файл DOCX повреждён: часть «%(name)s» не читается. Откройте его в Word, дайте "
            "исправить и сохраните заново.",
            name=name,
        )
    )


def _check_relationships(root: etree._Element) -> None:
    for relationship in root.iter("{*}Relationship"):
        kind = relationship.get("Type", "").rpartition("/")[2]
        target = relationship.get("Target", "")
        if kind in _FORBIDDEN_TYPES:
            raise BadTemplate(
                Phrase(
                    "В файле есть %(what)s. Удалите это в Word и сохраните файл.",
                    what=_FORBIDDEN_TYPES[kind],
                )
            )
        external = relationship.get("TargetMode", "").strip().lower() == "external"
        if external or _ADDRESS.match(target):
            _check_outside(kind, target)


def _check_outside(kind: str, target: str) -> None:
    if kind != "hyperlink":
        raise BadTemplate(
            Phrase(
                "Файл ссылается на внешний ресурс (%(kind)s): «%(target)s». Вставьте картинку "
                "или текст в сам документ, без связи с файлом.",
                kind=kind,
                target=target[:100],
            )
        )
    if not target.startswith("#") and _scheme(target) not in _LINKS:
        raise BadTemplate(
            Phrase(
                "Недопустимая ссылка «%(target)s»: можно только http, https, почту (mailto), телефон (tel) "
                "и правовые системы. Уберите гиперссылку в Word.",
                target=target[:100],
            )
        )


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""


def _check_fields(root: etree._Element) -> None:
    for instruction in instructions(root):
        if found := _FETCHING.match(instruction):
            raise BadTemplate(
                Phrase(
                    "В файле есть поле %(field)s, которое вставляет чужой файл: «%(instruction)s». "
                    "Удалите поле в Word (или превратите его в текст: Ctrl+Shift+F9).",
                    field=found[1].upper(),
                    instruction=instruction.strip()[:80],
                )
            )
        if (link := _LINKING.match(instruction)) and _ADDRESS.match(link[1]):
            _check_outside("hyperlink", link[1])


def instructions(root: etree._Element) -> Iterator[str]:
    """Give what each field of a part is told to do, nested ones too; Word splits an instruction over runs."""
    open_fields: list[list[str]] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("fldSimple"):
            yield element.get(w("instr"), "")
        elif kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield "".join(open_fields.pop())
        elif element.tag == w("instrText") and open_fields:
            open_fields[-1].append(element.text or "")
    yield from ("".join(field) for field in open_fields)


def _check_vml(root: etree._Element) -> None:
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        address = next((element.get(name) for name in _HREFS[2:] if element.get(name)), None)
        if address:
            _check_outside(Phrase("рисунок"), address)
        if _ADDRESS.match(element.get("href") or ""):
            _check_outside("hyperlink", element.get("href") or "")


def _check_svg(name: str, root: etree._Element) -> None:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        address = next((element.get(href) or "" for href in _HREFS if element.get(href)), "#").strip()
        outside = not address.startswith(("#", "data:image/"))
        style = " ".join([*element.attrib.values(), element.text or "" if tag == "style" else ""])
        if outside or tag in {"script", "foreignobject"} or _SVG_OUTSIDE.search(style):
            raise BadTemplate(
                Phrase("Картинка «%(name)s» обращается к чужим файлам. Вставьте её как PNG.", name=name)
            )
