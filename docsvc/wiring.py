"""Putting an installation together: from settings to tools, and from an empty folder to an installation."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from docsvc.config import Settings, read_settings
from docsvc.errors import AlreadyInitialised, NotInitialised
from docsvc.migrations.upgrade import upgrade
from docsvc.model import Template, TemplateVersion, new_id
from docsvc.tools import Tools
from docsvc.work import (
    ORGANISATION,
    SYSTEM,
    Database,
    Secrets,
    Work,
    make_secret,
    private_files,
    read_secrets,
    secret_file,
    utc_now,
)
from signing import Authority, Keys, create_authority
from storage import open_blobs
from templates import Source, library

KEY_FILES = {"root_pem": "root.pem", "ca_p12": "authority.p12", "seal_p12": "seal.p12"}
INTERNAL_KINDS = frozenset({"certificate", "agreement"})


def open_tools(settings: Settings | None = None) -> Tools:
    """Open an installation; raise `NotInitialised` when its folder was not prepared."""
    settings = settings or read_settings(os.environ)
    secrets = read_secrets(settings.data)
    return Tools(
        settings=settings,
        database=Database(settings.database_url),
        blobs=open_blobs(settings.blobs_url),
        secrets=secrets,
        load_keys=lambda: _load_keys(settings, secrets),
    )


def initialise(settings: Settings, *, organisation: str) -> None:
    """Prepare an empty folder: secret, keys, database and the shipped templates.

    Raises `AlreadyInitialised` and touches nothing where there is an installation.
    """
    if secret_file(settings.data).exists():
        raise AlreadyInitialised(path=settings.data)
    with private_files():
        make_secret(settings.data)
        _make_keys(settings, organisation=organisation, now=utc_now())
        upgrade(settings.database_url)
        tools = open_tools(settings)
        with tools.work() as work:
            work.record(ORGANISATION, "installation.created", SYSTEM, private={"organisation": organisation})
            import_library(work)
        tools.database.dispose()


def import_library(work: Work) -> tuple[str, ...]:
    """Add what the shipped library has and the database has not; return the codes that got a new version.

    A version that exists is never edited: an upgrade of docsvc adds versions.
    """
    return tuple(source.code for source in library() if _import(work, source))


def root_pem(settings: Settings) -> bytes:
    """Return the installation's root certificate (PEM), which others trust its seals by."""
    try:
        return _key_file(settings, "root_pem").read_bytes()
    except FileNotFoundError as error:
        raise NotInitialised(path=settings.data) from error


def _import(work: Work, source: Source) -> bool:
    template = work.session.scalars(select(Template).where(Template.code == source.code)).one_or_none()
    if template is None:
        template = Template(
            id=new_id(),
            code=source.code,
            kind=source.kind,
            language=source.language,
            title=source.title,
            internal=source.kind in INTERNAL_KINDS,
        )
        work.add(template)
    major, minor = (int(part) for part in source.version.split("."))
    if any((version.major, version.minor) == (major, minor) for version in template.versions):
        return False
    version = TemplateVersion(
        id=new_id(),
        template_id=template.id,
        major=major,
        minor=minor,
        state="published",
        engine=source.engine,
        source_blob=work.blobs.put("library", source.pack()),
        field_schema=[{"path": field.path, "label": field.label} for field in source.fields.fields],
        change_note="Поставляется с docsvc",
        author="docsvc",
        created_at=work.now,
    )
    work.add(version)
    template.current_version_id = version.id
    work.record(ORGANISATION, "template.published", SYSTEM, template=source.code, version=source.version)
    return True


def _make_keys(settings: Settings, *, organisation: str, now: datetime) -> None:
    passphrase = read_secrets(settings.data).wrapping.hex().encode()
    authority = create_authority(organisation=organisation, passphrase=passphrase, now=now)
    for name in KEY_FILES:
        path = _key_file(settings, name)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(getattr(authority, name))
            file.flush()
            os.fsync(file.fileno())


def _load_keys(settings: Settings, secrets: Secrets) -> Keys:
    parts = {name: _key_file(settings, name).read_bytes() for name in KEY_FILES}
    return Keys.load(Authority(**parts), secrets.wrapping.hex().encode())


def _key_file(settings: Settings, name: str) -> Path:
    return settings.data / "keys" / KEY_FILES[name]
