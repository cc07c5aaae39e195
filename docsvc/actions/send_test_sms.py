"""A text message to try the gateway with."""

from typing import Final

from docsvc.access import Right, require
from docsvc.actions.attempts import Limit, count_or_refuse
from docsvc.errors import BadInput
from docsvc.mail.post import post_to_phone
from docsvc.model import User
from docsvc.sms.phone import read_phone
from docsvc.work import Actor, Work

TESTS: Final = Limit("test-sms", most=10, minutes=60)


def send_test_sms(work: Work, phone: str, *, actor: Actor) -> str:
    """Promise a text to a telephone and return the id of the message; its delivery log tells the rest.

    Raises `Forbidden` for all but an administrator, `BadInput` and `TooManyAttempts`.
    """
    require(actor, Right.ADMINISTER)
    try:
        number = read_phone(phone)
    except ValueError as error:
        raise BadInput([("phone", str(error))]) from error
    count_or_refuse(work, TESTS, actor.id)
    return post_to_phone(work, "sms_test", work.get(User, actor.id), phone=number)
