"""Whether a certificate made outside leads to somebody who is trusted, and is good at a moment: by OpenSSL.

Where no trusted certificates are given, those that came with the signature are followed as far as they lead:
that shows a chain that is broken, never one that can be trusted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import crl, pem, x509
from cryptography.x509 import load_der_x509_crl

from signing.flaws import Fault, Flaw
from signing.holder import name_of
from signing.openssl import ask

_FOUND: Final = re.compile(
    r"(?:^(?P<name>[^\n]*)\n)?^error (?P<number>\d+) at (?P<depth>\d+) depth", re.MULTILINE
)
_COMMON: Final = re.compile(r"(?:^|[,+] ?)(?:CN|O) ?= ?\"?([^,+\"]+)")

_EXPIRED, _NOT_YET, _REVOKED = 10, 9, 23
_ENDS: Final = frozenset({2, 20, 21})
_STRANGERS: Final = frozenset({18, 19, 27})
_OF_LISTS: Final = frozenset({3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 33, 35, 36, 44, 54})
"""What is wrong with a list, not with a certificate. Source: openssl-verification-options(1), x509_vfy.h."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found: `trusted` leads to a given certificate, `revocation_seen` a list in force was asked."""

    faults: tuple[Fault, ...] = ()
    trusted: bool = False
    revocation_seen: bool = False


def follow(
    leaf: x509.Certificate,
    others: Sequence[bytes],
    *,
    roots: Sequence[bytes],
    crls: Sequence[bytes],
    at: datetime,
    gost: bool,
) -> Chain:
    """Follow a certificate to one of `roots`; all are DER or PEM, every root is believed as it stands.

    Raises OpensslMissing.
    """
    given = [der_of(root) for root in roots]
    anchors = given or _tops(leaf, others)
    lists = [each for each in map(der_of, crls) if _issuer_of_list(each) == leaf.issuer.dump()]
    faults = _dates(leaf, at)
    if not anchors:
        return Chain((*faults, *_listed(leaf, lists)))
    found = set(_ask(leaf, others, anchors=anchors, crls=lists, at=at, gost=gost))
    faults = _once((*faults, *_listed(leaf, lists), *_faults(found, missing=_missing(leaf, others))))
    wrong = {Flaw.CHAIN_BROKEN, Flaw.ISSUER_UNKNOWN} & {each.code for each in faults}
    trusted = bool(given) and not wrong
    asked = bool(lists) and not {number for number, _, _ in found} & _OF_LISTS
    return Chain(faults, trusted=trusted, revocation_seen=asked and trusted)


def der_of(certificate: bytes) -> bytes:
    """Return a certificate or a list in DER, however it was written down."""
    return bytes(pem.unarmor(certificate)[2]) if pem.detect(certificate) else certificate


def pem_of(certificate: bytes, kind: str = "CERTIFICATE") -> bytes:
    """Write a certificate as PEM."""
    return bytes(pem.armor(kind, certificate))


def _tops(leaf: x509.Certificate, others: Sequence[bytes]) -> list[bytes]:
    """Return the last of the enclosed certificates on the way up from the leaf; none where it is alone."""
    top = _top(leaf, others)
    return [] if top.dump() == leaf.dump() else [top.dump()]


def _missing(leaf: x509.Certificate, others: Sequence[bytes]) -> str:
    """Name the authority at which the enclosed certificates end."""
    return name_of(_top(leaf, others).issuer)


def _top(leaf: x509.Certificate, others: Sequence[bytes]) -> x509.Certificate:
    loaded = map(x509.Certificate.load, others)
    known = {each.subject.dump(): each for each in loaded}
    top, seen = leaf, {leaf.dump()}
    while (above := known.get(top.issuer.dump())) and above.dump() not in seen:
        top = above
        seen.add(above.dump())
    return top


def _once(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Keep the first of each kind, which tells most."""
    return tuple(
        {each.code: each for each in reversed(faults)}[code] for code in dict.fromkeys(f.code for f in faults)
    )


def _dates(leaf: x509.Certificate, at: datetime) -> tuple[Fault, ...]:
    if at > leaf.not_valid_after:
        return (Fault(Flaw.EXPIRED, f"{leaf.not_valid_after:%d.%m.%Y}"),)
    if at < leaf.not_valid_before:
        return (Fault(Flaw.NOT_YET_VALID, f"{leaf.not_valid_before:%d.%m.%Y}"),)
    return ()


def _listed(leaf: x509.Certificate, lists: Sequence[bytes]) -> tuple[Fault, ...]:
    """Believe any list of the issuer's that speaks against it: a wrong one harms only whoever gave it."""
    for each in lists:
        entry = load_der_x509_crl(each).get_revoked_certificate_by_serial_number(leaf.serial_number)
        if entry is not None:
            return (Fault(Flaw.REVOKED, f"{entry.revocation_date_utc:%d.%m.%Y}"),)
    return ()


def _issuer_of_list(der: bytes) -> bytes:
    return bytes(crl.CertificateList.load(der)["tbs_cert_list"]["issuer"].dump())


def _ask(
    leaf: x509.Certificate,
    others: Sequence[bytes],
    *,
    anchors: Sequence[bytes],
    crls: Sequence[bytes],
    at: datetime,
    gost: bool,
) -> Iterator[tuple[int, int, str]]:
    files = {
        "leaf.pem": pem_of(leaf.dump()),
        "anchors.pem": b"".join(map(pem_of, anchors)),
        "others.pem": b"".join(map(pem_of, others)),
        "lists.pem": b"".join(pem_of(each, "X509 CRL") for each in crls),
    }
    words = (
        f"verify -no-CApath -no-CAfile -no-CAstore -partial_chain -purpose any -attime {int(at.timestamp())}"
    )
    words += " -nameopt utf8,sep_comma_plus_space,sname -trusted anchors.pem"
    words += " -untrusted others.pem" * bool(others) + " -crl_check -CRLfile lists.pem" * bool(crls)
    answer = ask((*words.split(), "leaf.pem"), files, gost=gost)
    for found in _FOUND.finditer(answer.words):
        yield int(found["number"]), int(found["depth"]), _called(found["name"] or "")
    if not answer.ok and not _FOUND.search(answer.words):
        yield 1, 0, ""


def _called(subject: str) -> str:
    found = _COMMON.search(subject)
    return found[1].strip() if found else ""


def _faults(found: set[tuple[int, int, str]], *, missing: str) -> Iterator[Fault]:
    """Put OpenSSL's numbers in our words; what is wrong with a list is no fault of the certificate."""
    for number, depth, name in sorted(found):
        if number in _OF_LISTS:
            continue
        if number in _STRANGERS:
            yield Fault(Flaw.ISSUER_UNKNOWN, name)
        elif number in _ENDS:
            yield Fault(Flaw.CHAIN_BROKEN, missing)
        elif depth == 0 and number in {_EXPIRED, _NOT_YET, _REVOKED}:
            yield Fault(
                {_EXPIRED: Flaw.EXPIRED, _NOT_YET: Flaw.NOT_YET_VALID, _REVOKED: Flaw.REVOKED}[number]
            )
        else:
            yield Fault(Flaw.CHAIN_BROKEN, name)
