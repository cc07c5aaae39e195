"""From an empty folder to an installation: secret, keys, database and the shipped templates."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from docsvc.actions.register_seal import register_own_seal
from docsvc.config import Settings
from docsvc.errors import AlreadyInitialised, SecretLost
from docsvc.migrations.upgrade import upgrade
from docsvc.model import AuditEntry, AuditHead, Template, TemplateVersion, new_id
from docsvc.wiring import open_tools
from docsvc.work import (
    ORGANISATION,
    SYSTEM,
    Database,
    Work,
    make_secret,
    private_files,
    read_secrets,
    secret_file,
    utc_now,
)
from docsvc.work.keys import KEY_FILES, key_file, passphrase
from signing import create_authority
from templates import Source, library

INTERNAL_KINDS = frozenset(
    {"certificate", "agreement", "consent-data", "consent-transfer", "consent-marketing"}
)


def initialise(settings: Settings, *, organisation: str, again: bool = False) -> None:
    """Prepare an empty folder: secret, keys, database and the shipped templates.

    With `again` it finishes what was cut off and brings what is there to this version. Raises
    `AlreadyInitialised` without it where there is an installation, `SecretLost` where only the database knows
    of one; neither touches anything.
    """
    there = secret_file(settings.data).exists()
    if there and not again:
        raise AlreadyInitialised(path=settings.data)
    with private_files():  # opening a database of SQLite makes its file
        if not there and _is_known(settings.database_url):
            raise SecretLost(path=settings.data)
        if not there:
            make_secret(settings.data)
        if not key_file(settings, "root_pem").exists():
            _make_keys(settings, organisation=organisation, now=utc_now())
        upgrade(settings.database_url)
        tools = open_tools(settings)
        with tools.work() as work:
            if not _is_founded(work.session):
                private = {"organisation": organisation}
                work.record(ORGANISATION, "installation.created", SYSTEM, private=private)
                register_own_seal(work, settings)
            import_library(work)
        tools.database.dispose()


def import_library(work: Work, shipped: Sequence[Source] | None = None) -> tuple[str, ...]:
    """Add what the library, or `shipped`, has and the database has not; return the codes with a new version.

    A version that exists is never edited: an upgrade of docsvc adds versions. It puts them in use, unless the
    organisation took the template out of use. Two upgrades at once do it one after the other.
    """
    work.session.execute(select(AuditHead).where(AuditHead.subject == ORGANISATION).with_for_update())
    return tuple(source.code for source in shipped or library() if _import(work, source))


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
    in_use = template.current_version_id is not None or not template.versions
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
        published_at=work.now,
        published_by="docsvc",
    )
    work.add(version)
    if in_use:  # what the organisation took out of use stays so
        template.current_version_id = version.id
    work.record(ORGANISATION, "template.published", SYSTEM, template=source.code, version=source.version)
    return True


def _is_known(database_url: str) -> bool:
    """Tell whether a database holds an installation already, whoever's it is."""
    database = Database(database_url)
    try:
        with Session(database.reader) as session:
            return inspect(session.connection()).has_table(AuditEntry.__tablename__) and _is_founded(session)
    finally:
        database.dispose()


def _is_founded(session: Session) -> bool:
    """Tell whether the installation's own trail has begun."""
    return (
        session.scalar(select(AuditEntry.id).where(AuditEntry.subject == ORGANISATION).limit(1)) is not None
    )


def _make_keys(settings: Settings, *, organisation: str, now: datetime) -> None:
    """Make the keys all together: what is cut off leaves none."""
    phrase = passphrase(read_secrets(settings.data))
    authority = create_authority(organisation=organisation, passphrase=phrase, now=now)
    folder = key_file(settings, "root_pem").parent
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    for name, file_name in KEY_FILES.items():
        with os.fdopen(os.open(fresh / file_name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(getattr(authority, name))
            file.flush()
            os.fsync(file.fileno())
    fresh.rename(folder)
