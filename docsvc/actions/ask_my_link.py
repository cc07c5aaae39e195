"""Asking for the link to one's own documents: whoever asks is told the same, known or not."""

from typing import Final

from docsvc.actions.attempts import Limit, count_failure, network_of, refusal
from docsvc.errors import BadInput, TooManyAttempts
from docsvc.mail.address import read_address
from docsvc.mail.own_page import MY_LINK
from docsvc.mail.post import post_to_address
from docsvc.work import Work

PER_PERSON: Final = Limit("my-link-person", most=3, minutes=30)
"""A mailbox must not be flooded by whoever knows its address."""
PER_NETWORK: Final = Limit("my-link-network", most=30, minutes=15)


def ask_my_link(work: Work, email: str, *, language: str, address: str) -> TooManyAttempts | None:
    """Promise a letter with the link, and do the same for an address that nothing was ever sent to.

    Whether somebody is known is found out by the job that sends the letter, so neither the answer nor its
    time tells. The refusal of a network is returned, not raised: let the transaction commit.
    Raises `BadInput` for what is no address.
    """
    try:
        email = read_address(email)
    except ValueError as error:
        raise BadInput([("email", str(error))]) from error
    network = network_of(address)
    if (refused := refusal(work, PER_NETWORK, network)) is not None:
        return refused
    count_failure(work, PER_NETWORK, network)
    if refusal(work, PER_PERSON, email) is None:
        count_failure(work, PER_PERSON, email)
        post_to_address(work, MY_LINK, email, language=language)
    return None
