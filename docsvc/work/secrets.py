"""The one master secret of an installation and the keys derived from it."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from docsvc.errors import AlreadyInitialised, NotInitialised

SECRET_BYTES = 32
OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys of an installation: each derived for one purpose, none stored."""

    cookies: bytes
    tokens: bytes
    codes: bytes
    wrapping: bytes

    def __repr__(self) -> str:
        """Keep the keys out of logs and tracebacks."""
        return "Secrets(…)"


def secret_file(data: Path) -> Path:
    """Return where the master secret lies."""
    return data / "secret"


def make_secret(data: Path) -> None:
    """Write a new master secret in a folder that only its owner enters.

    Raises `AlreadyInitialised` if there is one.
    """
    data.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    try:
        handle = os.open(secret_file(data), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise AlreadyInitialised(path=data) from error
    with suppress(PermissionError):  # a mounted folder may belong to another user, who set its mode
        data.chmod(OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())


def read_secrets(data: Path) -> Secrets:
    """Derive the keys from the master secret (HKDF-SHA256, RFC 5869); raise `NotInitialised` without one."""
    try:
        master = secret_file(data).read_bytes()
    except FileNotFoundError as error:
        raise NotInitialised(path=data) from error
    return Secrets(
        cookies=_derive(master, b"cookies"),
        tokens=_derive(master, b"tokens"),
        codes=_derive(master, b"codes"),
        wrapping=_derive(master, b"wrapping"),
    )


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"docsvc/" + purpose + b"/v1").derive(master)
