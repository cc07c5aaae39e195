"""What the doctor finds in an installation: its secret, keys, database and mail server."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from docsvc.cli.checks import Check, State
from docsvc.cli.context import operator
from docsvc.config import Settings
from docsvc.mail.message import host_name
from docsvc.mail.server import connected, read_server
from docsvc.migrations.upgrade import is_current
from docsvc.model import Role
from docsvc.queries.checklist import Step, checklist
from docsvc.queries.jobs import dead_jobs
from docsvc.queries.people import people
from docsvc.wiring import open_tools
from docsvc.work import Database, secret_file, utc_now
from signing import fingerprint

SOON: Final = timedelta(days=30)
PATIENCE_S: Final = 5.0
_PRIVATE: Final = 0o077
_INIT: Final = "выполните docsvc init"


def secret(settings: Settings) -> Iterator[Check]:
    """Look at the master secret: there, and for its owner only."""
    file = secret_file(settings.data)
    if not file.exists():
        yield Check("Секрет", State.BLOCKS, f"нет файла {file}", _INIT)
    elif file.stat().st_mode & _PRIVATE:
        yield Check("Секрет", State.BLOCKS, f"{file} читают посторонние", f"chmod 600 {file}")
    else:
        yield Check("Секрет", State.FINE, str(file))


def keys(settings: Settings) -> Iterator[Check]:
    """Look at the authority and the seal, and till when they are good."""
    if not secret_file(settings.data).exists():
        return
    loaded = open_tools(settings).keys
    pairs = {"Удостоверяющий ключ": loaded.authority, "Печать": loaded.organisation_seal}
    for what, pair in pairs.items():
        until = pair.certificate.not_valid_after
        found = f"действует до {until:%d.%m.%Y}"
        if until <= utc_now():
            yield Check(what, State.BLOCKS, found, "срок вышел: выпустите новый сертификат")
        elif until <= utc_now() + SOON:
            yield Check(what, State.ADVICE, found, "выпустите новый сертификат заранее")
        else:
            yield Check(what, State.FINE, found)
    yield Check("Корневой сертификат", State.FINE, f"отпечаток {fingerprint(loaded.root_pem)}")


def database(settings: Settings) -> Iterator[Check]:
    """Look at the database: reachable, of this version, with all that a first document needs."""
    if not secret_file(settings.data).exists():
        return
    opened = Database(settings.database_url)
    shown = opened.url.render_as_string(hide_password=True)
    try:
        with opened.reader.connect() as connection:
            current = is_current(connection)
        if not current:
            yield Check("База данных", State.BLOCKS, f"{shown}: старая версия", "копия, затем docsvc upgrade")
            return
        yield Check("База данных", State.FINE, shown)
        with Session(opened.reader) as session:
            yield from _contents(session)
    finally:
        opened.dispose()


def _contents(session: Session) -> Iterator[Check]:
    done = {check.step: check for check in checklist(session, smtp=True)}
    entity, templates = done[Step.ENTITY], done[Step.TEMPLATES]
    if entity.done:
        yield Check("Реквизиты", State.FINE, "заполнены")
    else:
        advice = "заполните в настройках или: docsvc organisation load ФАЙЛ"
        yield Check("Реквизиты", State.BLOCKS, f"не хватает: {', '.join(entity.missing)}", advice)
    if templates.done:
        yield Check("Шаблоны", State.FINE, str(templates.count))
    else:
        yield Check("Шаблоны", State.BLOCKS, "нет ни одного", "docsvc upgrade возьмёт их из библиотеки")
    yield from _people(session)
    if dead := dead_jobs(session):
        yield Check(
            "Задания", State.ADVICE, f"остановилось: {dead}", "посмотрите и повторите их в настройках"
        )


def _people(session: Session) -> Iterator[Check]:
    working = [row for row in people(session, operator()) if row.active]
    administrators = [row for row in working if Role.ADMINISTRATOR in row.roles and row.has_password]
    if not administrators:
        advice = "docsvc user add ПОЧТА --name ИМЯ --role administrator"
        yield Check("Люди", State.BLOCKS, "никто не может войти администратором", advice)
        return
    yield Check("Люди", State.FINE, f"{len(working)}, администраторов {len(administrators)}")
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
        yield Check("Почта", State.FINE, f"{where}, от имени {settings.smtp.sender}")
