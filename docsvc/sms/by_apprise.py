"""A gateway that apprise knows how to speak to: its address with a place for the number."""

import logging
import warnings
from dataclasses import dataclass, field
from typing import Any, Final, Self

from docsvc.config import LOOPBACK, Sms
from docsvc.errors import BadConfiguration
from docsvc.sms.gateway import Answer, Sending

NAME: Final = "DOCSVC_SMS_APPRISE"
_ANY_PHONE: Final = Sending("", "+79160000000", "")


@dataclass(frozen=True, slots=True)
class AppriseGateway:
    """An address of apprise; `{phone}` or `{digits}` in it is the number."""

    address: str = field(repr=False)

    @classmethod
    def read(cls, settings: Sms) -> Self:
        """Read the settings; raise `BadConfiguration`, also where a code would travel in the clear."""
        gateway = cls(settings.apprise)
        if "{phone}" not in settings.apprise and "{digits}" not in settings.apprise:
            raise BadConfiguration(NAME, "в адресе нужен номер: {phone} или {digits}")
        plugin = gateway.plugin(_ANY_PHONE)
        plain = getattr(plugin, "protocol", None) and not plugin.secure
        if plain and plugin.host not in LOOPBACK:
            raise BadConfiguration(NAME, "код ушёл бы открыто: возьмите защищённую схему этого шлюза")
        return gateway

    def hand_over(self, sending: Sending) -> Answer:
        """Hand the message over; apprise says yes or no, and bounds its own time."""
        taken = bool(self.plugin(sending).notify(body=sending.text, title=""))
        words = "принято шлюзом" if taken else "шлюз SMS не принял сообщение"
        return Answer(accepted=taken, said=words)

    def plugin(self, sending: Sending) -> Any:
        """Return what apprise speaks with; raise `BadConfiguration` for an address that it does not know."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it imports a module that Python will drop
            import apprise

            logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes down what it sends
            asset = apprise.AppriseAsset(http_redirects=False, async_mode=False)
            made = apprise.Apprise.instantiate(sending.filled(self.address, encoded=True), asset=asset)
        if made is None:
            raise BadConfiguration(NAME, "apprise не знает такого адреса")
        return made
