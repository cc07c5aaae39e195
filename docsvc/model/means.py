"""By which means a signer proves who they are, where what was asked of them cannot be had."""

from docsvc.model.dispatches import Channel


def means_of(chosen: str, *, phone: str, in_person: bool) -> Channel:
    """Return how a signer proves who they are: as `chosen`, else by a code to their e-mail.

    A PIN is for somebody else's device only, and a text message needs a number.
    """
    match Channel(chosen):
        case Channel.PIN if in_person:
            return Channel.PIN
        case Channel.SMS if phone:
            return Channel.SMS
        case _:
            return Channel.EMAIL
