"""An installation for tests: the real database, bytes, keys and templates, and its people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docsvc.actions.log_in import log_in
from docsvc.config import Settings, read_settings
from docsvc.jobs import run_job
from docsvc.model import ApprovalRoute, LegalEntity, Role, User, UserRole, new_id
from docsvc.queries.who_is import actor_of
from docsvc.relay.outbox import claim, fail, succeed
from docsvc.tools import Tools
from docsvc.wiring import initialise, open_tools
from docsvc.work import Actor

__all__ = ["Installation", "log_in", "make_installation"]

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
    settings = read_settings({"DOCSVC_DATA": str(folder), "DOCSVC_DATABASE_URL": database_url})
    initialise(settings, organisation="ООО «Полярная звезда»")
    tools = reopen(settings)
    clock = Clock()
    tools.clock = clock
    installation = Installation(tools=tools, clock=clock, settings=settings, folder=folder)
    with tools.work() as work:
        work.add(
            LegalEntity(
                id=new_id(), name="ООО «Полярная звезда»", inn="7707083893", is_default=True, details=SELLER
            )
        )
        for part, (name, role) in PEOPLE.items():
            user = User(
                id=new_id(), email=f"{part}@polaris.example", name=name, position=name, created_at=work.now
            )
            user.role_rows = [UserRole(role=role.value)]
            work.add(user)
            installation.people[part] = actor_of(user)
        for kind, stages in ROUTES.items():
            work.add(ApprovalRoute(id=new_id(), kind=kind, number=1, stages=stages, created_at=work.now))
    return installation
