"""What the doctor finds in an installation: its secret, keys, database and mail server."""

import os
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from docsvc.cli.checks import Check, State
from docsvc.cli.context import can_read_secret, operator, shown_url
from docsvc.config import Settings
from docsvc.errors import DatabaseUnavailable, SecretUnfit
from docsvc.errors.phrase import Phrase, listed
from docsvc.mail.message import host_name
from docsvc.mail.server import connected, read_server
from docsvc.migrations.upgrade import Schema, standing
from docsvc.model import Role
from docsvc.model.organisation_file import LegalEntityInput
from docsvc.queries.checklist import Step, checklist
from docsvc.queries.jobs import dead_jobs
from docsvc.queries.people import people
from docsvc.wiring import open_tools
from docsvc.work import Database, secret_file, utc_now
from docsvc.work.keys import require_own_keys
from signing import fingerprint

SOON: Final = timedelta(days=30)
PATIENCE_S: Final = 5.0
_PRIVATE: Final = 0o077
_FIRST: Final = "верните secret и keys из копии; для новой установки выполните docsvc init"


def secret(settings: Settings) -> Iterator[Check]:
    """Look at the master secret: there, and for its owner only."""
    file = secret_file(settings.data)
    try:
        there = file.exists()
    except PermissionError:
        found = Phrase("папка %(folder)s закрыта от вас", folder=settings.data)
        yield Check("Секрет", State.BLOCKS, found, _as_owner(settings, settings.data))
        return
    if not there:
        yield Check("Секрет", State.BLOCKS, Phrase("нет файла %(file)s", file=file), _FIRST)
    elif not os.access(file, os.R_OK):
        found = Phrase("%(file)s вам не прочитать", file=file)
        yield Check("Секрет", State.BLOCKS, found, _as_owner(settings, file))
    elif file.stat().st_mode & _PRIVATE:
        yield Check(
            "Секрет", State.BLOCKS, Phrase("%(file)s читают посторонние", file=file), f"chmod 600 {file}"
        )
    else:
        yield Check("Секрет", State.FINE, str(file))


def keys(settings: Settings) -> Iterator[Check]:
    """Look at the authority and the seal, and till when they are good."""
    if not can_read_secret(settings):
        return
    try:
        tools = open_tools(settings)
        require_own_keys(settings, tools.secrets)
    except SecretUnfit as error:
        yield Check("Ключи", State.BLOCKS, error.phrase, "без них ничего не подписать, и ссылки не действуют")
        return
    try:
        loaded = tools.keys
    except (SQLAlchemyError, DatabaseUnavailable):  # the database has a line of its own
        loaded = tools.load_keys(())
    pairs = {"Удостоверяющий ключ": loaded.authority, "Печать": loaded.organisation_seal}
    for what, pair in pairs.items():
        until = pair.certificate.not_valid_after
        found = Phrase("действует до %(until)s", until=f"{until:%d.%m.%Y}")
        if until <= utc_now():
            yield Check(what, State.BLOCKS, found, "срок вышел: выпустите новый сертификат")
        elif until <= utc_now() + SOON:
            yield Check(what, State.ADVICE, found, "выпустите новый сертификат заранее")
        else:
            yield Check(what, State.FINE, found)
    yield Check(
        "Корневой сертификат",
        State.FINE,
        Phrase("отпечаток %(fingerprint)s", fingerprint=fingerprint(loaded.root_pem)),
    )


def _as_owner(settings: Settings, file: Path) -> str:
    return Phrase(
        "запускайте docsvc от пользователя, которому принадлежит %(folder)s: %(owner)s",
        folder=settings.data,
        owner=_owner(file),
    )


def _owner(file: Path) -> str:
    try:
        return file.owner()
    except KeyError:  # no login belongs to that number
        return str(file.stat().st_uid)


def database(settings: Settings) -> Iterator[Check]:
    """Look at the database: reachable, of this version, with all that a first document needs."""
    if not can_read_secret(settings):
        return
    opened = Database(settings.database_url)
    shown = shown_url(opened.url)
    try:
        with opened.reader.connect() as connection:
            found = standing(connection)
        if found in {Schema.EMPTY, Schema.OLDER}:
            yield Check("База данных", State.BLOCKS, *_outdated(shown, is_empty=found is Schema.EMPTY))
            return
        yield _writable(opened, shown)
        with Session(opened.reader) as session:
            yield from _contents(session)
    except DatabaseError as error:
        yield _ill(error, shown, is_file=opened.is_sqlite)
    finally:
        opened.dispose()


