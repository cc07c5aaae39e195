"""A template's files in memory, and the one blob that they make."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import yaml

from templates.errors import BadTemplate
from templates.phrase import Phrase
from templates.schema import FieldSchema
from templates.shipped import LIBRARY, shipped_files, shipped_folders
from templates.word import open_docx

MAX_FILES, MAX_FILE, MAX_TOTAL = 200, 10 * 2**20, 30 * 2**20
MAX_ABOUT = 2**17  # of fields.yaml: reading YAML takes seconds a megabyte
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # nine times as fast
UNZIPPING = (
    *(zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, RuntimeError),
    ValueError,
)
"""What Python raises where a ZIP is broken."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP's own beginning of time: equal files must make equal bytes
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,60}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}")
_ABOUT = ("code", "kind", "language", "title", "version", "engine", "fields")


class Engine(StrEnum):
    """What turns a template into a PDF."""

    HTML = "html"
    DOCX = "docx"


_MAIN = {Engine.HTML: "template.html", Engine.DOCX: "template.docx"}


@dataclass(frozen=True, slots=True)
class Source:
    """A template: what it says of itself in `fields.yaml`, and its files by path. Equal by its digest."""

    digest: str
    code: str = field(compare=False)
    kind: str = field(compare=False)
    language: str = field(compare=False)
    title: str = field(compare=False)
    version: str = field(compare=False)
    engine: Engine = field(compare=False)
    fields: FieldSchema = field(compare=False)
    files: Mapping[str, bytes] = field(compare=False, repr=False)

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> "Source":
        """Read a template from its files. Raises BadTemplate."""
        _check_files(files)
        about = _about(files)
        return cls(
            digest=sha256(_pack(files)).hexdigest(),
            fields=FieldSchema.read(about.pop("fields"), about.pop("amount", None)),
            files=MappingProxyType(dict(sorted(files.items()))),
            **about,
        )

    @classmethod
    def from_folder(cls, path: Path) -> "Source":
        """Read a template from a folder; hidden files are left out. Raises BadTemplate."""
        if not path.is_dir():
            raise BadTemplate(Phrase("нет папки шаблона %(path)s", path=path))
        if not (path / "fields.yaml").is_file():
            raise BadTemplate(Phrase("%(path)s: в папке шаблона должен быть файл fields.yaml", path=path))
        if LIBRARY in path.resolve().parents:
            return cls.from_files(shipped_files(path.resolve()))
        names = {file.relative_to(path): file for file in path.rglob("*") if file.is_file()}
        return cls.from_files(
            {
                name.as_posix(): file.read_bytes()
                for name, file in names.items()
                if not any(part.startswith(".") for part in name.parts)
            }
        )

    @classmethod
    def from_docx(
        cls,
        docx: bytes,
        *,
        code: str,
        kind: str,
        language: str,
        title: str,
        version: str,
        fields: Mapping[str, Any] | None = None,
    ) -> "Source":
        """Make a template of a Word file; `fields` as in `fields.yaml`. Raises BadTemplate."""
        open_docx(docx)
        about = {
            "code": code,
            "kind": kind,
            "language": language,
            "title": title,
            "version": version,
            "engine": Engine.DOCX.value,
            "fields": dict(fields or {}),
        }
        told = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
        return cls.from_files({"fields.yaml": told.encode(), _MAIN[Engine.DOCX]: docx})

    @classmethod
    def unpack(cls, blob: bytes) -> "Source":
        """Read a template from a ZIP. Raises BadTemplate for a broken, oversized or unsafe one."""
        try:
            with zipfile.ZipFile(io.BytesIO(blob)) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
                _check_entries(entries)
                return cls.from_files({entry.filename: archive.read(entry) for entry in entries})
        except UNZIPPING as error:
            raise BadTemplate(Phrase("шаблон не распаковывается: %(error)s", error=error)) from error

    def pack(self) -> bytes:
        """Make the blob: a ZIP that is byte for byte the same for the same files, on any machine."""
        return _pack(self.files)

    @property
    def main(self) -> str:
        """Name the file that the engine fills in."""
        return _MAIN[self.engine]

    def text(self, name: str) -> str:
        """Give a file as text. Raises BadTemplate where it is absent or not UTF-8."""
        try:
            return self.files[name].decode()
        except KeyError:
            raise BadTemplate(Phrase("в шаблоне нет файла %(name)s", name=name)) from None
        except UnicodeDecodeError as error:
            raise BadTemplate(
                Phrase(
                    "%(name)s: не UTF-8, байт %(at)s не читается; сохраните файл в кодировке UTF-8",
                    name=name,
                    at=error.start + 1,
                )
            ) from None


