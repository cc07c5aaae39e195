"""A file from outside as a template: Word, an HTML page, or a ZIP of one with its style and pictures."""

import io
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from docsvc.errors import TemplateRefused
from docsvc.errors.phrase import Phrase, as_sentence
from templates import BadTemplate, Engine, Field, FieldSchema, Source, TemplateError
from templates.infer import infer
from templates.limits import limited
from templates.lint.known import Known, plain_paths
from templates.source import MAX_ABOUT, MAX_FILE, MAX_FILES, MAX_TOTAL, UNZIPPING

PAGE, ABOUT = "template.html", "fields.yaml"
PROVISIONAL = "0.0"
"""The version of a template that no row has yet; its number is taken in the transaction."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a template is called and for what it is."""

    kind: str
    language: str
    title: str


def read_template(name: str, content: bytes, *, named: Named) -> Source:
    """Read an uploaded file; its fields are found in its text. Raises `TemplateRefused` with the reason.

    Nothing is stored, and no transaction need be open: looking into a large file takes its time.
    """
    if not content:
        raise TemplateRefused(reason="Файл пустой: сохраните шаблон ещё раз и загрузите снова.")
    try:
        match PurePosixPath(name.replace("\\", "/")).suffix.casefold():
            case ".docx":
                return _read(_from_docx(content, named))
            case ".html" | ".htm":
                return _read(_html({PAGE: content}, named))
            case ".zip":
                return _read(_html(_unzipped(content), named))
    except TemplateError as error:
        raise TemplateRefused(reason=as_sentence(str(error))) from error
    raise TemplateRefused(
        reason=Phrase(
            "«%(name)s» — не .docx, .html или .zip. Сохраните шаблон в Word как «Документ Word (.docx)».",
            name=name,
        )
    )


def with_fields(
    source: Source, schema: FieldSchema, *, code: str | None = None, version: str | None = None
) -> Source:
    """Return the same template under another schema, code or version. Raises BadTemplate."""
    about: dict[str, Any] = {
        "code": code or source.code,
        "kind": source.kind,
        "language": source.language,
        "title": source.title,
        "version": version or source.version,
        "engine": source.engine.value,
        "fields": schema.plain(),
    }
    about |= {"amount": schema.amount} if schema.amount else {}
    return Source.from_files({**source.files, ABOUT: _yaml(about)})


def settled(source: Source, before: Source | None, *, own: Collection[str] = ()) -> FieldSchema:
    """Return the fields that a new file uses, as they were refined by hand for the version before.

    `own` are paths of the CRM's fields beside the standard ones. A field that nobody knows is left out, for
    the lint to tell of; so is one that was declared and is no longer in the text.
    """
    hand = _refined(before)
    amount = before.fields.amount if before else source.fields.amount
    known = Known.of(plain_paths(own), hand, (field.path for field in source.fields.fields))
    used = _found(source)
    kept = tuple(hand.get(field.path, field) for field in used if known.knows(field.path))
    return FieldSchema(kept, amount)


def _refined(before: Source | None) -> dict[str, Field]:
    """Return the fields that a person declared otherwise than the text of the template tells by itself."""
    if before is None:
        return {}
    told = _found(with_fields(before, FieldSchema()))
    return {field.path: field for field in before.fields.fields if field not in told}


def _from_docx(content: bytes, named: Named) -> Source:
    return limited(Source.from_docx)(
        content,
        code=named.kind,
        kind=named.kind,
        language=named.language,
        title=named.title,
        version=PROVISIONAL,
    )


def _html(files: Mapping[str, bytes], named: Named) -> Source:
    about = {
        "code": named.kind,
        "kind": named.kind,
        "language": named.language,
        "title": named.title,
        "version": PROVISIONAL,
        "engine": Engine.HTML.value,
        "fields": {},
    }
    return Source.from_files({**files, ABOUT: _yaml(about | _declared(files.get(ABOUT, b"")))})


def _declared(text: bytes) -> dict[str, Any]:
    """Return the fields that a packed template declares itself; its other words are ours to say."""
    if len(text) > MAX_ABOUT:
        raise BadTemplate(Phrase("fields.yaml: больше %(size)s КБ", size=MAX_ABOUT // 2**10))
    try:
        about = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadTemplate(Phrase("fields.yaml не читается: %(error)s", error=error)) from error
    known = about if isinstance(about, dict) else {}
    return {name: known[name] for name in ("fields", "amount") if name in known}


def _read(source: Source) -> Source:
    """Look the text through once, outside of a transaction: a file that nobody can read is refused here."""
    _found(source)
    return source


@lru_cache(maxsize=64)
def _found(source: Source) -> tuple[Field, ...]:
    """Return the fields found in a template's text; what was looked through once is known."""
    return limited(infer)(source).fields


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir() and _wanted(each.filename)]
            _check(entries)
            files = {each.filename: archive.read(each) for each in entries}
    except UNZIPPING as error:
        raise BadTemplate(Phrase("архив не распаковывается: %(error)s", error=error)) from error
    return _with_page(_without_folder(files))


def _wanted(name: str) -> bool:
    """Leave out what systems put into archives beside the files."""
    return not name.startswith("__MACOSX/") and not PurePosixPath(name).name.startswith(".")


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Judge an archive by its directory: no more than the declared size of an entry is ever unpacked."""
    if {each.compress_type for each in entries} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadTemplate("архив сжат редким способом: упакуйте файлы обычным ZIP")
    if len({each.filename for each in entries}) != len(entries):
        raise BadTemplate("в архиве повторяются имена файлов")
    sizes = [each.file_size for each in entries]
    if len(sizes) > MAX_FILES or sum(sizes) > MAX_TOTAL or max(sizes, default=0) > MAX_FILE:
        raise BadTemplate(
            Phrase(
                "в архиве больше %(files)s файлов или %(size)s МБ",
                files=MAX_FILES,
                size=MAX_TOTAL // 2**20,
            )
        )


def _without_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take the files out of the one folder that an archive of a folder has."""
    tops = {name.partition("/")[0] for name in files}
    if len(tops) != 1 or not all("/" in name for name in files):
        return dict(files)
    return {name.partition("/")[2]: content for name, content in files.items()}


def _with_page(files: dict[str, bytes]) -> dict[str, bytes]:
    """Call the only page of an archive as the engine expects it."""
    pages = [name for name in files if name.casefold().endswith((".html", ".htm"))]
    if PAGE not in files and len(pages) == 1:
        files[PAGE] = files.pop(pages[0])
    if PAGE not in files:
        raise BadTemplate("в архиве нет файла template.html: назовите так главную страницу шаблона")
    return files


def _yaml(about: Mapping[str, Any]) -> bytes:
    return yaml.safe_dump(dict(about), allow_unicode=True, sort_keys=False).encode()