def _outdated(shown: str, *, is_empty: bool) -> tuple[str, str]:
    if not is_empty:
        return Phrase("%(shown)s: старая версия", shown=shown), "копия, затем docsvc upgrade"
    advice = "проверьте DOCSVC_DATABASE_URL, верните базу из копии; если новая: docsvc init --or-upgrade"
    return Phrase("%(shown)s: пуста, хотя установка есть", shown=shown), advice


def _ill(error: DatabaseError, shown: str, *, is_file: bool) -> Check:
    """Judge what the driver says: a server that is away, a file that may not be opened, a damaged one."""
    reason = str(error.orig).splitlines()[0]
    if not is_file:
        advice = "запустите базу и проверьте имя и пароль в DOCSVC_DATABASE_URL"
        return Check(
            "База данных",
            State.BLOCKS,
            Phrase("%(shown)s не отвечает: %(reason)s", shown=shown, reason=reason),
            advice,
        )
    if isinstance(error, OperationalError):
        advice = "проверьте, кому принадлежат файлы базы (с -wal и -shm) и папка и есть ли на диске место"
        return Check(
            "База данных",
            State.BLOCKS,
            Phrase("%(shown)s не открыть: %(reason)s", shown=shown, reason=reason),
            advice,
        )
    return Check(
        "База данных",
        State.BLOCKS,
        Phrase("%(shown)s повреждена: %(reason)s", shown=shown, reason=reason),
        "верните базу из копии; если это и есть копия, снимите её командой .backup, а не cp: см. README",
    )


def _writable(opened: Database, shown: str) -> Check:
    if opened.is_read_only():
        advice = "укажите главный сервер в DOCSVC_DATABASE_URL или разрешите запись"
        if opened.is_sqlite:
            advice = "отдайте файлы базы (с -wal и -shm) и папку пользователю docsvc: chown"
        return Check("База данных", State.BLOCKS, Phrase("%(shown)s: только для чтения", shown=shown), advice)
    return Check("База данных", State.FINE, shown)


def _contents(session: Session) -> Iterator[Check]:
    done = {check.step: check for check in checklist(session, smtp=True)}
    entity, templates = done[Step.ENTITY], done[Step.TEMPLATES]
    if entity.done:
        yield Check("Реквизиты", State.FINE, "заполнены")
    else:
        advice = "заполните в настройках или: docsvc organisation load ФАЙЛ"
        yield Check(
            "Реквизиты",
            State.BLOCKS,
            Phrase("не хватает: %(missing)s", missing=listed(map(_named, entity.missing), ", ")),
            advice,
        )
    if templates.done:
        yield Check("Шаблоны", State.FINE, str(templates.count))
    else:
        yield Check("Шаблоны", State.BLOCKS, "нет ни одного", "docsvc upgrade возьмёт их из библиотеки")
    yield from _people(session)
    if dead := dead_jobs(session):
        yield Check(
            "Задания",
            State.ADVICE,
            Phrase("остановилось: %(count)s", count=dead),
            "посмотрите и повторите их в настройках",
        )


def _named(requisite: str) -> str:
    """Return what people call a requisite."""
    return LegalEntityInput.model_fields[requisite].title or requisite


def _people(session: Session) -> Iterator[Check]:
    working = [row for row in people(session, operator()) if row.active]
    administrators = [row for row in working if Role.ADMINISTRATOR in row.roles and row.has_password]
    if not administrators:
        advice = "docsvc user add ПОЧТА --name ИМЯ --role administrator"
        yield Check("Люди", State.BLOCKS, "никто не может войти администратором", advice)
        return
    yield Check(
        "Люди",
        State.FINE,
        Phrase(
            "%(working)s, администраторов %(administrators)s",
            working=len(working),
            administrators=len(administrators),
        ),
    )
    if not any(Role.DIRECTOR in row.roles for row in working):
        yield Check(
            "Подписант", State.ADVICE, "нет никого с ролью director", "договоры некому подписать за нас"
        )


def mail(settings: Settings) -> Iterator[Check]:
    """Look at the mail server: reachable, and it lets us in."""
    if settings.smtp is None:
        advice = "задайте DOCSVC_SMTP_URL и DOCSVC_MAIL_FROM; до тех пор ссылки показывает администратор"
        yield Check("Почта", State.ADVICE, "письма не отправляются, а хранятся", advice)
        return
    server = read_server(settings.smtp.url)
    where = f"{server.host}:{server.port}"
    try:
        with connected(server, greeting=host_name(settings), timeout=PATIENCE_S) as client:
            client.noop()
    except (smtplib.SMTPException, OSError) as error:
        advice = "проверьте DOCSVC_SMTP_URL; письма подождут в очереди"
        yield Check("Почта", State.ADVICE, f"{where}: {error}", advice)
    else:
        yield Check(
            "Почта",
            State.FINE,
            Phrase("%(where)s, от имени %(sender)s", where=where, sender=settings.smtp.sender),
        )
