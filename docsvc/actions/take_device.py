"""One person takes the device that was handed over, to read and sign."""

from docsvc.actions.enter import lock
from docsvc.actions.lent_device import end_turns, lent, require_asked
from docsvc.actions.open_link import Opened, open_seat
from docsvc.model import Channel, SignerPin, SigningSession
from docsvc.work import Work
from signing import links


def take_device(
    work: Work, web_token: str, *, recipient_id: str, means: Channel | None, address: str, device: str
) -> Opened:
    """Open a session for whoever has the device now; what the person before had open is closed.

    `means` is how they want to prove who they are, where they have a choice; without a PIN of theirs it is a
    code. Raises `Unauthenticated` for a device that was not handed over, `NotFound` for somebody who is not
    asked in this sending, and `LinkInvalid` when it is not their turn.
    """
    browser = lent(work, web_token)
    require_asked(work, browser, recipient_id)
    recipient = lock(work, recipient_id, dispatch_id=browser.lent_for)
    browser = lent(work, web_token)  # taken back while we waited for the lock?
    end_turns(work, browser)
    opened = open_seat(work, recipient, address=address, device=device, host_id=browser.user_id)
    session = work.get(SigningSession, links.token_hash(opened.session_token))
    session.channel = _channel(work, recipient.email, recipient.channel, means).value
    return opened


def _channel(work: Work, email: str, asked: str, means: Channel | None) -> Channel:
    """Return how the person proves who they are: their PIN where they have one, unless they want a code.

    A code goes as the sender asked for it.
    """
    has_pin = work.session.get(SignerPin, email) is not None
    if has_pin and means in {None, Channel.PIN}:
        return Channel.PIN
    return Channel.SMS if asked == Channel.SMS else Channel.EMAIL
