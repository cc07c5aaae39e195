"""Who signs for us: a director, or the signatory of the requisites, for as long as they work here."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from docsvc.model import LegalEntity, Recipient, Role, User

SELLER = "seller"


def is_ours(party: str) -> bool:
    """Tell whether a party signs for us: `seller2` is a second place of ours."""
    return party.rstrip("0123456789") == SELLER


def signatory_name(entity: LegalEntity) -> str:
    """Return who signs for a company of ours by its requisites; empty where they name nobody."""
    return str(entity.details.get("signatory_name") or "")


def our_signatory(session: Session, entity: LegalEntity, email: str) -> User | None:
    """Return the colleague of this address where they may sign for a company of ours."""
    user = session.scalars(select(User).where(User.email == email, User.active)).one_or_none()
    return user if user is not None and signs_for(entity, user) else None


def our_signatories(session: Session, entity: LegalEntity) -> tuple[User, ...]:
    """Return everybody who may sign for a company of ours now, by name."""
    everybody = session.scalars(select(User).where(User.active).order_by(User.name)).unique()
    return tuple(each for each in everybody if signs_for(entity, each))


def signs_for(entity: LegalEntity, user: User) -> bool:
    """Tell whether somebody who works here may sign for a company of ours."""
    return Role.DIRECTOR in user.roles or user.name == signatory_name(entity)


Finder = Callable[[Session, LegalEntity, str], User | None]


def still_ours(recipient: Recipient, *, find: Finder = our_signatory) -> bool:
    """Tell whether a recipient may answer for us as on the day they were asked; of others we cannot know.

    A letter outlives the right that it came from: who has left, or is no director any more, must not sign by
    it. Their sender asks somebody else instead. Who asks of many recipients gives a `find` that remembers.
    """
    session = object_session(recipient)
    if session is None or not is_ours(recipient.party):
        return True
    entity = recipient.dispatch.documents[0].document.legal_entity
    return find(session, entity, recipient.email) is not None
