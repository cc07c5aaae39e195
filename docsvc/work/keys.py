"""Opening the keys: the authority's from the data folder, the seal's from wherever it is kept."""

from collections.abc import Sequence
from pathlib import Path

from docsvc.config import Pkcs11, Settings
from docsvc.errors import SecretUnfit
from docsvc.model.seal_keys import SealKind, StoredKey
from docsvc.work.secrets import Secrets
from signing import (
    Authority,
    KeyPair,
    Keys,
    KeysLocked,
    Token,
    TokenKey,
    read_certificates,
    unlock,
    with_chain,
)

KEY_FILES = {"root_pem": "root.pem", "ca_p12": "authority.p12", "seal_p12": "seal.p12"}


def key_file(settings: Settings, name: str) -> Path:
    """Return where a key of the data folder lies; `name` as in `KEY_FILES`."""
    return settings.data / "keys" / KEY_FILES[name]


def passphrase(secrets: Secrets) -> bytes:
    """Return what the key stores are kept under, in the data folder and in the database."""
    return secrets.wrapping.hex().encode()


def open_keys(settings: Settings, secrets: Secrets, stored: Sequence[StoredKey]) -> Keys:
    """Open the authority and the seals, the first of `stored` the current one; a token is not asked yet.

    Without any the seal of the data folder is the current one. Raises KeysLocked.
    """
    folder = {name: key_file(settings, name).read_bytes() for name in KEY_FILES}
    own = Keys.load(Authority(**folder), passphrase(secrets))
    token = token_of(settings.token) if settings.token else None
    pairs = [_pair(each, passphrase(secrets), token) for each in stored]
    current, *earlier = pairs or [own.organisation_seal]
    return Keys(
        own.root_pem,
        own.authority,
        current or _absent(stored[0]),
        tuple(each for each in earlier if each is not None),
    )


def require_own_keys(settings: Settings, secrets: Secrets) -> None:
    """Raise `SecretUnfit` where the secret does not open the keys of the data folder, or there are none."""
    try:
        open_keys(settings, secrets, ())
    except (KeysLocked, FileNotFoundError) as error:
        raise SecretUnfit(path=settings.data) from error


def token_of(chosen: Pkcs11) -> Token:
    """Return the token that the settings name."""
    return Token(module=chosen.module, name=chosen.token, pin=chosen.pin, label=chosen.label)


def _pair(kept: StoredKey, phrase: bytes, token: Token | None) -> KeyPair | None:
    """Open one key; None for a key in a token that is no longer named."""
    if kept.kind != SealKind.PKCS11.value:
        return unlock(kept.store, phrase)
    if token is None or token.label != kept.label:
        return None
    return _in_token(kept, token)


def _absent(kept: StoredKey) -> KeyPair:
    """Stand for a key that is in no token we know: everything but sealing goes on."""
    return _in_token(kept, Token(module="", name="", pin="", label=kept.label))


def _in_token(kept: StoredKey, token: Token) -> KeyPair:
    own, *others = read_certificates(kept.chain.encode())
    public = own.public_key
    return with_chain(TokenKey(token, public.algorithm == "ec", public.bit_size), own, others)
