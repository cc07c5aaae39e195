"""Commands that run docsvc: the server, the demonstration and the doctor."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import settings
from docsvc.cli.output import done, say

if TYPE_CHECKING:
    from docsvc.cli.checks import Check
    from docsvc.config import Settings


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.command("serve")(serve)
    app.command("demo")(demo)
    app.command("doctor")(doctor)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the pages and the API, and do the background work."""
    from docsvc.supervisor.serve import serve as supervise

    chosen = _reached_at(settings(), port)
    _require_ready(chosen)
    done(f"Открывайте {chosen.base_url} (остановить — Ctrl+C)")
    supervise(chosen, host=host, port=port)


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the documents that it makes.")] = Path("out/demo"),
    data: Annotated[Path, typer.Option(help="Data folder of its installation; emptied first.")] = Path(
        "var/demo"
    ),
) -> None:
    """Play a document's whole life on a real server, from a deal to the verified archive."""
    from docsvc.demo import main

    raise typer.Exit(main(out, data))


def doctor() -> None:
    """Say what is configured, what is missing and what to do; exit 1 where something blocks the work."""
    from docsvc.cli.checks import State, examine

    checks = examine(settings())
    for check in checks:
        _show(check)
    blocked = [check for check in checks if check.state is State.BLOCKS]
    say()
    say(f"Мешает работе: {len(blocked)}." if blocked else "Можно работать.")
    raise typer.Exit(1 if blocked else 0)


def _show(check: "Check") -> None:
    from docsvc.cli.checks import State

    sign, colour = {
        State.FINE: ("✓", typer.colors.GREEN),
        State.ADVICE: ("!", typer.colors.YELLOW),
        State.BLOCKS: ("✗", typer.colors.RED),
    }[check.state]
    say(f"{typer.style(sign, fg=colour)} {check.what}: {check.found}")
    if check.advice:
        say(f"    → {check.advice}")


def _reached_at(chosen: "Settings", port: int) -> "Settings":
    """Let links name the port that was asked for, unless the address people use was configured."""
    import os

    configured = "DOCSVC_BASE_URL" in os.environ or "DOCSVC_BASE_URL_FILE" in os.environ
    return chosen if configured else replace(chosen, base_url=f"http://127.0.0.1:{port}")


def _require_ready(chosen: "Settings") -> None:
    """Refuse to serve a folder that was not prepared or a database of another version."""
    from docsvc.errors import SetupIncomplete
    from docsvc.migrations.upgrade import is_current
    from docsvc.wiring import open_tools

    tools = open_tools(chosen)
    with tools.database.reader.connect() as connection:
        current = is_current(connection)
    tools.database.dispose()
    if not current:
        raise SetupIncomplete(what="базу данных: сделайте её копию и выполните «docsvc upgrade»")
