"""Bytes by content: a blob is found by who owns it and by its hash, and never changes.

The address is `owner/sha256`, so that all bytes of one owner can be reached, and one day made unreadable,
together. Below the root it lies at `<last two letters of the owner>/owner/sha256`: the end of a UUIDv7 is
random, so no folder grows large.
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from opendal import Operator, exceptions
from opendal.layers import RetryLayer, TimeoutLayer

from storage.durable import make_private_folder, sync_folders
from storage.errors import (
    AddressUnknown,
    BlobCorrupt,
    BlobMissing,
    ForkedAfterUse,
    StorageError,
)
from storage.location import Location, locate

_OWNER = re.compile(r"[a-z0-9][a-z0-9-]{0,62}[a-z0-9]")
_ADDRESS = re.compile(rf"(?P<owner>{_OWNER.pattern})/(?P<digest>[0-9a-f]{{64}})")
_INCOMING = ".incoming"
_SECONDS = 60.0  # for one read or write of a remote service: a package may be large, a line slow
# OpenDAL's exceptions have no common base; OSError comes from making and syncing folders.
_FAILURES: tuple[type[Exception], ...] = (
    OSError,
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)

_user_process: int | None = None


class Blobs:
    """The blobs of one location; safe to share between threads, opened at first use.

    Every method raises StorageError when the service fails, AddressUnknown when an owner or address is
    not spelled as ours, ForkedAfterUse in a child forked after use.
    """

    def __init__(self, location: Location) -> None:
        self._location = location
        self._operator: Operator | None = None
        self._opening = threading.Lock()

    @property
    def folder(self) -> Path | None:
        """Return the folder of this machine that they lie in; None where they are elsewhere."""
        return self._location.folder

    def put(self, owner: str, data: bytes) -> str:
        """Keep bytes for an owner (a UUID or another lower-case slug of 2 to 64) and return their address.

        On return they outlast a kill and, on `fs`, a power cut. Putting equal bytes again is harmless and
        mends a corrupt blob.
        """
        address = f"{owner}/{sha256(data).hexdigest()}"
        path = _path(address)
        try:
            self._open().write(path, data)
            self._sync(path)
        except _FAILURES as error:
            raise StorageError(f"blob {address} could not be kept: {error}") from error
        return address

    def get(self, address: str) -> bytes:
        """Return the bytes at an address; raise BlobMissing, or BlobCorrupt when they were changed."""
        path = _path(address)
        try:
            data = bytes(self._open().read(path))
        except exceptions.NotFound:
            raise BlobMissing(address) from None
        except _FAILURES as error:
            raise StorageError(f"blob {address} could not be read: {error}") from error
        if sha256(data).hexdigest() != address.rpartition("/")[2]:
            raise BlobCorrupt(address)
        return data

    def remove(self, owner: str) -> None:
        """Remove all that an owner has; nothing is wrong if that is nothing."""
        folder = PurePosixPath(_path(f"{owner}/{'0' * 64}")).parent
        try:
            self._open().remove_all(f"{folder}/")
        except exceptions.NotFound:
            return
        except _FAILURES as error:
            raise StorageError(f"blobs of {owner} could not be removed: {error}") from error

    def place(self, address: str) -> str:
        """Return where a blob lies below the root: what to look for in a copy."""
        return _path(address)

    def exists(self, address: str) -> bool:
        """Tell whether a blob lies at an address, without reading it."""
        path = _path(address)
        try:
            return bool(self._open().exists(path))
        except _FAILURES as error:
            raise StorageError(f"blob {address} could not be looked for: {error}") from error

    def owners(self) -> Iterator[str]:
        """Give who has anything in a folder of this machine; a service is not asked for so much."""
        if self.folder is not None:
            yield from (path.name for path in self.folder.glob("??/*") if _OWNER.fullmatch(path.name))

    def _open(self) -> Operator:
        _claim_process()
        with self._opening:
            if self._operator is None:
                self._operator = _operator(self._location)
            return self._operator

    def _sync(self, path: str) -> None:
        """Make the new name last, and the folders above it: another process may have made them just now."""
        root = self._location.folder
        if root is not None:
            sync_folders(root / folder for folder in Path(path).parents)


def open_blobs(url: str, *, environ: Mapping[str, str] | None = None) -> Blobs:
    """Return the blobs at a URL (`fs:///folder`, `memory://`, …); nothing is opened or made yet.

    `environ` (by default the process's own) holds the secrets of a remote service. Raises LocationUnknown.
    Source of the options: `storage/location.py`.
    """
    return Blobs(locate(url, os.environ if environ is None else environ))


def _path(address: str) -> str:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise AddressUnknown(address)
    return f"{match['owner'][-2:]}/{address}"


def _operator(location: Location) -> Operator:
    folder = location.folder
    try:
        if folder is not None:
            make_private_folder(folder)
            return Operator("fs", root=str(folder), atomic_write_dir=str(folder / _INCOMING))
        remote = Operator.from_uri(location.url, **location.secrets)
    except _FAILURES as error:
        raise StorageError(f"the blobs at {location.url} cannot be opened: {error}") from error
    return remote.layer(TimeoutLayer(io_timeout=_SECONDS)).layer(RetryLayer())


def _claim_process() -> None:
    """Remember which process uses OpenDAL first; a child forked from it must not."""
    global _user_process  # noqa: PLW0603  the fact is about the process, so it lives at its level
    if _user_process is None:
        _user_process = os.getpid()
    elif _user_process != os.getpid():
        raise ForkedAfterUse
