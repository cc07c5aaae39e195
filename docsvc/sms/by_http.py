"""A gateway that is spoken to by HTTP: an address with places for the number and the text."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from docsvc.config import LOOPBACK, Sms
from docsvc.errors import BadConfiguration
from docsvc.errors.phrase import Phrase
from docsvc.sms.gateway import Answer, Sending, without_secrets

for _name in ("httpx", "httpcore"):  # both write addresses into the log, and ours hold the code
    logging.getLogger(_name).setLevel(logging.WARNING)

TIMEOUT_S: Final = 10.0
"""For each step: connecting, sending, waiting for some of the answer."""
DEADLINE_S: Final = 20.0
"""For the whole answer: one that drips in byte by byte ends here."""
_MOST_BYTES: Final = 64 * 1024
_BODIES: Final = ("query", "form", "json")
_LATER: Final = frozenset({401, 403, 408, 425, 429})
"""Refusals that our settings or time can mend; every other 4xx is about this message."""


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """Where and how a message goes; `address` has places for `{phone}`, `{digits}`, `{text}` and `{id}`."""

    address: str = field(repr=False)
    body: str
    headers: Mapping[str, str] = field(repr=False)
    accepted: str
    timeout: float = TIMEOUT_S

    @classmethod
    def read(cls, settings: Sms) -> Self:
        """Read the settings; raise `BadConfiguration`, also where a code would travel in the clear."""
        parts = urlsplit(settings.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadConfiguration("DOCSVC_SMS_URL", "ожидался адрес вида https://…?to={phone}&text={text}")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise BadConfiguration("DOCSVC_SMS_URL", "код ушёл бы открыто: нужен https")
        if "{text}" not in settings.url or not ("{phone}" in settings.url or "{digits}" in settings.url):
            raise BadConfiguration("DOCSVC_SMS_URL", "в адресе нужны {phone} (или {digits}) и {text}")
        if "{" in parts.netloc:
            raise BadConfiguration("DOCSVC_SMS_URL", "имя сервера не может зависеть от сообщения")
        if settings.body not in _BODIES:
            raise BadConfiguration("DOCSVC_SMS_BODY", "ожидалось query, form или json")
        return cls(settings.url, settings.body, _headers(settings.headers), settings.accepted)

    def hand_over(self, sending: Sending) -> Answer:
        """Hand the message over: no redirects, no proxy of the environment, bounded in time and size."""
        try:
            with httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False) as client:
                request = self._request(client, sending)
                response = client.send(request, stream=True)
                try:
                    return self._answer(response.status_code, _text(response), sending)
                finally:
                    response.close()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # their words may hold the address
            return Answer(
                accepted=False, said=Phrase("шлюз SMS не ответил: %(name)s", name=type(error).__name__)
            )

    def _request(self, client: httpx.Client, sending: Sending) -> httpx.Request:
        if self.body == "query":
            url = sending.filled(self.address, encoded=True)
            return client.build_request("GET", url, headers=dict(self.headers))
        address, _, query = self.address.partition("?")
        fields = {name: sending.filled(value) for name, value in parse_qsl(query, keep_blank_values=True)}
        url = sending.filled(address, encoded=True)
        if self.body == "form":
            return client.build_request("POST", url, data=fields, headers=dict(self.headers))
        return client.build_request("POST", url, json=fields, headers=dict(self.headers))

    def _answer(self, status: int, said: str, sending: Sending) -> Answer:
        taken = httpx.codes.is_success(status) and self.accepted in said
        refused = httpx.codes.is_client_error(status) and status not in _LATER
        words = without_secrets(f"{status} {said}", sending)
        return Answer(accepted=taken, said=words, permanent=not taken and refused)


def _text(response: httpx.Response) -> str:
    """Read the answer as far as it is worth reading."""
    end, received = monotonic() + DEADLINE_S, b""
    for part in response.iter_bytes():
        received += part
        if len(received) >= _MOST_BYTES or monotonic() > end:
            break
    return received[:_MOST_BYTES].decode("utf-8", "replace")


def _headers(lines: str) -> dict[str, str]:
    pairs = [line.partition(":") for line in lines.splitlines() if line.strip()]
    if any(not name.strip() or not colon for name, colon, _value in pairs):
        raise BadConfiguration("DOCSVC_SMS_HEADERS", "ожидались строки вида «Имя: значение»")
    return {name.strip(): value.strip() for name, _colon, value in pairs}
