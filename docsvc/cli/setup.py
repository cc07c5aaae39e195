"""Commands that make an installation and bring it up to date."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import installation, operator, settings
from docsvc.cli.output import done, say, table

if TYPE_CHECKING:
    from docsvc.actions.load_organisation import LoadedOrganisation, LoadedUser
    from docsvc.config import Settings
    from docsvc.model.organisation_file import OrganisationFile
    from docsvc.tools import Tools

organisation = typer.Typer(help="Our legal entities, people and approval routes.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.command("init")(init)
    app.command("upgrade")(upgrade)
    app.add_typer(organisation, name="organisation")


def init(
    source: Annotated[
        Path | None, typer.Option("--from", help="Organisation file (YAML): legal entities, people, routes.")
    ] = None,
    admin_email: Annotated[str, typer.Option(help="Make an administrator with this e-mail.")] = "",
    admin_name: Annotated[str, typer.Option(help="The administrator's name.")] = "Администратор",
    name: Annotated[
        str, typer.Option("--organisation", help="Our name in the root certificate, without --from.")
    ] = "",
) -> None:
    """Prepare the data folder: secret, keys, database, templates and the first people."""
    chosen = settings()
    file = _read(source) if source else None
    email = _email(admin_email) if admin_email else ""
    _require_administrator(file, email)
    _initialise(chosen, file.organisation.name if file else name or "docsvc")
    with installation() as tools:
        loaded = _load(tools, file) if file else None
        admin = _administrator(tools, email, admin_name) if email else None
    _report(chosen, loaded, admin)


def upgrade() -> None:
    """Bring the database and the shipped templates to this version of docsvc; make a backup before."""
    from docsvc.migrations.upgrade import upgrade as migrate
    from docsvc.wiring import import_library

    with installation() as tools:
        migrate(tools.settings.database_url)
        with tools.work() as work:
            added = import_library(work)
    done(f"База обновлена; новых версий шаблонов: {len(added)}")


@organisation.command("load")
def load(file: Annotated[Path, typer.Argument(help="Organisation file (YAML).")]) -> None:
    """Make the installation what the file says; nothing and nobody is removed."""
    read = _read(file)
    with installation() as tools:
        loaded = _load(tools, read)
    done(
        f"{loaded.name}: юрлиц {loaded.legal_entities}, людей {len(loaded.users)}, маршрутов {loaded.routes}"
    )
    _passwords(loaded.users)


def _read(file: Path) -> "OrganisationFile":
    from docsvc.model.organisation_file import read_organisation

    return read_organisation(file.read_text(encoding="utf-8"))


def _email(text: str) -> str:
    from docsvc.errors import BadInput
    from docsvc.mail.address import read_address

    try:
        return read_address(text)
    except ValueError as error:
        raise BadInput([("--admin-email", str(error))]) from None


def _require_administrator(file: "OrganisationFile | None", email: str) -> None:
    """Refuse before anything is made: an installation that nobody can administer is of no use."""
    from docsvc.errors import SetupIncomplete
    from docsvc.model import Role

    roles = {role for user in file.users for role in user.roles} if file else set()
    if not email and Role.ADMINISTRATOR not in roles:
        raise SetupIncomplete(
            what="администратора — добавьте --admin-email ПОЧТА или роль administrator в файле"
        )


def _initialise(chosen: "Settings", name: str) -> None:
    from docsvc.wiring import initialise

    initialise(chosen, organisation=name)


def _load(tools: "Tools", file: "OrganisationFile") -> "LoadedOrganisation":
    from docsvc.actions.load_organisation import load_organisation

    with tools.work() as work:
        return load_organisation(work, file, actor=operator())


def _administrator(tools: "Tools", email: str, name: str) -> "LoadedUser | None":
    """Make the administrator unless the file has made this person already."""
    from sqlalchemy import select

    from docsvc.actions.create_user import create_user
    from docsvc.actions.load_organisation import LoadedUser
    from docsvc.model import Role, User

    with tools.work() as work:
        if work.session.scalar(select(User.id).where(User.email == email)):
            return None
        made = create_user(work, actor=operator(), email=email, name=name, roles=[Role.ADMINISTRATOR])
        return LoadedUser(made.id, email, name, made.password)


def _report(chosen: "Settings", loaded: "LoadedOrganisation | None", admin: "LoadedUser | None") -> None:
    from docsvc.wiring import root_pem
    from signing import fingerprint
    from templates import library

    done(f"Папка данных: {chosen.data}")
    done(f"Ключи и корневой сертификат: {chosen.data / 'keys'}, отпечаток {fingerprint(root_pem(chosen))}")
    done(f"База данных готова, шаблонов в библиотеке: {len(library())}")
    if loaded:
        done(f"{loaded.name}: юрлиц {loaded.legal_entities}, маршрутов {loaded.routes}")
    _passwords((*(loaded.users if loaded else ()), *((admin,) if admin else ())))
    say()
    say("Храните копию папки данных: без файла secret ключи и ссылки не восстановить.")
    say(f"Дальше: docsvc serve — и откройте {chosen.base_url}")


def _passwords(users: "tuple[LoadedUser, ...]") -> None:
    """Show the passwords that were made: this once, for they are kept as hashes only."""
    rows = [(user.name, user.email, user.password) for user in users if user.password]
    if rows:
        say()
        say("Пароли показаны один раз, передайте их людям:")
        table(("Кто", "Почта", "Пароль"), rows)
