"""Commands about people."""

from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import installation, operator
from docsvc.cli.output import done, say, table
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from docsvc.tools import Tools

user = typer.Typer(help="People who work here.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(user, name="user")


@user.command("add")
def add(
    email: Annotated[str, typer.Argument(help="What the person logs in with.")],
    name: Annotated[str, typer.Option(help="Surname, name and patronymic.")],
    role: Annotated[list[str], typer.Option(help="A role; may be repeated: manager, lawyer, director, …")],
    position: Annotated[str, typer.Option(help="What stands under the name.")] = "",
    phone: Annotated[str, typer.Option(help="Printed in documents.")] = "",
    department: Annotated[str, typer.Option(help="Made when it is new.")] = "",
) -> None:
    """Let a new person in; the password is made and shown once."""
    from docsvc.actions.create_user import create_user

    with installation() as tools, tools.work() as work:
        made = create_user(
            work,
            actor=operator(),
            email=email,
            name=name,
            roles=role,
            position=position,
            phone=phone,
            department=department,
        )
    done(Phrase("%(name)s: вход по почте %(email)s", name=name, email=email))
    say(Phrase("Пароль (показан один раз): %(password)s", password=made.password))


@user.command("list")
def show() -> None:
    """List everybody with their roles."""
    from docsvc.queries.people import people

    with installation() as tools, tools.read() as session:
        rows = people(session, operator())
    table(
        ("Почта", "Имя", "Должность", "Отдел", "Роли", "Вход"),
        (
            (
                row.email,
                row.name,
                row.position,
                row.department,
                ", ".join(row.roles),
                "открыт" if row.active else "закрыт",
            )
            for row in rows
        ),
    )


@user.command("passwd")
def passwd(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    *,
    ask: Annotated[
        bool, typer.Option("--ask", help="Type the new password instead of having one made.")
    ] = False,
) -> None:
    """Set a new password; every browser of the person is logged out."""
    from docsvc.actions.set_password import set_password

    typed = typer.prompt("Новый пароль", hide_input=True, confirmation_prompt="Ещё раз") if ask else None
    with installation() as tools:
        user_id = _id_of(tools, email)
        with tools.work() as work:
            made = set_password(work, user_id, actor=operator(), password=typed)
    done(Phrase("Новый пароль для %(email)s", email=email))
    if made:
        say(Phrase("Пароль (показан один раз): %(password)s", password=made))


def _id_of(tools: "Tools", email: str) -> str:
    from docsvc.errors import BadInput
    from docsvc.queries.people import people

    wanted = email.strip().casefold()
    with tools.read() as session:
        found = [row.id for row in people(session, operator()) if row.email == wanted]
    if not found:
        raise BadInput(
            [("EMAIL", Phrase("нет сотрудника с почтой %(email)s; список: docsvc user list", email=email))]
        )
    return found[0]
