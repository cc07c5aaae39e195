"""All commands in one tree."""

import typer

from docsvc.cli import catalog, deals, doctor, keys, people, proof, routes, running, seal_keys, setup

app = typer.Typer(
    name="docsvc",
    help="Documents from a deal to a signed, verifiable archive. Settings are DOCSVC_* variables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
setup.add_to(app)
running.add_to(app)
doctor.add_to(app)
people.add_to(app)
keys.add_to(app)
seal_keys.add_to(app)
deals.add_to(app)
catalog.add_to(app)
routes.add_to(app)
proof.add_to(app)
