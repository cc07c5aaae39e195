"""What the doctor finds in what is kept: whether the database's file and the documents' files are whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from docsvc.cli.checks import Check, State
from docsvc.cli.context import can_read_secret
from docsvc.cli.in_database import in_database
from docsvc.config import Settings
from docsvc.errors.phrase import Phrase
from docsvc.queries.kept_files import KeptFile, kept_files, pending_edits
from docsvc.queries.last_sign import last_sign, made_at
from docsvc.wiring import open_store
from docsvc.work import Database
from storage import BlobCorrupt, BlobMissing, StorageError

OTHERS: Final = 0o077
"""What whoever is not the owner may do with a file or folder."""

SECONDS: Final = 8.0
"""How long files are read, the newest first, unless all of them are asked for."""

NOT_YET: Final = timedelta(minutes=5)
"""By how much a document may be younger than what the database knows: clocks differ, work is under way."""

DOCUMENT: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
"""Who owns the files of documents; what else has files is the library's and the service's own."""

TOLD: Final = 10
"""Documents with a damaged file that are named one by one."""

PARTS: Final = {
    "facts_blob": "данные",
    "docx_blob": "файл Word",
    "rendered_blob": "PDF",
    "sent_blob": "отправленный PDF",
    "picture_blob": "картинка первой страницы",
    "head_blob": "PDF с подписями",
    "final_blob": "подписанный PDF",
    "lasting_blob": "PDF с метками времени",
    "certificate_blob": "протокол подписания",
    "package_blob": "архивный пакет",
    "blob": "приложение",
    "look_blob": "вид подписи",
    "detached_blob": "отсоединённая подпись",
}


@dataclass(slots=True)
class Seen:
    """What a reading of the files has found: how many, and a finding for each damaged one."""

    read: int = 0
    ill: list[Check] = field(default_factory=list)
    whole: bool = True


def sqlite_file(settings: Settings) -> Iterator[Check]:
    """Have SQLite read its file through."""
    if not can_read_secret(settings):
        return
    opened = Database(settings.database_url)
    try:
        if not opened.is_sqlite:
            return
        with opened.reader.connect() as connection:
            found = str(connection.scalar(text("PRAGMA quick_check(1)")))
    except SQLAlchemyError:
        return  # the database has a line of its own
    finally:
        opened.dispose()
    if found == "ok":
        yield from _privacy(Path(opened.url.database or ""))
    else:
        yield Check(
            "Файл базы",
            State.BLOCKS,
            Phrase("повреждён: %(reason)s", reason=found.splitlines()[0]),
            "верните базу из копии",
        )


def _privacy(file: Path) -> Iterator[Check]:
    """Look whether others on this machine can read the database, as after a restoring with another umask."""
    beside = [file, *(file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm"))]
    open_to_all = [str(each) for each in beside if each.exists() and each.stat().st_mode & OTHERS]
    if not open_to_all or not file.parent.stat().st_mode & OTHERS:
        yield Check("Файл базы", State.FINE, "цел")
        return
    found = Phrase("цел, но %(file)s читают посторонние", file=file)
    yield Check("Файл базы", State.ADVICE, found, f"chmod 600 {' '.join(open_to_all)}")


def files(settings: Settings, *, seconds: float = SECONDS) -> Iterator[Check]:
    """Read the files of documents and say of which one is missing or changed."""
    return in_database(settings, lambda session: _files(session, settings, seconds))


def _files(session: Session, settings: Settings, seconds: float) -> Iterator[Check]:
    try:
        seen = _read(session, settings, seconds)
    except StorageError:
        return  # the store has a line of its own
    unconfirmed = pending_edits(session)
    yield from _told(seen)
    if seen.whole:
        yield from _younger(session, settings)
    if unconfirmed:
        found = Phrase("загружено и не подтверждено: %(count)s, уберутся сами за два дня", count=unconfirmed)
        yield Check("Правки в Word", State.FINE, found)


def _read(session: Session, settings: Settings, seconds: float) -> Seen:
    blobs, seen, end = open_store(settings), Seen(), monotonic() + seconds
    done: set[str] = set()
    for each in kept_files(session):
        if monotonic() > end:
            seen.whole = False
            break
        if each.address in done:
            continue
        done.add(each.address)
        seen.read += 1
        try:
            blobs.get(each.address)
        except (BlobMissing, BlobCorrupt) as error:
            seen.ill.append(_ill(each, blobs.place(each.address), missing=isinstance(error, BlobMissing)))
    return seen


def _ill(each: KeptFile, place: str, *, missing: bool) -> Check:
    how = "пропал" if missing else "изменён или испорчен"
    found = Phrase(
        "%(number)s, %(part)s: файл %(how)s",
        number=each.number,
        part=Phrase(PARTS[each.part]),
        how=Phrase(how),
    )
    return Check(
        "Файлы документов", State.BLOCKS, found, Phrase("верните из копии хранилища %(place)s", place=place)
    )


def _younger(session: Session, settings: Settings) -> Iterator[Check]:
    """Tell of documents that are younger than all that the database knows: it was copied without its end.

    `cp` leaves `-wal` behind, and what is copied is whole in itself: only the files beside it know better.
    Their own times say nothing, for a copy may have set them; when a document was made stands in its id.
    """
    last = last_sign(session)
    if last is None:
        return
    owners = filter(DOCUMENT.fullmatch, open_store(settings).owners())
    lost = sum(made_at(owner) > last + NOT_YET for owner in owners)
    if lost:
        found = Phrase(
            "кончается %(last)s, а файлы есть и от более новых документов: %(count)s",
            last=f"{last.astimezone(settings.timezone):%d.%m.%Y %H:%M}",
            count=lost,
        )
        advice = "возьмите более позднюю копию базы; снимайте её командой .backup, а не cp: см. README"
        yield Check("База данных", State.BLOCKS, found, advice)


def _told(seen: Seen) -> Iterator[Check]:
    yield from seen.ill[:TOLD]
    if len(seen.ill) > TOLD:
        found = Phrase("и ещё повреждённых: %(count)s", count=len(seen.ill) - TOLD)
        yield Check("Файлы документов", State.BLOCKS, found, "верните из копии всю папку документов")
    if not seen.ill:
        found = (
            Phrase("целы все: %(count)s", count=seen.read)
            if seen.whole
            else Phrase("целы последние %(count)s", count=seen.read)
        )
        advice = "" if seen.whole else "проверить все: docsvc doctor --all-files"
        yield Check("Файлы документов", State.FINE, found, advice)
