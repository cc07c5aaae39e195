"""Where a run takes place: a folder of its own, with an installation once a block needs one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from bench.size import Size
from docsvc.actions.create_document import create_document
from docsvc.actions.load_organisation import load_organisation
from docsvc.actions.upsert_deal import upsert_deal
from docsvc.config import Settings, read_settings
from docsvc.demo.cast import EXAMPLES
from docsvc.installation import initialise
from docsvc.model import Kind, Role, User
from docsvc.model.deal_input import read_deal
from docsvc.model.organisation_file import read_organisation
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work import SYSTEM, Actor

DEAL = (EXAMPLES / "deal.json").read_bytes()


@dataclass(frozen=True, slots=True)
class Installation:
    """The demonstration's company on an empty database, the manager who acts, passwords by e-mail."""

    settings: Settings
    tools: Tools
    manager: Actor
    passwords: dict[str, str]

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment of processes that work on it."""
        return os.environ | {"DOCSVC_DATA": str(self.settings.data)}

    def quote(self, number: int) -> str:
        """Take a deal of twelve lines with its own company and make its quote; return the document's id."""
        return self.make(number, Kind.QUOTE)

    def make(self, number: int, kind: Kind) -> str:
        """Take such a deal and make any paper of it; return the document's id."""
        deal = read_deal(DEAL)
        company = deal.company.model_copy(
            update={"external_id": f"c-{number}", "name": f"ООО «Клиент {number}»"}
        )
        mine = deal.model_copy(update={"external_id": f"bench-{number}", "company": company})
        with self.tools.work() as work:
            deal_id = upsert_deal(work, mine, actor=self.manager).id
            return create_document(work, deal_id, actor=self.manager, kind=kind)


@dataclass
class Place:
    """A folder for everything that a run writes, and how much it measures."""

    folder: Path
    size: Size

    @cached_property
    def installation(self) -> Installation:
        """Make the installation at first use."""
        return install(read_settings({"DOCSVC_DATA": str(self.folder / "data")}))


def install(settings: Settings) -> Installation:
    """Make an installation of the demonstration's company."""
    file = read_organisation((EXAMPLES / "organisation.yaml").read_text(encoding="utf-8"))
    initialise(settings, organisation=file.organisation.name)
    tools = open_tools(settings)
    with tools.work() as work:
        loaded = load_organisation(work, file, actor=SYSTEM)
    with tools.read() as session:
        people = [actor_of(user) for user in session.scalars(select(User)).unique()]
    manager = next(actor for actor in people if Role.MANAGER in actor.roles)
    return Installation(settings, tools, manager, {user.email: user.password or "" for user in loaded.users})


@contextmanager
def place(folder: Path, size: Size) -> Iterator[Place]:
    """Open a place and close its database at the end."""
    here = Place(folder, size)
    yield here
    if "installation" in here.__dict__:
        here.installation.tools.database.dispose()
