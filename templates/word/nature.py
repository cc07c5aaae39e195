"""What a part of a DOCX is, whatever its name says: programs that open it look at its first bytes too."""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from lxml import etree

from templates.errors import BadTemplate
from templates.phrase import Phrase

_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*"),
    *(
        b"\xd7\xcd\xc6\x9a",
        b"\x01\0\x09\0",
        b"\x02\0\x09\0",
        b"\x01\0\0\0",
    ),  # WMF, EMF
)
_RIFF, _WEBP = b"RIFF", b"WEBP"
_MARKUP = re.compile(rb"\s*<[!?A-Za-z][\s!-~]{2}")  # an embedded font may begin with any byte
_MARKS = ("\ufeff".encode(), "\ufeff".encode("utf-16-le"), "\ufeff".encode("utf-16-be"))


def check_markup(name: str, data: bytes) -> None:
    """Refuse markup in a part not named as XML, where nobody would look into it. Raises BadTemplate."""
    start = data[:256]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    if _MARKUP.match(start.replace(b"\0", b"")):
        raise BadTemplate(
            Phrase(
                "Часть «%(name)s» файла DOCX не то, чем названа: внутри разметка. Откройте файл "
                "в Word и сохраните его заново.",
                name=name,
            )
        )


def check_pictures(parts: Mapping[str, bytes], trees: Mapping[str, etree._Element]) -> None:
    """Refuse what is shown as a picture and is none. Raises BadTemplate."""
    for name, tree in trees.items():
        for target in _images(name, tree):
            data = parts.get(target)
            if data is not None and not target.lower().endswith(".svg") and not _is_picture(data):
                raise BadTemplate(
                    Phrase(
                        "Картинка «%(target)s» не читается: нужны PNG, JPEG, GIF, BMP, TIFF, WMF или "
                        "EMF. Вставьте её в Word заново.",
                        target=target,
                    )
                )


def _images(name: str, tree: etree._Element) -> Iterator[str]:
    folder = dirname(dirname(name))
    for relationship in tree.iter("{*}Relationship"):
        if relationship.get("Type", "").rstrip("/").endswith("/image"):
            yield normpath(join("/", folder, relationship.get("Target", ""))).lstrip("/")


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or (data.startswith(_RIFF) and data[8:12] == _WEBP)
