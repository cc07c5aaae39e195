"""The gate before anything opens a DOCX: a ZIP of bounded size with honest names, and a document inside.

Every refusal is a BadTemplate that says what is wrong and what to do.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from templates.errors import BadTemplate
from templates.phrase import Phrase
from templates.word.contents import check_contents
from templates.word.foreign import check_bytes, check_kind

MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL = 2_000, 50 * 2**20, 100 * 2**20
MAX_RATIO, SMALL = 100, 2**20  # what unpacks into a megabyte at most may be as regular as it likes
MAX_RATIO_OF_XML = 500
"""Thousands of like rows of a table, as LibreOffice writes them, are packed 100 to 220 times."""
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_AGAIN = Phrase("Откройте файл в Word и сохраните его заново как «Документ Word (*.docx)».")

Parts = Mapping[str, bytes]


def open_docx(docx: bytes) -> Parts:
    """Give the parts of a DOCX by name, once all of it has passed the gate. Raises BadTemplate."""
    return _open(sha256(docx).digest(), _Bytes(docx))


class _Bytes:
    """Bytes that count as equal: the digest beside them is the key of the cache."""

    __slots__ = ("value",)

    def __init__(self, value: bytes) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _open(_digest: bytes, docx: _Bytes) -> Parts:
    check_bytes(docx.value)
    try:
        parts = _read(docx.value)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise BadTemplate(
            "Файл DOCX повреждён или оборван. Скачайте или сохраните его ещё раз и загрузите снова."
        ) from error
    check_kind(parts)
    check_contents(parts)
    return MappingProxyType(parts)


def _read(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        entries = archive.infolist()
        _check_directory(entries)
        parts: dict[str, bytes] = {}
        total = 0
        for entry in entries:
            if entry.is_dir():
                continue
            parts[entry.filename] = _bounded(archive, entry)
            total += len(parts[entry.filename])
            if total > MAX_TOTAL:
                raise _too_big()
        return parts


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read no more than may be: the size in the directory is what its writer claims."""
    with archive.open(entry) as stream:
        data = stream.read(MAX_ENTRY + 1)
    if len(data) > MAX_ENTRY:
        raise _too_big()
    if len(data) != entry.file_size:
        raise BadTemplate(
            Phrase(
                "В файле DOCX неверно указан размер части «%(name)s». %(advice)s",
                name=_shown(entry.filename),
                advice=_AGAIN,
            )
        )
    return data


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Judge the ZIP by its directory, before a byte is unpacked."""
    if len(entries) > MAX_ENTRIES:
        raise BadTemplate(
            Phrase(
                "В файле DOCX %(count)s частей, а можно не больше %(most)s. Уберите "
                "лишние картинки и сохраните его заново.",
                count=len(entries),
                most=MAX_ENTRIES,
            )
        )
    names = [entry.orig_filename.casefold() for entry in entries]
    if len(names) != len(set(names)):
        raise BadTemplate(Phrase("В файле DOCX повторяются имена частей. %(advice)s", advice=_AGAIN))
    for entry in entries:
        _check_name(entry.orig_filename)
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise _too_big()


def _check_name(name: str) -> None:
    if "\\" in name:
        raise BadTemplate(
            Phrase(
                "В файле DOCX имя части с обратной чертой: «%(name)s». Его собрала неисправная "
                "программа. %(advice)s",
                name=_shown(name),
                advice=_AGAIN,
            )
        )
    unsafe = name.startswith("/") or ":" in name or not name.isprintable()
    if unsafe or not name or any(step in {"", ".", ".."} for step in name.rstrip("/").split("/")):
        raise BadTemplate(
            Phrase(
                "В файле DOCX недопустимое имя части: «%(name)s». %(advice)s",
                name=_shown(name),
                advice=_AGAIN,
            )
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise BadTemplate("Файл DOCX закрыт паролем. Снимите пароль и загрузите файл снова.")
    if entry.compress_type not in _METHODS:
        raise BadTemplate(Phrase("Файл DOCX сжат способом, которого нет в Word. %(advice)s", advice=_AGAIN))
    if entry.file_size > MAX_ENTRY:
        raise _too_big()
    most = MAX_RATIO_OF_XML if entry.filename.endswith(".xml") else MAX_RATIO
    if entry.file_size > SMALL and entry.file_size > most * max(entry.compress_size, 1):
        raise BadTemplate(
            Phrase(
                "Часть «%(name)s» файла DOCX распаковывается больше чем в %(most)s раз: "
                "так устроены «архивные бомбы». Файл не принят.",
                name=_shown(entry.filename),
                most=most,
            )
        )


def _too_big() -> BadTemplate:
    return BadTemplate(
        Phrase(
            "Файл DOCX слишком большой: часть не больше %(part)s МБ, всё вместе не "
            "больше %(whole)s МБ. Сожмите картинки (в Word: «Сжать рисунки») и сохраните "
            "его заново.",
            part=MAX_ENTRY // 2**20,
            whole=MAX_TOTAL // 2**20,
        )
    )


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name[:60])
