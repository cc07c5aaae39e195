"""Revoking a key of our own seal: what it signs from a moment on is not to be believed."""

from datetime import UTC, datetime, timedelta

from docsvc.access import Right, require
from docsvc.actions.renew_seal import renew_seal
from docsvc.errors import BadInput, SealKeyForeign, SealKeyRevoked
from docsvc.model import SealKey, SealKind
from docsvc.work import ORGANISATION, Actor, Work
from signing import Keys, RevocationReason, read_certificates
from signing.profile import issuer_name

AHEAD = timedelta(minutes=5)
"""How far clocks of people may be ahead of ours."""


def revoke_seal(
    work: Work,
    key_id: str,
    *,
    actor: Actor,
    keys: Keys,
    reason: RevocationReason,
    since: datetime | None = None,
) -> None:
    """Revoke a key `since` a moment, now if left out; where it is the one that signs, a new one takes over.

    From now on it closes nothing either. Raises `Forbidden`, `NotFound`, `SealKeyForeign`,
    `SealKeyRevoked`, and `BadInput` for a moment at which the key cannot have been revoked.
    """
    require(actor, Right.ADMINISTER)
    key = work.get(SealKey, key_id)
    certificate = read_certificates(key.chain.encode())[0]
    if key.kind != SealKind.OWN:
        raise SealKeyForeign(issuer=issuer_name(certificate))
    if key.revoked_since is not None:
        raise SealKeyRevoked
    moment = (since or work.now).astimezone(UTC).replace(microsecond=0)
    if not certificate.not_valid_before <= moment <= work.now + AHEAD:
        raise BadInput([("since", "нужно время от выпуска сертификата до этой минуты")])
    if key.retired_at is None:
        renew_seal(work, actor=actor, keys=keys)
    key.revoked_since, key.revoked_reason = moment, reason.value
    work.record(
        ORGANISATION,
        "seal_key.revoked",
        actor,
        fingerprint=key.fingerprint,
        since=moment.isoformat(),
        reason=reason.value,
    )
