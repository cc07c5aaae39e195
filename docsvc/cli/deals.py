"""Commands about deals."""

from pathlib import Path
from typing import Annotated

import typer

from docsvc.cli.context import installation, operator
from docsvc.cli.output import done, warn

deal = typer.Typer(help="Deals of the CRM.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(deal, name="deal")


@deal.command("import")
def take_over(
    file: Annotated[Path, typer.Argument(help="A deal as JSON, as POST /api/v1/deals takes it.")],
) -> None:
    """Take a deal over from a file; sent again, it replaces what was known."""
    from docsvc.actions.upsert_deal import upsert_deal
    from docsvc.model.deal_input import read_deal

    read = read_deal(file.read_bytes())
    with installation() as tools, tools.work() as work:
        saved = upsert_deal(work, read, actor=operator())
    for _path, words in saved.warnings:
        warn(words)
    what = "создана" if saved.created else "обновлена" if saved.changed else "уже была такой"
    done(f"Сделка «{read.title}» {what}: {saved.id}")
