"""Writing down the seal keys that are there already: the data folder's at first start, and the token's."""

from datetime import timedelta

from sqlalchemy import select, update

from docsvc.config import Settings
from docsvc.model import SealKey, SealKind, new_id
from docsvc.model.seal_keys import WARNED
from docsvc.work import ORGANISATION, SYSTEM, Actor, Work
from docsvc.work.keys import key_file, passphrase, token_of
from signing import KeyPair, certificates_pem, fingerprint, read_certificates, unlock, with_chain


def register_own_seal(work: Work, settings: Settings) -> None:
    """Write down the seal that was made with the installation, unless any key is known; nobody notices."""
    if work.session.scalar(select(SealKey.id).limit(1)) is not None:
        return
    store = key_file(settings, "seal_p12").read_bytes()
    pair = unlock(store, passphrase(work.secrets))
    root = read_certificates(key_file(settings, "root_pem").read_bytes())
    keep_key(work, with_chain(pair.key, pair.certificate, root), kind=SealKind.OWN, store=store)


def register_token(work: Work, settings: Settings) -> bool:
    """Make the key in the token the current one, if it is not known yet; tell whether it was made so.

    Raises TokenUnavailable.
    """
    if settings.token is None:
        return False
    key, certificate, others = token_of(settings.token).key()
    pair = with_chain(key, certificate, others)
    if work.session.scalar(select(SealKey.id).where(SealKey.fingerprint == fingerprint_of(pair))):
        return False
    keep_key(work, pair, kind=SealKind.PKCS11, label=settings.token.label)
    record_key(work, SYSTEM, pair, kind=SealKind.PKCS11)
    return True


def keep_key(
    work: Work,
    pair: KeyPair,
    *,
    kind: SealKind,
    store: bytes = b"",
    label: str = "",
    author: str = "",
) -> str:
    """Keep a key as the one that signs from now on, and promise to warn before its certificate ends."""
    work.session.execute(update(SealKey).where(SealKey.retired_at.is_(None)).values(retired_at=work.now))
    key = SealKey(
        id=new_id(),
        kind=kind.value,
        label=label,
        store=store,
        chain=certificates_pem(pair).decode(),
        fingerprint=fingerprint_of(pair),
        author=author,
        created_at=work.now,
    )
    work.add(key)
    until = pair.certificate.not_valid_after
    for days in WARNED:
        due = max(until - timedelta(days=days), work.now)
        work.later(
            "seal_ends", {"key": key.id, "days": str(days)}, due_at=due, key=f"seal_ends:{key.id}:{days}"
        )
    return key.id


def record_key(work: Work, actor: Actor, pair: KeyPair, *, kind: SealKind) -> None:
    """Write into the trail which key signs from now on."""
    work.record(ORGANISATION, "seal_key.added", actor, key=kind.value, fingerprint=fingerprint_of(pair))


def fingerprint_of(pair: KeyPair) -> str:
    """Return the SHA-256 of the key's own certificate, as it is compared by eye."""
    return fingerprint(certificates_pem(pair))
