"""Let a program in no longer."""

from docsvc.access import Right, require
from docsvc.model import ApiKey
from docsvc.work import ORGANISATION, Actor, Work


def revoke_api_key(work: Work, key_id: str, *, actor: Actor) -> None:
    """Revoke a key for good; revoking it again changes nothing. Raises `NotFound`."""
    require(actor, Right.ADMINISTER)
    key = work.get(ApiKey, key_id)
    if key.revoked_at is not None:
        return
    key.revoked_at = work.now
    work.record(ORGANISATION, "api_key.revoked", actor, key=key.id, private={"key_name": key.name})
