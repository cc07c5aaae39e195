"""The one form of a CMS signature that is accepted: anything else that would verify is refused.

The signature protects its signed attributes and nothing around them. So the container is built again from
what it says and compared byte for byte, which leaves no place for a change.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import cms, parser, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature

from signing.cms_writing import ALGORITHMS, Parts, signer_id, write

_NEEDED: Final = frozenset({"content_type", "message_digest", "signing_certificate_v2"})
_TOKEN: Final = "signature_time_stamp_token"  # noqa: S105 - the name of an attribute


class BadForm(ValueError):
    """The bytes are not a signature in the accepted form; the message says in which way."""


@dataclass(frozen=True, slots=True)
class Container:
    """A CMS signature taken apart: pyHanko's view, the signer's certificate, whether a stamp is there."""

    signed_data: Any
    certificate: x509.Certificate
    stamped: bool


def container(der: bytes, *, attributes: frozenset[str] = frozenset()) -> Container:
    """Read a detached signature by one signer.

    `attributes` are needed besides those of PAdES. Raises BadForm.
    """
    try:
        return _container(der, _NEEDED | attributes)
    except BadForm:
        raise
    except Exception as error:  # the parser raises what it likes on hostile bytes
        raise BadForm(f"not readable: {type(error).__name__}") from error


def unpadded(content: bytes) -> bytes:
    """Return the container at the start of a PDF's /Contents; zeros may follow, nothing else.

    Raises BadForm.
    """
    try:
        length = parser.peek(content)
    except ValueError as error:
        raise BadForm("not readable") from error
    if any(content[length:]):
        raise BadForm("something follows the signature")
    return content[:length]


def _container(der: bytes, attributes: frozenset[str]) -> Container:
    signed_data = cms.ContentInfo.load(der, strict=True)["content"]
    enclosed = sorted(choice.chosen.dump() for choice in signed_data["certificates"])
    signer = _only(list(signed_data["signer_infos"]), "signer")
    name, said = (
        signer["sid"].dump(),
        signer["signed_attrs"].contents,
    )  # as they stand, before they are parsed
    leaf = _only(
        [raw for raw in enclosed if signer_id(x509.Certificate.load(raw)) == name], "signer's certificate"
    )
    _check_attributes(signer, attributes, leaf)
    _check_chain(leaf, enclosed)
    if _rebuilt(signer, name, said, enclosed) != der:
        raise BadForm("not spelled as it should be")
    return Container(signed_data, x509.Certificate.load(leaf), stamped=bool(_unsigned(signer)))


def _check_attributes(signer: Any, needed: frozenset[str], leaf: bytes) -> None:
    signed = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    if set(signed) != needed or len(signer["signed_attrs"]) != len(needed):
        raise BadForm("other signed attributes than expected")
    if any(len(values) != 1 for values in signed.values()):
        raise BadForm("an attribute has several values")
    if signed["content_type"][0].native != "data":
        raise BadForm("signs something other than data")
    reference = _only(list(signed["signing_certificate_v2"][0]["certs"]), "certificate reference")
    algorithm = reference["hash_algorithm"]["algorithm"].native
    if algorithm != "sha256" or reference["cert_hash"].native != hashlib.sha256(leaf).digest():
        raise BadForm("names another certificate than the one enclosed")
    unsigned = [attribute["type"].native for attribute in _unsigned(signer)]
    if unsigned not in ([], [_TOKEN]):
        raise BadForm("carries unsigned attributes")


def _check_chain(leaf: bytes, enclosed: list[bytes]) -> None:
    """Demand that every further certificate issued another one, so that none goes unchecked."""
    for issuer in enclosed:
        if issuer != leaf and not any(issued(issuer, child) for child in enclosed if child != issuer):
            raise BadForm("encloses a certificate that does not belong here")


def issued(issuer: bytes, child: bytes) -> bool:
    """Tell whether one certificate (DER) was signed with the key of another."""
    authority = pyca.load_der_x509_certificate(issuer)
    try:
        pyca.load_der_x509_certificate(child).verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _rebuilt(signer: Any, name: bytes, said: bytes, enclosed: list[bytes]) -> bytes:
    """Write the container as it has to be."""
    algorithm = signer["signature_algorithm"]["algorithm"].native
    if algorithm not in ALGORITHMS:
        raise BadForm("signed by another algorithm")
    tokens = [attribute["values"][0].dump(force=True) for attribute in _unsigned(signer)]
    return write(Parts(name, said, algorithm, signer["signature"].native, enclosed, tokens))


def _unsigned(signer: Any) -> list[Any]:
    return list(signer["unsigned_attrs"]) if signer["unsigned_attrs"].native is not None else []


def _only(found: list[Any], what: str) -> Any:
    if len(found) != 1:
        raise BadForm(f"{len(found)} of one {what}")
    return found[0]
