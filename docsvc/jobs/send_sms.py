"""Hand a promised message over as a text message."""

from docsvc.errors import BadConfiguration
from docsvc.mail.compose import compose
from docsvc.mail.insides import open_insides
from docsvc.mail.letter import Letter
from docsvc.mail.server import Outcome
from docsvc.sms.gateway import Sending, open_gateway
from docsvc.sms.phone import read_phone
from docsvc.tools import Tools


def send_sms(tools: Tools, letter: Letter) -> Outcome | None:
    """Write the text with its code and hand it over; return None where no gateway is set up."""
    settings = tools.settings
    if settings.sms is None:
        return None
    insides = open_insides(letter, tools.secrets, base_url=settings.base_url)
    text = compose(letter, insides, settings=settings).short
    try:
        sending = Sending(letter.id, read_phone(letter.to_phone), text)
        gateway = open_gateway(settings.sms)
    except BadConfiguration as error:  # the administrator mends it: the message waits
        return Outcome(accepted=False, answer=str(error))
    except ValueError as error:
        return Outcome(accepted=False, answer=str(error), permanent=True)
    answer = gateway.hand_over(sending)
    return Outcome(accepted=answer.accepted, answer=answer.said, permanent=answer.permanent)
