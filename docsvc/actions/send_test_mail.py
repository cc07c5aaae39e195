"""A letter to try the mail server with."""

from typing import Final

from docsvc.access import Right, require
from docsvc.actions.attempts import Limit, count_or_refuse
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.mail.address import read_address
from docsvc.mail.post import post_test
from docsvc.model import User
from docsvc.work import Actor, Work

TESTS: Final = Limit("test-mail", most=20, minutes=60)


def send_test_mail(work: Work, address: str, *, actor: Actor) -> str:
    """Promise a letter to an address and return its id; its delivery log tells what the server answered.

    Raises `Forbidden` for all but an administrator, `BadInput` and `TooManyAttempts`.
    """
    require(actor, Right.ADMINISTER)
    try:
        to = read_address(address)
    except ValueError as error:
        raise BadInput([("email", Phrase(str(error)))]) from error
    count_or_refuse(work, TESTS, actor.id)
    return post_test(work, work.get(User, actor.id), email=to)
