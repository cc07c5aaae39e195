"""Writing a settled recipient down, with their own link and the hash of their access code."""

from docsvc.model import Asked, Recipient, RecipientState, new_id
from docsvc.model.access_codes import access_hash
from docsvc.work import Work
from signing import token, token_hash


def recipient_row(
    work: Work, dispatch_id: str, asked: Asked, *, instead_of_id: str | None = None
) -> Recipient:
    """Return the row of a recipient who is still to be invited; the caller puts it into the transaction."""
    recipient_id, generation = new_id(), 1
    return Recipient(
        id=recipient_id,
        dispatch_id=dispatch_id,
        order=asked.order,
        act=asked.act.value,
        party=asked.party,
        name=asked.name,
        email=asked.email,
        position=asked.position,
        organisation=asked.organisation,
        authority=asked.authority,
        authority_terms=dict(asked.authority_terms),
        phone=asked.phone,
        channel=asked.channel.value,
        level=asked.level.value,
        group=asked.group,
        individual=asked.individual,
        may_delegate=asked.may_delegate,
        access_hash=access_hash(work.secrets.codes, recipient_id, asked.access_code),
        instead_of_id=instead_of_id,
        language=asked.language,
        generation=generation,
        token_hash=token_hash(token(work.secrets.tokens, recipient_id, generation)),
        state=RecipientState.WAITING.value,
    )
