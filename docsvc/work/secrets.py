"""The one master secret of an installation and the keys derived from it."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from docsvc.errors import AlreadyInitialised, NotInitialised, SecretUnfit

SECRET_BYTES = 32
MARK_BYTES = 4
OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys of an installation: each derived for one purpose, none stored.

    `mark` is none: it tells the installation's names from those of another one on the same server.
    """

    cookies: bytes
    tokens: bytes
    codes: bytes
    wrapping: bytes
    mark: str

    def __repr__(self) -> str:
        """Keep the keys out of logs and tracebacks."""
        return "Secrets(…)"


def secret_file(data: Path) -> Path:
    """Return where the master secret lies."""
    return data / "secret"


def make_secret(data: Path) -> None:
    """Write a new master secret, whole or not at all, in a folder that only its owner enters.

    Raises `AlreadyInitialised` if there is one.
    """
    data.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    with suppress(PermissionError):  # a mounted folder may belong to another user, who set its mode
        data.chmod(OWNER_ONLY)
    with NamedTemporaryFile(dir=data, prefix="secret.") as file:  # for its owner alone from the start
        file.write(os.urandom(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, secret_file(data))
        except FileExistsError as error:
            raise AlreadyInitialised(path=data) from error


def read_secrets(data: Path) -> Secrets:
    """Derive the keys from the master secret (HKDF-SHA256, RFC 5869).

    Raises `NotInitialised` without one, `SecretUnfit` for less than one: keys made of nothing can be guessed.
    """
    try:
        master = secret_file(data).read_bytes()
    except FileNotFoundError as error:
        raise NotInitialised(path=data) from error
    if len(master) != SECRET_BYTES:
        raise SecretUnfit(path=data)
    return Secrets(
        cookies=_derive(master, b"cookies"),
        tokens=_derive(master, b"tokens"),
        codes=_derive(master, b"codes"),
        wrapping=_derive(master, b"wrapping"),
        mark=_derive(master, b"mark")[:MARK_BYTES].hex(),
    )


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"docsvc/" + purpose + b"/v1").derive(master)
