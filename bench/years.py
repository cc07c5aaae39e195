"""A database as it is after years: documents by the hundred thousand in seconds, no bytes behind them."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    text,
)

from docsvc.model import Department, Role, User, UserRole
from docsvc.model.base import Utc
from docsvc.work import Database

NEWEST = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY = timedelta(minutes=10)
SELLERS, DEPARTMENTS, OF_A_COMPANY = 40, 5, 20
MOST_UNDER_WAY = 1_000
LOT = 5_000

STATEMENTS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
KINDS = ("contract", "quote", "invoice", "act", "upd")
WHAT = (
    "Внедрение складской системы",
    "Поставка оборудования",
    "Техническая поддержка",
    "Обучение сотрудников",
)
WHOSE = ("Альфа", "Балтика", "Вектор", "Горизонт", "Дельта", "Енисей", "Заря", "Исток", "Каскад", "Ладога")
BODY = b'{"kind": "document.viewed", "at": "2026-11-20T12:00:00Z", "actor": {}}'

UNDER_WAY = ((25, "draft"), (62, "in_approval"), (74, "approved"), (97, "sent"), (100, "sealing"))
ENDED = (
    (80, "archived"),
    (82, "completed"),
    (88, "withdrawn"),
    (92, "declined"),
    (97, "expired"),
    (100, "voided"),
)
"""Of a hundred documents so many, counted up, are in a state."""

MADE = Table(
    "made",
    MetaData(),
    Column("g", Integer, primary_key=True),
    *(Column(name, String) for name in ("key", "deal", "mailing", "company", "company_name", "inn", "title")),
    *(Column(name, String) for name in ("kind", "state", "owner", "department", "search")),
    Column("waits", Boolean),
    Column("day", Date),
    *(Column(name, Utc()) for name in ("at", "day_after")),
    Column("body", LargeBinary),
    prefixes=["TEMPORARY"],
)
"""What the rows of a document are made of: numbered from the newest."""


def fill(database: Database, documents: int) -> None:
    """Write the rows for so many documents; let PostgreSQL count them as on a solid-state disk."""
    with database.writer.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no checks
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        people = _people(connection)
        MADE.create(connection)
        rows = (_made(number, documents, people) for number in range(1, documents + 1))
        while lot := list(islice(rows, LOT)):
            connection.execute(insert(MADE), lot)
        for statement in STATEMENTS:
            connection.execute(text(statement))
        MADE.drop(connection)
    _count_rows(database)
    database.dispose()  # a connection keeps the settings that it was opened with


def key(what: str, number: int) -> str:
    """Return the id of a row by its letter and number."""
    return what + str(number).zfill(36 - len(what))


def _people(connection: Connection) -> list[tuple[str, str | None]]:
    """Add managers in departments; return everybody who may own documents, with their department."""
    connection.execute(
        insert(Department), [{"id": f"p{n}", "name": f"Отдел {n}"} for n in range(DEPARTMENTS)]
    )
    usual = {"password_hash": "", "created_at": NEWEST}
    sellers = [
        {
            "id": f"u{n}",
            "email": f"u{n}@polaris.example",
            "name": f"Менеджер {n}",
            "department_id": f"p{n % DEPARTMENTS}",
        }
        for n in range(1, SELLERS + 1)
    ]
    connection.execute(insert(User), [each | usual for each in sellers])
    connection.execute(
        insert(UserRole), [{"user_id": each["id"], "role": Role.MANAGER.value} for each in sellers]
    )
    return [
        (row[0], row[1]) for row in connection.execute(select(User.id, User.department_id).order_by(User.id))
    ]


def _made(number: int, documents: int, people: list[tuple[str, str | None]]) -> dict[str, Any]:
    at, company, state = NEWEST - number * EVERY, f"k{number // OF_A_COMPANY}", _state(number, documents)
    owner, department = people[number % len(people)]
    name, inn = (
        f"ООО «{WHOSE[number // OF_A_COMPANY % len(WHOSE)]} {company}»",
        f"{7_700_000_000 + number // OF_A_COMPANY}",
    )
    title = f"{WHAT[number % len(WHAT)]}, очередь {number}"
    return {
        "g": number,
        "key": key("", number)[1:],
        "deal": key("l", number - 1 + number % 2),
        "mailing": key("m", number // 1000 * 1000 + 50),
        "company": company,
        "company_name": name,
        "inn": inn,
        "title": title,
        "kind": KINDS[number % len(KINDS)],
        "state": state,
        "owner": owner,
        "department": department,
        "search": f"д-{number} {title} {name} {inn}".casefold(),
        "waits": state == "in_approval",
        "day": at.date(),
        "at": at,
        "day_after": at + timedelta(days=1),
        "body": BODY,
    }


def _state(number: int, documents: int) -> str:
    """Return a document's state: the newest are under way, a fiftieth of all at most."""
    under_way = min(MOST_UNDER_WAY, documents // 50)
    if number <= under_way:
        return _of(UNDER_WAY, number * 100 // (under_way + 1))
    return _of(ENDED, number % 100)


def _of(shares: tuple[tuple[int, str], ...], place: int) -> str:
    return next(state for below, state in shares if place < below)


def _count_rows(database: Database) -> None:
    """Let the database know what is in its tables, as its own upkeep would in time."""
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            return
        connection.execute(text(f'ALTER DATABASE "{database.url.database}" SET random_page_cost = 1.1'))
        for _ in range(2):  # the first one takes some of what was written just now for unseen yet
            connection.execute(text("VACUUM ANALYZE"))
