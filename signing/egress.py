"""Asking servers that certificates name: only http and https, no redirects, bounded in time and size.

A certificate is written by others, so an address in it may point inwards. The name is resolved once, every
address of it has to be a public one, and that address is the one connected to.
"""

import ipaddress
import socket
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from signing.errors import EvidenceUnavailable
from signing.timestamp import tls

_OK: Final = 200
_PORTS: Final = {"http": 80, "https": 443}
_DISGUISED: Final = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")  # NAT64, 6to4, Teredo
)


@dataclass(frozen=True, slots=True)
class Egress:
    """How others may be asked: `timeout` in seconds for the whole answer, `largest` in bytes.

    With `private` addresses of an inner network may be asked too: a company's own authority lives there.
    """

    private: bool = False
    timeout: float = 6.0
    largest: int = 4_000_000

    def get(self, url: str) -> bytes:
        """Fetch a file. Raises EvidenceUnavailable."""
        return self._ask("GET", url, b"", {})

    def post(self, url: str, content: bytes, *, kind: str) -> bytes:
        """Ask with a message of a MIME type. Raises EvidenceUnavailable."""
        return self._ask("POST", url, content, {"Content-Type": kind})

    def _ask(self, method: str, url: str, content: bytes, headers: dict[str, str]) -> bytes:
        import httpx

        host, address, target = self._resolved(url)
        try:
            with (
                httpx.Client(
                    timeout=self.timeout, trust_env=False, follow_redirects=False, verify=tls()
                ) as client,
                client.stream(
                    method,
                    target,
                    content=content or None,
                    headers={**headers, "Host": host},
                    extensions={"sni_hostname": urlsplit(url).hostname or ""},
                ) as answer,
            ):
                if answer.status_code != _OK:
                    raise EvidenceUnavailable(f"{host} answered {answer.status_code}")
                return self._read(answer, host)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EvidenceUnavailable(f"{host} ({address}): {type(error).__name__}") from error

    def _read(self, answer: "httpx.Response", host: str) -> bytes:  # type: ignore[name-defined]  # noqa: F821
        begun, whole = monotonic(), bytearray()
        for part in answer.iter_bytes(65_536):
            whole += part
            if len(whole) > self.largest:
                raise EvidenceUnavailable(f"{host} answers with more than {self.largest} bytes")
            if monotonic() - begun > self.timeout:
                raise EvidenceUnavailable(f"{host} takes too long")
        return bytes(whole)

    def _resolved(self, url: str) -> tuple[str, str, str]:
        """Return the host as asked for, one address of it, and the URL with the address in its place."""
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
            found = socket.getaddrinfo(parts.hostname or "", port, type=socket.SOCK_STREAM)
        except (ValueError, KeyError, OSError) as error:
            raise EvidenceUnavailable(f"Not an address that can be asked: {url!r}") from error
        addresses = [str(each[4][0]) for each in found]
        if not addresses or parts.username or not all(map(self._may_ask, addresses)):
            raise EvidenceUnavailable(f"Not a public address: {url!r}")
        literal = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
        host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        return str(host), addresses[0], parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()

    def _may_ask(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        if self.private:
            return not (address.is_multicast or address.is_unspecified or address.is_link_local)
        return address.is_global and not any(address in net for net in _DISGUISED)
