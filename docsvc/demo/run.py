"""The whole play, from an empty folder to the verified archive."""

import json
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.text import Text

from docsvc.demo import stage
from docsvc.demo.cast import EXAMPLES, SCOPES, casting
from docsvc.demo.people import Machine
from docsvc.demo.play import Play, Steps
from docsvc.demo.visitor import Stuck
from docsvc.verification import Outcome, Report, verify_file

DATA = Path("var/demo")


def main(out: Path, data: Path = DATA) -> int:
    """Play a document's whole life in a new installation at `data`; write the documents to `out`.

    Returns the exit code: 0 when everything verifies.
    """
    console = Console(highlight=False, soft_wrap=True)
    console.print("[bold]docsvc: жизнь документа от сделки до архива[/]")
    try:
        stage.empty_folder(data)
        out.mkdir(parents=True, exist_ok=True)
        passwords, cast = _play(console, out, data)
    except Stuck as error:
        console.print(Text.assemble(("Не получилось: ", "red"), str(error)))  # a log's brackets are no markup
        return 1
    outcome = _check(console, out)
    console.print(f"\nДокументы: {out}. Страницы: [bold]make serve[/], пароль у каждого свой:")
    for part, email in cast.items():
        console.print(f"  {part:<14} {email:<28} {passwords[email]}")
    return int(outcome)


def _play(console: Console, out: Path, data: Path) -> tuple[dict[str, str], dict[str, str]]:
    steps = Steps(console)
    with steps.step("Администратор", "готовит установку: ключи, база, шаблоны, люди"):
        printed = stage.docsvc(data, "init", "--from", str(EXAMPLES / "organisation.yaml"))
        rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
        passwords = {email: password for _name, email, password in rows}
    cast = casting()
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    made = stage.docsvc(data, "api-key", "create", "CRM", *scopes, "--user", cast["manager"])
    deal = (EXAMPLES / "deal.json").read_bytes()
    with ExitStack() as stack:
        with steps.step("Администратор", "запускает сервер"):
            base_url = stack.enter_context(stage.server(data))
        play = Play(
            base_url=base_url,
            steps=steps,
            machine=Machine(base_url, made.split()[-1]),
            passwords=passwords,
            cast=cast,
            client=json.loads(deal)["contact"]["email"],
            out=out,
        )
        play.run(deal)
    (out / "root.pem").write_bytes((data / "keys" / "root.pem").read_bytes())
    (out / "summary.json").write_bytes(play.summary())
    return passwords, cast


def _check(console: Console, out: Path) -> Outcome:
    console.print("\n[bold]Проверка без сервера и базы[/]")
    roots = [(out / "root.pem").read_bytes()]
    certificate = (out / "contract-certificate.pdf").read_bytes()
    reports = {
        "contract-signed.pdf": verify_file(
            (out / "contract-signed.pdf").read_bytes(), roots=roots, certificate=certificate
        ),
        "contract-certificate.pdf": verify_file(certificate, roots=roots),
        "quote.pdf": verify_file((out / "quote.pdf").read_bytes(), roots=roots),
        "invoice.pdf": verify_file((out / "invoice.pdf").read_bytes(), roots=roots),
        "archive.zip": verify_file((out / "archive.zip").read_bytes(), roots=roots),
    }
    for name, report in reports.items():
        _print(console, name, report)
    return max(report.outcome for report in reports.values())


def _print(console: Console, name: str, report: Report) -> None:
    mark = "[green]✓[/]" if report.outcome is Outcome.CONFIRMED else "[red]✗[/]"
    console.print(f"  {mark} {name}")
    for finding in report.findings:
        if finding.outcome is not Outcome.CONFIRMED:
            console.print(f"      {finding.place}: {finding.text}")
