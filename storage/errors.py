"""What can go wrong with bytes; each error names the blob, the place or the setting."""


class StorageError(Exception):
    """The base of everything that this package raises on purpose, and what a failing service becomes."""


class LocationUnknown(StorageError):
    """The URL of the blobs cannot be used; the message says what to write instead."""


class ForkedAfterUse(StorageError):
    """This process was forked from one that had used OpenDAL already, and would hang."""

    def __init__(self) -> None:
        super().__init__("storage was used before this process was forked; start it by spawn or forkserver")


class AddressUnknown(StorageError, ValueError):
    """An owner or an address is not spelled as ours are, so that it cannot name a blob."""

    def __init__(self, address: str) -> None:
        super().__init__(f"not an address of a blob: {address!a}")
        self.address = address


class BlobMissing(StorageError):
    """No blob lies at this address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"blob {address} is missing")
        self.address = address


class BlobCorrupt(StorageError):
    """The bytes at this address are not those that were put there."""

    def __init__(self, address: str) -> None:
        super().__init__(f"blob {address} is corrupt: its bytes do not have the hash that it is named by")
        self.address = address


class BundleRefused(StorageError, ValueError):
    """These files cannot be packed: a name or a size is outside what a package may hold."""


class BundleBroken(StorageError):
    """A package is not what was packed.

    `where` is the name of an entry, or a byte of the ZIP's own structure (`byte N`, with the record's name).
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"package is broken at {where}: {reason}")
        self.where = where
        self.reason = reason
