"""Why a signature could not be made or believed, one name for each reason."""


class SigningError(Exception):
    """Base of everything that this package refuses."""


class BadIdentity(SigningError):
    """A name, an address or a time that no certificate can carry."""


class KeysLocked(SigningError):
    """The passphrase does not open the key store, or the store is damaged."""


class SealExpired(SigningError):
    """The organisation's seal certificate does not cover the time of signing: renew it."""


class PdfUnreadable(SigningError):
    """The file is not a PDF that a strict reader accepts."""


class BadField(SigningError):
    """A field with a name or a box that cannot be reserved."""


class AlreadySigned(SigningError):
    """The document, or this field of it, carries a signature already."""


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
