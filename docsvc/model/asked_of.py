"""Which documents of a sending a recipient acts on; the others they only read."""

from docsvc.model.dispatches import Act, Asked, Dispatch, DispatchDocument, Level, Recipient, RecipientState
from docsvc.model.documents import Document, DocumentVersion, Kind
from docsvc.model.kinds import KINDS
from docsvc.model.lifecycle import SIGNED, State
from docsvc.model.places import place_of, to_sign

NEED_NOT = frozenset({RecipientState.SPARED, RecipientState.REPLACED})
"""States of those whom nobody waits for any more, while the sending goes on."""


def documents_asked(recipient: Recipient, dispatch: Dispatch) -> tuple[DispatchDocument, ...]:
    """Return the documents that the recipient signs or accepts, in the order of the sending."""
    return tuple(each for each in dispatch.documents if acts_on(recipient, each))


def acts_on(recipient: Recipient, entry: DispatchDocument) -> bool:
    """Tell whether the recipient acts on a document of their sending."""
    return would_act(recipient, entry.document, entry.version)


def would_act(who: Recipient | Asked, document: Document, version: DocumentVersion) -> bool:
    """Tell whether somebody acts on a version of a document when it is sent to them.

    Who signs needs a place for their party; a document without any place is signed by files made outside, or
    accepted.
    """
    places, wanted = version.places, KINDS[Kind(document.kind)].client_act
    match Act(who.act):
        case Act.SIGN if to_sign(places):
            return place_of(places, who.party) is not None
        case Act.SIGN:
            return wanted is Act.SIGN and who.level == Level.QUALIFIED
        case Act.ACCEPT:
            return wanted is Act.ACCEPT or (wanted is Act.SIGN and not to_sign(places))
        case _:
            return False


def acting(dispatch: Dispatch) -> tuple[Recipient, ...]:
    """Return those whose act the sending waited or waits for: nobody who was spared or replaced."""
    return tuple(
        each
        for each in dispatch.recipients
        if each.act in {Act.SIGN, Act.ACCEPT} and RecipientState(each.state) not in NEED_NOT
    )


def is_complete(entry: DispatchDocument) -> bool:
    """Tell whether a document of a sending has its final file, whatever became of the others."""
    document = entry.document
    return document.current_version_id == entry.version_id and State(document.state) in SIGNED


def stands(entry: DispatchDocument) -> bool:
    """Tell whether a document of a sending is complete and in force."""
    return is_complete(entry) and State(entry.document.state) is not State.VOIDED


def was_shown(recipient: Recipient) -> bool:
    """Tell whether the recipient was let in or has acted, and nobody took their place since."""
    if recipient.state == RecipientState.REPLACED:
        return False
    return recipient.invited_at is not None or recipient.state == RecipientState.ACTED


def needed_of(dispatch: Dispatch, group: str) -> int:
    """Return how many of a group must act: all of them, unless the sending says fewer."""
    members = sum(each.group == group for each in acting(dispatch))
    return min(int(dispatch.quorums.get(group) or members), members)


def signatures_needed(dispatch: Dispatch) -> dict[str, int]:
    """Return how many signatures each party gives, in the order in which they are asked."""
    needed: dict[str, int] = {}
    for each in acting(dispatch):
        if each.act == Act.SIGN:
            needed[each.party] = needed_of(dispatch, each.group) if each.group else 1
    return needed
