"""Handing a device over, so that others sign on it."""

from docsvc.actions.recipient_at import dispatch_at
from docsvc.errors import Unauthenticated
from docsvc.model import WebSession
from docsvc.queries.who_is import session_hash
from docsvc.work import Actor, Work


def lend_device(work: Work, web_token: str, dispatch_id: str, *, actor: Actor) -> None:
    """Hand the actor's browser over for one sending: until they give their password it opens nothing else.

    Raises `NotFound`, `Forbidden` and `SendingOver` as `dispatch_at` does, and `Unauthenticated`.
    """
    dispatch, documents = dispatch_at(work, dispatch_id, actor=actor)
    browser = work.session.get(WebSession, session_hash(web_token))
    if browser is None or browser.user_id != actor.id:
        raise Unauthenticated
    browser.lent_for = dispatch.id
    dispatch.host_id = actor.id
    for document in documents:
        work.record(document, "device.lent", actor, dispatch=dispatch.id)
