"""Commands about the key that the organisation seals with."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from docsvc.cli.context import installation, operator
from docsvc.cli.output import done, table

seal_key = typer.Typer(help="The organisation's seal: its keys and certificates.", no_args_is_help=True)


class Why(StrEnum):
    """Why a key is revoked."""

    COMPROMISED = "compromised"
    REPLACED = "replaced"
    CLOSED = "closed"


KINDS = {"own": "свой", "pkcs12": "куплен", "pkcs11": "в токене"}


def add_to(app: typer.Typer) -> None:
    """Put the commands into the tree."""
    app.add_typer(seal_key, name="seal-key")


@seal_key.command("list")
def show() -> None:
    """List the keys, the one that signs now first; never the keys themselves."""
    from docsvc.queries.seal_keys import seal_key_rows

    with installation() as tools, tools.read() as session:
        rows = seal_key_rows(session, operator())
    table(
        ("Ключ", "Кому", "Кто выдал", "До", "Отпечаток SHA-256", "Заменён", "Отозван с"),
        (
            (
                KINDS[row.kind],
                row.who,
                row.issuer,
                f"{row.until:%Y-%m-%d}",
                row.fingerprint,
                f"{row.retired_at:%Y-%m-%d}" if row.retired_at else "",
                f"{row.revoked_since:%Y-%m-%d %H:%M} UTC" if row.revoked_since else "",
            )
            for row in rows
        ),
    )


@seal_key.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="PKCS#12 (.p12, .pfx).", exists=True, dir_okay=False)],
    chain: Annotated[
        Path | None, typer.Option(help="Issuers (PEM), where the file has none.", exists=True, dir_okay=False)
    ] = None,
    passphrase: Annotated[
        str, typer.Option(prompt="Пароль файла", hide_input=True, envvar="DOCSVC_P12_PASSPHRASE")
    ] = "",
) -> None:
    """Seal by a certificate that was bought, from now on; it is tried on an empty page first."""
    from docsvc.actions.add_seal_key import add_seal_key

    with installation() as tools:
        keys = tools.keys
        with tools.work() as work:
            add_seal_key(
                work,
                actor=operator(),
                keys=keys,
                store=file.read_bytes(),
                phrase=passphrase,
                chain=chain.read_bytes() if chain else b"",
            )
    done("Сертификат проверен и принят: следующие документы заверит он")


@seal_key.command("renew")
def renew() -> None:
    """Issue a new certificate of our own authority, and seal by it."""
    from docsvc.actions.renew_seal import renew_seal

    with installation() as tools:
        keys = tools.keys
        with tools.work() as work:
            renew_seal(work, actor=operator(), keys=keys)
    done("Новый сертификат выпущен: следующие документы заверит он")


@seal_key.command("revoke")
def revoke(
    fingerprint: Annotated[str, typer.Argument(help="The beginning of its SHA-256, from the list.")],
    reason: Annotated[Why, typer.Option(help="Why it is revoked.")] = Why.COMPROMISED,
    since: Annotated[
        datetime | None, typer.Option(help="From when on it is not to be believed; now if left out.")
    ] = None,
) -> None:
    """Revoke a key of our own seal; the one that signs now is replaced at once."""
    from docsvc.actions.revoke_seal import revoke_seal
    from docsvc.queries.seal_keys import find_key
    from signing import RevocationReason

    with installation() as tools:
        keys = tools.keys
        local = since.replace(tzinfo=tools.settings.timezone) if since else None
        with tools.work() as work:
            key_id = find_key(work.session, fingerprint)
            revoke_seal(
                work, key_id, actor=operator(), keys=keys, reason=RevocationReason[reason.name], since=local
            )
    done("Ключ отозван. Список отозванных лежит на странице /trust и войдёт в новые пакеты и файлы")
