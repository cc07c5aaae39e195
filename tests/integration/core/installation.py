"""An installation for tests: the real database, bytes, keys and templates, and its people."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import make_url, select

from docsvc.actions.log_in import log_in
from docsvc.config import Settings, read_settings
from docsvc.installation import initialise
from docsvc.jobs import run_job
from docsvc.migrations.upgrade import upgrade
from docsvc.model import ApprovalRoute, Base, LegalEntity, Role, RouteRule, User, UserRole, new_id
from docsvc.queries.who_is import actor_of
from docsvc.relay.outbox import claim, fail, succeed
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import Actor, Database

__all__ = ["Installation", "installed", "log_in", "make_installation"]

SELLER = {
    "full_name": "Общество с ограниченной ответственностью «Полярная звезда»",
    "kpp": "770701001",
    "ogrn": "1027700132195",
    "address": "101000, г. Москва, ул. Мясницкая, д. 10",
    "bank_name": "ПАО Сбербанк",
    "bik": "044525225",
    "account": "40702810438000060473",
    "corr_account": "30101810400000000225",
    "email": "office@polaris.example",
    "phone": "+7 495 123-45-67",
    "city": "Москва",
    "signatory_name": "Соколов Андрей Викторович",
    "signatory_position": "Генеральный директор",
    "authority": "Устава",
}

PEOPLE = {
    "manager": ("Кузнецова Елена Павловна", Role.MANAGER),
    "lawyer": ("Смирнова Анна Андреевна", Role.LAWYER),
    "finance": ("Громов Павел Сергеевич", Role.FINANCE),
    "director": ("Соколов Андрей Викторович", Role.DIRECTOR),
    "accountant": ("Козлова Ксения Игоревна", Role.ACCOUNTANT),
    "administrator": ("Орлов Денис Петрович", Role.ADMINISTRATOR),
    "outsider": ("Белов Кирилл Олегович", Role.MANAGER),
}

ROUTES = {
    "quote": [],
    "contract": [
        {"name": "Юрист и финансы", "quorum": "all", "approvers": [{"role": "lawyer"}, {"role": "finance"}]},
        {"name": "Директор", "quorum": "all", "approvers": [{"role": "director"}]},
    ],
    "invoice": [],
}


@dataclass
class Clock:
    """A clock that tests can move."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Installation:
    """Tools, a clock to move, and the people by their part in the story."""

    tools: Tools
    clock: Clock
    settings: Settings
    folder: Path
    people: dict[str, Actor] = field(default_factory=dict)

    def day(self, ahead: int) -> date:
        """Return the day so many days ahead by the calendar of the office, which is not always UTC's."""
        return self.clock().astimezone(self.settings.timezone).date() + timedelta(days=ahead)

    def wait_for_noon(self, day: date) -> None:
        """Move the clock to noon of the day in the office, and do what is due then."""
        self.clock.ahead += datetime.combine(day, time(12), self.settings.timezone) - self.clock()
        self.run_jobs()

    def run_jobs(self) -> None:
        """Do everything that is due, as the runner would, until nothing is left; fail on the first error."""
        while claims := claim(self.tools, limit=10):
            for held in claims:
                error = run_job(self.tools, held.name, held.payload)
                (fail(self.tools, held, error) if error else succeed(self.tools, held))
                assert not error, error


def make_installation(
    folder: Path, *, database_url: str, reopen: Callable[[Settings], Tools] = open_tools
) -> Installation:
    """Make an installation with its people: a copy of one that is made once a process."""
    settings = read_settings({"DOCSVC_DATA": str(folder), "DOCSVC_DATABASE_URL": database_url})
    copy_installation(settings)
    tools = reopen(settings)
    clock = Clock()
    tools.clock = clock
    with tools.read() as session:
        users = {user.email.partition("@")[0]: actor_of(user) for user in session.scalars(select(User))}
    return Installation(tools=tools, clock=clock, settings=settings, folder=folder, people=users)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Make an installation on SQLite in a folder, for tests that share it; its connections end with it."""
    made = make_installation(folder / "data", database_url=f"sqlite:///{folder / 'docsvc.db'}")
    yield made
    made.tools.database.dispose()


def copy_installation(settings: Settings) -> None:
    """Copy the folder and every row: making keys and reading templates anew takes a second each time.

    A database of PostgreSQL is a copy already: `postgres_template` is what it was made from.
    """
    master = original()
    shutil.copytree(master.data, settings.data, ignore=shutil.ignore_patterns("*.sqlite3*"))
    target = make_url(settings.database_url)
    if target.get_backend_name() == "sqlite":
        shutil.copy(make_url(master.database_url).database or "", target.database or "")


def copy_rows(database_url: str) -> None:
    """Fill an empty database with what the installation holds that the others are copies of."""
    upgrade(database_url)
    source, target = Database(original().database_url), Database(database_url)
    with source.reader.connect() as old, target.writer.begin() as new:
        for table in Base.metadata.sorted_tables:
            if rows := [dict(row._mapping) for row in old.execute(table.select())]:
                new.execute(table.insert(), rows)
    source.dispose()
    target.dispose()


@cache
def original() -> Settings:
    """Make the installation that the others are copies of, in a folder that ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="docsvc-original-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = read_settings({"DOCSVC_DATA": str(folder / "data")})
    initialise(settings, organisation="ООО «Полярная звезда»")
    tools = open_tools(settings)
    with tools.work() as work:
        name, inn = "ООО «Полярная звезда»", "7707083893"
        work.add(LegalEntity(id=new_id(), name=name, inn=inn, is_default=True, details=SELLER))
        for part, (name, role) in PEOPLE.items():
            user = User(
                id=new_id(), email=f"{part}@polaris.example", name=name, position=name, created_at=work.now
            )
            user.role_rows = [UserRole(role=role.value)]
            work.add(user)
        for position, (kind, stages) in enumerate(ROUTES.items(), start=1):
            terms = {"title": kind, "kinds": [kind]}
            route = ApprovalRoute(code=kind, number=1, stages=stages, terms=terms, created_at=work.now)
            work.add(route)
            work.add(RouteRule(code=kind, position=position))
    tools.database.dispose()
    return settings
