"""Commands that make an installation and bring it up to date."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import given_text, installation, operator, require_database, settings
from docsvc.cli.output import done, say, table, warn
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from docsvc.actions.load_organisation import LoadedOrganisation, LoadedUser
    from docsvc.config import Settings
    from docsvc.model.organisation_file import OrganisationFile
    from docsvc.tools import Tools

UNNAMED = (
    "В сертификатах печати вместо имени организации стоит «docsvc», и потом его не поменять. "
    "Чтобы стояло ваше, начните заново в пустой папке с --organisation."
)

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
    *,
    or_upgrade: Annotated[
        bool, typer.Option("--or-upgrade", help="Bring an installation that is there to this version.")
    ] = False,
    no_passwords: Annotated[
        bool, typer.Option("--no-passwords", help="Show no passwords: for a start whose output is kept.")
    ] = False,
) -> None:
    """Prepare the data folder: secret, keys, database, templates and the first people."""
    chosen = settings()
    file = _read(source) if source else None
    email = _email(admin_email) if admin_email else ""
    _require_administrator(file, email)
    _initialise(chosen, file.organisation.name if file else name or "docsvc", again=or_upgrade)
    with installation() as tools:
        if _is_administered(tools):
            done("Установка есть; база и шаблоны соответствуют этой версии docsvc")
            return
        loaded = _load(tools, file) if file else None
        admin = _administrator(tools, email, admin_name) if email else None
    _report(chosen, loaded)
    if not file and not name:
        warn(UNNAMED)
    _passwords((*(loaded.users if loaded else ()), *((admin,) if admin else ())), hidden=no_passwords)
    _next_steps(chosen)


def upgrade() -> None:
    """Bring the database and the shipped templates to this version of docsvc; make a backup before."""
    from docsvc.installation import import_library
    from docsvc.migrations.upgrade import upgrade as migrate

    with installation() as tools:
        with tools.database.reader.connect() as connection:
            require_database(connection, tools.settings)
        migrate(tools.settings.database_url)
        with tools.work() as work:
            added = import_library(work)
    done(Phrase("База обновлена; новых версий шаблонов: %(count)s", count=len(added)))


@organisation.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="Organisation file (YAML); - for standard input.")],
) -> None:
    """Make the installation what the file says; nothing and nobody is removed."""
    read = _read(file)
    with installation() as tools:
        loaded = _load(tools, read)
    done(
        Phrase(
            "%(name)s: юрлиц %(entities)s, людей %(users)s, маршрутов %(routes)s",
            name=loaded.name,
            entities=loaded.legal_entities,
            users=len(loaded.users),
            routes=loaded.routes,
        )
    )
    _passwords(loaded.users)


def _read(file: Path) -> "OrganisationFile":
    from docsvc.model.organisation_file import read_organisation

    return read_organisation(given_text(file))


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


def _initialise(chosen: "Settings", name: str, *, again: bool) -> None:
    from docsvc.installation import initialise

    initialise(chosen, organisation=name, again=again)


def _is_administered(tools: "Tools") -> bool:
    """Tell whether the first people are there: without an administrator an earlier start was cut off."""
    from sqlalchemy import select

    from docsvc.model import Role, UserRole

    with tools.read() as session:
        found = select(UserRole.role).where(UserRole.role == Role.ADMINISTRATOR.value).limit(1)
        return session.scalar(found) is not None


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


def _report(chosen: "Settings", loaded: "LoadedOrganisation | None") -> None:
    from docsvc.wiring import root_pem
    from signing import fingerprint
    from templates import library

    done(Phrase("Папка данных: %(folder)s", folder=chosen.data))
    done(
        Phrase(
            "Ключи и корневой сертификат: %(folder)s, отпечаток %(fingerprint)s",
            folder=chosen.data / "keys",
            fingerprint=fingerprint(root_pem(chosen)),
        )
    )
    done(Phrase("База данных готова, шаблонов в библиотеке: %(count)s", count=len(library())))
    if loaded:
        done(
            Phrase(
                "%(name)s: юрлиц %(entities)s, маршрутов %(routes)s",
                name=loaded.name,
                entities=loaded.legal_entities,
                routes=loaded.routes,
            )
        )


def _next_steps(chosen: "Settings") -> None:
    say()
    say("Храните копию папки данных: без файла secret ключи и ссылки не восстановить.")
    say(Phrase("Дальше: docsvc serve — и откройте %(base_url)s", base_url=chosen.base_url))


def _passwords(users: "tuple[LoadedUser, ...]", *, hidden: bool = False) -> None:
    """Show the passwords that were made: this once, for they are kept as hashes only."""
    rows = [(user.name, user.email, user.password) for user in users if user.password]
    if rows and hidden:
        say()
        say(Phrase("Пароли не показаны. Задайте свой: docsvc user passwd %(email)s", email=rows[-1][1]))
    elif rows:
        say()
        say("Пароли показаны один раз, передайте их людям:")
        table(("Кто", "Почта", "Пароль"), rows)
