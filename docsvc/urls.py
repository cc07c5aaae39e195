"""The paths that mails and documents name; `api` serves them."""

from urllib.parse import quote

INBOX = "/inbox"
OUTGOING_MAIL = "/settings/mail"
FIGURES = "/figures"
SEAL = "/settings/seal"
OPERATIONS = "/settings/operations"


def document_path(document_id: str) -> str:
    """Return the page of a document."""
    return f"/documents/{document_id}"


def sending_path(document_id: str) -> str:
    """Return the page on which the sender of a document mends its sending."""
    return f"{document_path(document_id)}/sending"


def inbox_path(document_id: str) -> str:
    """Return the page on which a person who has logged in decides on a document."""
    return f"{INBOX}/{document_id}"


def approval_path(token: str) -> str:
    """Return an approver's link; the token is the last part, as in `signing_path`."""
    return f"/approve/{quote(token, safe='')}"


def own_page_path(token: str) -> str:
    """Return the link to a person's own documents; the token is the last part, as in `signing_path`."""
    return f"/my/{quote(token, safe='')}"


def signing_path(token: str) -> str:
    """Return a recipient's link; the token is the last part so that logs can cut it off."""
    return f"/s/{quote(token, safe='')}"


def proof_path(document_id: str) -> str:
    """Return the public page behind the QR code of a certificate: hashes and status, never contents."""
    return f"/v/{document_id}"
