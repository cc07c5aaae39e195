"""Commands that run docsvc: the server, workers and the demonstration."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docsvc.cli.context import settings
from docsvc.cli.output import done, warn
from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from docsvc.config import Settings


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.command("serve")(serve)
    app.command("worker")(worker)
    app.command("demo")(demo)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    *,
    embedded: Annotated[
        bool, typer.Option("--embedded/--no-embedded", help="Do the background work here too.")
    ] = True,
) -> None:
    """Serve the pages and the API, and do the background work unless workers do it."""
    from docsvc.supervisor.serve import serve as supervise

    chosen = _reached_at(settings(), host, port)
    _require_ready(chosen)
    _warn_of_names(chosen)
    if not embedded and not chosen.redis_url:
        warn("Работу здесь не делает никто: задайте DOCSVC_REDIS_URL или запустите без --no-embedded")
    supervise(
        chosen,
        host=host,
        port=port,
        embedded=embedded,
        begun=lambda: done(Phrase("Открывайте %(base_url)s (остановить — Ctrl+C)", base_url=chosen.base_url)),
    )


def worker(
    queues: Annotated[
        str, typer.Option(help="Queues to work for, each with a number of processes: render:2,seal.")
    ] = "render,seal,mail,scan",
    health_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port that tells how this node is; 0 for none.")
    ] = 0,
    health_host: Annotated[str, typer.Option(help="Address of that port.")] = "127.0.0.1",
) -> None:
    """Do background work that Redis tells of; any number of such nodes work side by side."""
    from docsvc.cli.worker_queues import read_queues
    from docsvc.health import serve_health
    from docsvc.supervisor.workers import work
    from docsvc.wiring import open_tools

    chosen, asked = settings(), read_queues(queues)
    _require_ready(chosen)
    _warn_of_names(chosen)
    if health_port:
        serve_health(open_tools(chosen), host=health_host, port=health_port)
    work(
        chosen, asked, begun=lambda: done(Phrase("Работаю: %(queues)s (остановить — Ctrl+C)", queues=queues))
    )


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the documents that it makes.")] = Path("out/demo"),
    data: Annotated[Path, typer.Option(help="Data folder of its installation; emptied first.")] = Path(
        "var/demo"
    ),
) -> None:
    """Play a document's whole life on a real server, from a deal to the verified archive."""
    from docsvc.demo.run import main

    raise typer.Exit(main(out, data))


def _reached_at(chosen: "Settings", host: str, port: int) -> "Settings":
    """Let links name the address that was asked for, unless the one that people use was configured."""
    import os

    configured = "DOCSVC_BASE_URL" in os.environ or "DOCSVC_BASE_URL_FILE" in os.environ
    here = "[::1]" if host == "::1" else "127.0.0.1"
    return chosen if configured else replace(chosen, base_url=f"http://{here}:{port}")


def _warn_of_names(chosen: "Settings") -> None:
    """Name the variables that nothing reads, for whoever misspelled one finds everything else in order.

    A log for machines has lines of its own form only.
    """
    import os

    from docsvc.config.names import misspelled
    from docsvc.observe import logs

    as_text = logs.is_text(chosen.log)
    if not as_text:
        logs.configure("supervisor", form=chosen.log)
    for name in misspelled(os.environ):
        if as_text:
            warn(Phrase("Переменной %(name)s нет, она не действует: подскажет docsvc doctor", name=name))
        else:
            logs.logger(__name__).warning("setting_unknown", place=name)


def _require_ready(chosen: "Settings") -> None:
    """Refuse to serve what was not prepared, does not belong together, or is of another version."""
    from docsvc.cli.context import require_database
    from docsvc.errors import SetupIncomplete
    from docsvc.mail.server import read_server
    from docsvc.migrations.upgrade import is_current
    from docsvc.wiring import open_tools
    from docsvc.work.keys import require_own_keys

    tools = open_tools(chosen)
    require_own_keys(chosen, tools.secrets)
    if chosen.smtp:
        read_server(chosen.smtp.url)  # else every letter would fail, and nobody be there to see it
    with tools.database.reader.connect() as connection:
        require_database(connection, chosen)
        current = is_current(connection)
    tools.database.dispose()
    if not current:
        raise SetupIncomplete(what="базу данных: сделайте её копию и выполните «docsvc upgrade»")
