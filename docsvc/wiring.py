"""Putting an installation together: from settings to tools."""

import os

from docsvc.config import Settings, read_settings
from docsvc.errors import BadConfiguration, NotInitialised
from docsvc.errors.phrase import Phrase
from docsvc.tools import Tools
from docsvc.work import Database, read_secrets
from docsvc.work.database import COMMAND, Use
from docsvc.work.keys import key_file, open_keys
from storage import Blobs, LocationUnknown, open_blobs


def open_tools(settings: Settings | None = None, *, use: Use = COMMAND) -> Tools:
    """Open an installation for `use`; raise `NotInitialised` when its folder was not prepared."""
    settings = settings or read_settings(os.environ)
    secrets = read_secrets(settings.data)
    return Tools(
        settings=settings,
        database=Database(settings.database_url, use=use),
        blobs=open_store(settings),
        secrets=secrets,
        load_keys=lambda stored: open_keys(settings, secrets, stored),
        root_pem=lambda: root_pem(settings),
    )


def open_store(settings: Settings) -> Blobs:
    """Open where documents are kept; raise `BadConfiguration` for what is no such place."""
    try:
        return open_blobs(settings.blobs_url)
    except LocationUnknown as error:
        raise BadConfiguration(
            "DOCSVC_BLOBS_URL",
            Phrase("ожидался адрес, например fs:///srv/docsvc или s3://имя (%(reason)s)", reason=error),
        ) from error


def root_pem(settings: Settings) -> bytes:
    """Return the installation's root certificate (PEM), which others trust its seals by."""
    try:
        return key_file(settings, "root_pem").read_bytes()
    except FileNotFoundError as error:
        raise NotInitialised(path=settings.data) from error
