"""Taking a device back that was handed over."""

from dataclasses import replace

from docsvc.actions.close_dispatch import lock_dispatch
from docsvc.actions.lent_device import end_turns, lent
from docsvc.actions.log_in import Checked
from docsvc.errors import WrongPassword
from docsvc.model import User
from docsvc.queries.who_is import actor_of
from docsvc.work import Work


def take_device_back(work: Work, web_token: str, checked: Checked, *, address: str, device: str) -> None:
    """Give a browser back to its person, whose password was `checked`; what was open on it is closed.

    Raises `Unauthenticated` for a browser that was not handed over, `WrongPassword` for somebody else's.
    """
    browser = lent(work, web_token)
    if checked.user_id != browser.user_id:
        raise WrongPassword
    dispatch, documents = lock_dispatch(work, browser.lent_for)
    browser = lent(work, web_token)
    end_turns(work, browser)
    browser.lent_for = ""
    actor = replace(actor_of(work.get(User, browser.user_id)), address=address, device=device)
    for document in documents:
        work.record(document, "device.returned", actor, dispatch=dispatch.id)
