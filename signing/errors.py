"""Why a signature could not be made or believed, one name for each reason."""

from datetime import datetime


class SigningError(Exception):
    """Base of everything that this package refuses."""


class BadIdentity(SigningError):
    """A name, an address or a time that no certificate can carry."""


class KeysLocked(SigningError):
    """The passphrase does not open the key store, or the store is damaged."""


class SealExpired(SigningError):
    """The organisation's seal certificate does not cover the time of signing: renew it."""


class TokenUnavailable(KeysLocked):
    """The token does not answer, or holds no such key."""


class SealUnfit(SigningError):
    """What this key seals would not be believed; the message says why."""


class EvidenceUnavailable(SigningError):
    """What shows that a certificate was good cannot be had now: no answer, or none that can be used."""


class CertificateRevoked(SigningError):
    """Whoever issued the certificate has revoked it."""


class PdfUnreadable(SigningError):
    """The file is not a PDF that a strict reader accepts."""


class BadField(SigningError):
    """A field with a name or a box that cannot be reserved."""


class BadLook(SigningError):
    """A drawn signature or a picture of one that cannot be used."""


class AlreadySigned(SigningError):
    """The document, or this field of it, carries a signature already."""


class ClockBehind(SigningError):
    """The file has a signature of a later time: this machine's clock is wrong, or that of who signed was."""

    def __init__(self, last: datetime) -> None:
        when = f"{last:%d.%m.%Y %H:%M:%S} UTC"
        super().__init__(
            f"в файле есть подпись от {when}, это позже, чем сейчас: сверьте часы машин (NTP), "
            "а после этого времени повторите задание"
        )
        self.last = last


class NotReserved(SigningError):
    """The document has no empty signature field of this name."""


class FieldsEmpty(SigningError):
    """Somebody has not signed yet, so the closing seal would come too early."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("The closing seal must come last; still empty: " + ", ".join(names))
        self.names = names


class FontMissing(SigningError):
    """A typeface is not installed; the message says how to get it."""


class TimestampUnavailable(SigningError):
    """The time-stamping authority gave no token that can be used."""


class MalformedLink(SigningError):
    """The text is not a link token."""


class SignatureBroken(SigningError):
    """The signature does not fit the data, or is not of the form that this package makes."""


class IssuerUnconfirmed(SigningError):
    """The signature fits the data, but its issuer is none of the given roots."""


class SealUnknown(IssuerUnconfirmed):
    """The issuer is a given root, but of its customers nobody said that this one is the organisation.

    The message is the SHA-256 of the certificate.
    """


class RevokedUntimed(IssuerUnconfirmed):
    """The seal's certificate was revoked since, and nothing shows that the signature is older."""
