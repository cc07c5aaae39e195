"""The paths that mails and documents name; `api` serves them."""

from urllib.parse import quote

INBOX = "/inbox"
OUTGOING_MAIL = "/settings/mail"


def document_path(document_id: str) -> str:
    """Return the page of a document."""
    return f"/documents/{document_id}"


def signing_path(token: str) -> str:
    """Return a recipient's link; the token is the last part so that logs can cut it off."""
    return f"/s/{quote(token, safe='')}"


def proof_path(document_id: str) -> str:
    """Return the public page behind the QR code of a certificate: hashes and status, never contents."""
    return f"/v/{document_id}"
