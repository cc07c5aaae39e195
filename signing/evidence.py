"""The evidence in a file that keeps its signatures verifiable.

Source: ETSI EN 319 142-1 §5.4.2 (DSS).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils import generic

from signing.verdict import Broken, Code

_LISTS: Final[dict[str, Callable[[bytes], Any]]] = {
    "/Certs": lambda der: x509.Certificate.load(der, strict=True),
    "/OCSPs": lambda der: ocsp.OCSPResponse.load(der, strict=True),
    "/CRLs": lambda der: crl.CertificateList.load(der, strict=True),
}
_IN_STORE: Final = {*_LISTS, "/Type"}  # no /VRI: we write none, and nothing covers what it says
_IN_STREAM: Final = {"/Length", "/Filter", "/DecodeParms"}
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates, and who vouches that they had not been revoked; as asn1crypto reads them."""

    certificates: tuple[Any, ...] = ()
    ocsps: tuple[Any, ...] = ()
    crls: tuple[Any, ...] = ()

    @property
    def size(self) -> int:
        """Count what there is."""
        return len(self.certificates) + len(self.ocsps) + len(self.crls)


def read_evidence_store(reader: Any) -> Evidence:
    """Read the document's security store, empty where it has none. Raises Broken for anything else in it."""
    store = reader.root["/DSS"] if "/DSS" in reader.root else None  # noqa: SIM401 - get() leaves references
    if store is None:
        return Evidence()
    if not isinstance(store, generic.DictionaryObject) or set(store) - _IN_STORE:
        raise Broken(Code.BAD_EVIDENCE, "DSS", "entries that do not belong there")
    found = {key: tuple(_items(store, key, read)) for key, read in _LISTS.items()}
    return Evidence(found["/Certs"], found["/OCSPs"], found["/CRLs"])


def _items(store: Any, key: str, read: Callable[[bytes], Any]) -> list[Any]:
    entries = store[key] if key in store else ()  # noqa: SIM401 - as above
    if len(entries) > _MOST:
        raise Broken(Code.BAD_EVIDENCE, key, f"{len(entries)} entries")
    return [_item(entry, key, read) for entry in entries]


def _item(entry: Any, key: str, read: Callable[[bytes], Any]) -> Any:
    stream = entry.get_object()
    if not isinstance(stream, generic.StreamObject) or set(stream) - _IN_STREAM:
        raise Broken(Code.BAD_EVIDENCE, key, "an entry that is no plain stream")
    try:
        parsed = read(stream.data)
        _ = parsed.native
    except Exception as error:  # the parser raises what it likes on hostile bytes
        raise Broken(Code.BAD_EVIDENCE, key, f"not readable: {type(error).__name__}") from error
    return parsed
