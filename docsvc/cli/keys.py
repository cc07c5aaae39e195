"""Commands about the keys of programs."""

from typing import Annotated

import typer

from docsvc.cli.context import installation, operator
from docsvc.cli.output import done, say, table
from docsvc.errors.phrase import Phrase

api_key = typer.Typer(help="Keys that programs use the REST API with.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(api_key, name="api-key")


@api_key.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What it is for, for instance amoCRM.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; may be repeated: deals:write, …")],
    user: Annotated[str, typer.Option(help="E-mail of the person that it acts for.")] = "",
) -> None:
    """Make a key; it is shown once."""
    from docsvc.actions.make_api_key import make_api_key

    with installation() as tools, tools.work() as work:
        key = make_api_key(work, actor=operator(), name=name, scopes=scope, user_email=user or None)
    done(Phrase("Ключ «%(name)s», показан один раз:", name=name))
    say(key)


@api_key.command("list")
def show() -> None:
    """List the keys, those in force first; never the keys themselves."""
    from docsvc.queries.api_keys import api_keys

    with installation() as tools, tools.read() as session:
        rows = api_keys(session, operator())
    table(
        ("Номер", "Название", "Права", "От имени", "Создан", "Отозван"),
        (
            (
                row.id,
                row.name,
                " ".join(row.scopes),
                row.person,
                f"{row.created_at:%Y-%m-%d}",
                f"{row.revoked_at:%Y-%m-%d}" if row.revoked_at else "",
            )
            for row in rows
        ),
    )


@api_key.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The first column of the list.")],
) -> None:
    """Revoke a key for good."""
    from docsvc.actions.revoke_api_key import revoke_api_key

    with installation() as tools, tools.work() as work:
        revoke_api_key(work, key_id, actor=operator())
    done("Ключ отозван")
