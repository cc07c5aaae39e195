"""An authority that has run out, or that the registry calls revoked, signs nothing."""

import datetime as dt

from sqlalchemy.orm import Session

from docsvc.actions.enter import Visit
from docsvc.errors import AuthorityNotInForce, AuthorityOver
from docsvc.model.authority import ends
from docsvc.model.mchd_checks import REFUSED, MchdState
from docsvc.queries.mchd_checks import last_answer


def require_authority(session: Session, visit: Visit, *, today: dt.date) -> None:
    """Raise `AuthorityOver` where the last day of what the recipient acts on has passed.

    Raises `AuthorityNotInForce` where the registry knows better.
    """
    terms = visit.recipient.authority_terms or {}
    last = ends(terms)
    if last is not None and last < today:
        raise AuthorityOver(until=f"{last:%d.%m.%Y}")
    answer = last_answer(session, terms)
    if answer is not None and MchdState(answer.state) in REFUSED:
        raise AuthorityNotInForce(number=answer.number, host=answer.host)
