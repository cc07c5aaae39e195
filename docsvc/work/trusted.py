"""The certification authorities that this installation believes, as files of its administrator's."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from docsvc.observe import logs

log = logs.logger(__name__)

CERTIFICATES = frozenset({".pem", ".crt", ".cer", ".der"})
LISTS = frozenset({".crl"})


@dataclass(frozen=True, slots=True)
class Authorities:
    """Certificates and revocation lists in DER."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


def trusted_authorities(place: Path | None) -> Authorities:
    """Read a file, or every file of a folder (`*.pem *.crt *.cer *.der`, lists `*.crl`); none are no trust.

    A file that was changed is read anew. Raises OSError for one that cannot be read.
    """
    if place is None:
        return Authorities()
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    return _read(
        tuple((file, file.stat().st_mtime_ns) for file in files if file.suffix in CERTIFICATES | LISTS)
    )


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> Authorities:
    found = [(file.suffix in LISTS, part) for file, _ in files for part in _readable(file)]
    return Authorities(
        certificates=tuple(part for is_list, part in found if not is_list),
        lists=tuple(part for is_list, part in found if is_list),
    )


def _readable(file: Path) -> Iterator[bytes]:
    """Give what a file holds; one that holds something else is told to the administrator, not to signers."""
    reads = load_der_x509_crl if file.suffix in LISTS else load_der_x509_certificate
    for part in _parts(file.read_bytes()):
        try:
            reads(part)
        except ValueError:
            log.warning("trusted_authority_unreadable", place=file.name)
        else:
            yield part


def _parts(written: bytes) -> Iterator[bytes]:
    if not pem.detect(written):
        yield written
        return
    yield from (bytes(part[2]) for part in pem.unarmor(written, multiple=True))
