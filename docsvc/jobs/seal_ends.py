"""Writing to administrators before the certificate of the seal ends: 60, 30 and 7 days before."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from docsvc.mail.post import post_to_user
from docsvc.model import Role, SealKey, User, UserRole
from docsvc.model.seal_keys import WARNED
from docsvc.queries.seal_keys import current_seal
from docsvc.tools import Tools

LETTER = "seal_ends"


def warn_of_end(tools: Tools, payload: Mapping[str, str]) -> None:
    """Tell every administrator, unless another key signs by now, or a later warning is due already."""
    with tools.work() as work:
        key = work.session.get(SealKey, payload["key"])
        current = current_seal(work.session)
        if key is None or current is None or current.id != key.id:
            return
        days = int(payload["days"])
        if any(current.until - timedelta(days=other) <= work.now for other in WARNED if other < days):
            return
        left = max((current.until - work.now).days, 0)
        until = f"{current.until.astimezone(work.timezone):%d.%m.%Y}"
        statement = select(User).join(UserRole).where(UserRole.role == Role.ADMINISTRATOR.value, User.active)
        for administrator in work.session.scalars(statement).unique():
            post_to_user(work, LETTER, administrator, until=until, days=str(left), key=current.kind)
