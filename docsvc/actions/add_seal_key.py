"""Sealing with a certificate that was bought: uploaded as PKCS#12, tried on an empty page, then used."""

from sqlalchemy import select

from docsvc.access import Right, require
from docsvc.actions.register_seal import fingerprint_of, keep_key, record_key
from docsvc.errors import (
    SealCertificateExpired,
    SealCertificateUnfit,
    SealChainUnreadable,
    SealKeyKnown,
    SealKeyLocked,
    SealKeyMissing,
)
from docsvc.model import SealKey, SealKind
from docsvc.work import Actor, Work
from docsvc.work.keys import passphrase
from signing import (
    KeyPair,
    Keys,
    KeysLocked,
    SealExpired,
    SealUnfit,
    certificates_pem,
    lock,
    read_certificates,
    try_seal,
    unlock,
    with_chain,
)

LARGEST = 200_000
"""Bytes of a key store with its chain, or of the chain beside it."""


def add_seal_key(
    work: Work, *, actor: Actor, keys: Keys, store: bytes, phrase: str, chain: bytes = b""
) -> str:
    """Seal with this key from now on; `chain` holds the issuers where the store does not.

    Documents that an earlier key has certified are closed by that key. Raises `Forbidden` and
    what `docsvc.errors.seals` names.
    """
    require(actor, Right.ADMINISTER)
    if not store or max(len(store), len(chain)) > LARGEST:
        raise SealKeyMissing
    pair = _opened(store, phrase, chain)
    if work.session.scalar(select(SealKey.id).where(SealKey.fingerprint == fingerprint_of(pair))):
        raise SealKeyKnown
    _try(pair, keys, work)
    kept = keep_key(
        work,
        pair,
        kind=SealKind.PKCS12,
        store=lock(pair, passphrase(work.secrets)),
        author=actor.name,
    )
    record_key(work, actor, pair, kind=SealKind.PKCS12)
    return kept


def _opened(store: bytes, phrase: str, chain: bytes) -> KeyPair:
    try:
        pair = unlock(store, phrase.encode())
    except KeysLocked as error:
        raise SealKeyLocked from error
    if not chain:
        return pair
    try:
        others = read_certificates(chain)
    except KeysLocked as error:
        raise SealChainUnreadable from error
    enclosed = (*pair.chain, *((pair.anchor,) if pair.anchor else ()))
    return with_chain(pair.key, pair.certificate, (*enclosed, *others))


def _try(pair: KeyPair, keys: Keys, work: Work) -> None:
    try:
        try_seal(pair, keys, roots=[certificates_pem(pair)], at=work.now)
    except SealExpired as error:
        raise SealCertificateExpired from error
    except SealUnfit as error:
        raise SealCertificateUnfit from error