def _pack(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    # Stored, not deflated: compressors differ between machines, and the blob's hash must not.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Judge a ZIP by its directory, before a byte of it is unpacked."""
    names = [entry.filename for entry in entries]
    if {entry.compress_type for entry in entries} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadTemplate("архив сжат редким способом: упакуйте файлы обычным ZIP")
    if len(names) != len(set(names)):
        raise BadTemplate("в архиве шаблона повторяются имена файлов")
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise BadTemplate(
            Phrase(
                "шаблон больше %(files)s файлов или %(size)s МБ",
                files=MAX_FILES,
                size=MAX_TOTAL // 2**20,
            )
        )


def _check_files(files: Mapping[str, bytes]) -> None:
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_TOTAL:
        raise BadTemplate(
            Phrase(
                "шаблон больше %(files)s файлов или %(size)s МБ",
                files=MAX_FILES,
                size=MAX_TOTAL // 2**20,
            )
        )
    for name, data in files.items():
        if not _NAME.fullmatch(name) or ".." in PurePosixPath(name).parts:
            raise BadTemplate(Phrase("недопустимое имя файла в шаблоне: %(name)s", name=f"{name!a}"))
        if len(data) > MAX_FILE:
            raise BadTemplate(Phrase("%(name)s: больше %(size)s МБ", name=name, size=MAX_FILE // 2**20))


def _about(files: Mapping[str, bytes]) -> dict[str, Any]:
    told = files.get("fields.yaml", b"")
    if len(told) > MAX_ABOUT:
        raise BadTemplate(Phrase("fields.yaml: больше %(size)s КБ", size=MAX_ABOUT // 2**10))
    try:
        about = yaml.load(told, Loader=_LOADER)  # noqa: S506 - the safe loader, in C where it is built
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadTemplate(Phrase("fields.yaml не читается: %(error)s", error=error)) from error
    if not isinstance(about, dict) or set(about) - {"amount"} != set(_ABOUT):
        raise BadTemplate(Phrase("fields.yaml должен содержать ровно: %(names)s", names=", ".join(_ABOUT)))
    wrong = [name for name in _ABOUT[:-1] if not isinstance(about[name], str) or not about[name].strip()]
    if wrong:
        raise BadTemplate(
            Phrase("fields.yaml: нужны строки в %(names)s (версию берут в кавычки)", names=", ".join(wrong))
        )
    if not _CODE.fullmatch(about["code"]) or not _VERSION.fullmatch(about["version"]):
        raise BadTemplate("fields.yaml: code из латинских букв, цифр и дефисов, version вида 1.0")
    if about["engine"] not in set(Engine):
        raise BadTemplate(Phrase("fields.yaml: engine бывает: %(engines)s", engines=", ".join(Engine)))
    about["engine"] = Engine(about["engine"])
    if _MAIN[about["engine"]] not in files:
        raise BadTemplate(Phrase("в шаблоне нет файла %(name)s", name=_MAIN[about["engine"]]))
    return about


@lru_cache(maxsize=1)
def library() -> tuple[Source, ...]:
    """Give the shipped templates by code, the Russian ones first: library/<code>/<language>/."""
    return tuple(Source.from_files(shipped_files(folder)) for folder in shipped_folders())
