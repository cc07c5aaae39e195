"""Keys that never leave their token or HSM: each signature is made in it, by PKCS#11."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, TypeVar

from asn1crypto import x509

from signing.errors import TokenUnavailable

_sessions: Final[dict[tuple[int, "Token"], Any]] = {}
"""One open session a process and token: logging in costs more than a signature, and no fork may share it."""

_one_at_a_time: Final = Lock()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Token:
    """Where the key is: the module of the token's maker, the token, the PIN and the key's label.

    The repr shows no PIN.
    """

    module: str
    name: str
    pin: str
    label: str

    def __repr__(self) -> str:
        return f"Token({self.name}/{self.label})"

    def key(self) -> tuple["TokenKey", x509.Certificate, tuple[x509.Certificate, ...]]:
        """Return the key, its certificate, and what other certificates the token holds.

        Raises TokenUnavailable.
        """
        return self._in_session(self._key)

    def sign(self, data: bytes, *, elliptic: bool) -> bytes:
        """Sign in the token, over SHA-256: DER for EC, PKCS#1 v1.5 for RSA. Raises TokenUnavailable."""
        return self._in_session(lambda session: self._sign(session, data, elliptic=elliptic))

    def _key(self, session: Any) -> tuple["TokenKey", x509.Certificate, tuple[x509.Certificate, ...]]:
        from pkcs11 import Attribute, ObjectClass

        found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
        held = {each[Attribute.LABEL]: x509.Certificate.load(each[Attribute.VALUE]) for each in found}
        if self.label not in held:
            raise TokenUnavailable(f"The token holds no certificate {self.label!r}")
        certificate = held.pop(self.label)
        _private(session, self.label)
        public = certificate.public_key
        return TokenKey(self, public.algorithm == "ec", public.bit_size), certificate, tuple(held.values())

    def _sign(self, session: Any, data: bytes, *, elliptic: bool) -> bytes:
        from pkcs11 import Mechanism
        from pkcs11.util.ec import encode_ecdsa_signature

        key = _private(session, self.label)
        if not elliptic:
            return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        raw = key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))

    def _in_session(self, step: Callable[[Any], _T]) -> _T:
        """Do it in the open session; a session that was lost is opened once more."""
        from pkcs11 import PKCS11Error

        with _one_at_a_time:
            held = self._place in _sessions
            try:
                return step(self._session())
            except PKCS11Error as error:
                self._forget()
                if not held:  # a second login by a wrong PIN could lock the token
                    raise TokenUnavailable(f"The token refuses: {type(error).__name__}") from error
            try:
                return step(self._session())
            except PKCS11Error as error:
                self._forget()
                raise TokenUnavailable(f"The token refuses: {type(error).__name__}") from error

    @property
    def _place(self) -> tuple[int, "Token"]:
        return os.getpid(), replace(self, label="")

    def _session(self) -> Any:
        if self._place not in _sessions:
            token = _module(self.module).get_token(token_label=self.name)
            _sessions[self._place] = token.open(user_pin=self.pin)
        return _sessions[self._place]

    def _forget(self) -> None:
        session = _sessions.pop(self._place, None)
        with suppress(RuntimeError):
            if session is not None:
                session.close()


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A private key in a token; `key_size` in bits."""

    token: Token
    elliptic: bool
    key_size: int

    def sign(self, data: bytes) -> bytes:
        """Sign over SHA-256. Raises TokenUnavailable."""
        return self.token.sign(data, elliptic=self.elliptic)


def _module(path: str) -> Any:
    import pkcs11

    try:
        return pkcs11.lib(path)
    except RuntimeError as error:  # what is raised for a file that is no such module
        raise TokenUnavailable(f"The PKCS#11 module {path} cannot be loaded") from error


def _private(session: Any, label: str) -> Any:
    from pkcs11 import NoSuchKey, ObjectClass

    try:
        return session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
    except NoSuchKey as error:
        raise TokenUnavailable(f"The token holds no private key {label!r}") from error
