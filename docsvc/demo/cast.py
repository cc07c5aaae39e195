"""Whom the demonstration is played by, and with what."""

from pathlib import Path

from docsvc.model import Role
from docsvc.model.organisation_file import read_organisation

EXAMPLES = Path(__file__).parent / "examples"
ORGANISATION = (EXAMPLES / "organisation.yaml").read_text(encoding="utf-8")
SCOPES = ("deals:write", "documents:read", "archive:read")
PARTS = (Role.ADMINISTRATOR, Role.MANAGER, Role.LAWYER, Role.FINANCE, Role.DIRECTOR, Role.ACCOUNTANT)


def casting() -> dict[str, str]:
    """Return the e-mail address of the first person in each role."""
    users = read_organisation(ORGANISATION).users
    return {part.value: next(user.email for user in users if part in user.roles) for part in PARTS}
