"""Look at a sending when its next reminder or its warning is due."""

from collections.abc import Mapping

from docsvc.actions.remind_recipient import wake_dispatch
from docsvc.errors import NotFound
from docsvc.tools import Tools


def remind_recipients(tools: Tools, payload: Mapping[str, str]) -> None:
    """Remind or warn whoever has not answered; a sending that is over needs nothing."""
    with tools.work() as work:
        try:
            wake_dispatch(work, payload["dispatch"])
        except NotFound:
            return
