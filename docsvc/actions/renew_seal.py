"""A new key for our own seal: made by our own authority, used from now on."""

from docsvc.access import Right, require
from docsvc.actions.register_seal import keep_key, record_key
from docsvc.model import SealKind
from docsvc.work import Actor, Work
from docsvc.work.keys import passphrase
from signing import Keys, issue_seal, lock, read_certificates, with_chain


def renew_seal(work: Work, *, actor: Actor, keys: Keys) -> str:
    """Issue a new certificate to the organisation and seal by it; what was sealed stays as it is.

    Raises `Forbidden`.
    """
    require(actor, Right.ADMINISTER)
    made = issue_seal(keys.authority, now=work.now)
    pair = with_chain(made.key, made.certificate, read_certificates(keys.root_pem))
    kept = keep_key(
        work, pair, kind=SealKind.OWN, store=lock(made, passphrase(work.secrets)), author=actor.name
    )
    record_key(work, actor, pair, kind=SealKind.OWN)
    return kept
