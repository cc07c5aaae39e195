"""Commands about deals."""

from pathlib import Path
from typing import Annotated

import typer

from docsvc.cli.context import given, installation, operator
from docsvc.cli.output import done, warn
from docsvc.errors.phrase import Phrase

deal = typer.Typer(help="Deals of the CRM.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(deal, name="deal")


@deal.command("import")
def take_over(
    file: Annotated[
        Path, typer.Argument(help="A deal as JSON, as POST /api/v1/deals takes it; - for standard input.")
    ],
) -> None:
    """Take a deal over from a file; sent again, it replaces what was known."""
    from docsvc.actions.upsert_deal import upsert_deal
    from docsvc.model.deal_input import read_deal

    read = read_deal(given(file))
    with installation() as tools, tools.work() as work:
        saved = upsert_deal(work, read, actor=operator())
    for _path, words in saved.warnings:
        warn(words)
    what = Phrase("создана" if saved.created else "обновлена" if saved.changed else "уже была такой")
    done(Phrase("Сделка «%(title)s» %(what)s: %(id)s", title=read.title, what=what, id=saved.id))
