"""Time stamps from an authority (RFC 3161). No answer that fits means no stamp, never a made-up one."""

import hashlib
import logging
import ssl
from dataclasses import dataclass
from functools import cache
from secrets import randbits
from typing import Any, Final

from asn1crypto import algos, core, tsp

from signing.errors import TimestampUnavailable

_log: Final = logging.getLogger(__name__)
_TYPE: Final = "application/timestamp-query"
_OK: Final = 200
TOKEN_ROOM: Final = 12_288
"""Bytes reserved in the PDF for a token with its certificates."""

_LARGEST: Final = 12_000  # bytes of a token


@dataclass(frozen=True, slots=True)
class Stamper:
    """A time-stamping authority by its address; `timeout` in seconds."""

    url: str
    timeout: float = 5.0

    def stamp(self, data: bytes) -> Any:
        """Get a token (ContentInfo) over the SHA-256 of the data.

        Whether the authority is to be believed is settled by whoever verifies. Raises TimestampUnavailable.
        """
        return self.stamp_digest(hashlib.sha256(data).digest())

    def stamp_digest(self, imprint: bytes) -> Any:
        """Get a token (ContentInfo) over a SHA-256. Raises TimestampUnavailable."""
        nonce = (1 << 63) | randbits(63)
        token = _granted(self._ask(_request(imprint, nonce)))
        info = token["content"]["encap_content_info"]["content"].parsed
        if info["nonce"].native != nonce or info["message_imprint"]["hashed_message"].native != imprint:
            raise TimestampUnavailable("The time stamp is for something else")
        if len(token.dump()) > _LARGEST:
            raise TimestampUnavailable("The time stamp is too large")
        return token

    def stamp_or_none(self, data: bytes) -> Any | None:
        """Get a token, or None and a line in the log."""
        try:
            return self.stamp(data)
        except TimestampUnavailable as reason:
            _log.warning("time_stamp_missing", exc_info=reason)
            return None

    def _ask(self, request: bytes) -> bytes:
        import httpx

        try:
            answer = httpx.post(
                self.url,
                content=request,
                headers={"Content-Type": _TYPE},
                timeout=self.timeout,
                verify=tls(),
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TimestampUnavailable(f"The authority did not answer: {type(error).__name__}") from error
        if answer.status_code != _OK:
            raise TimestampUnavailable(f"The authority answered {answer.status_code}")
        return answer.content


@cache
def tls() -> ssl.SSLContext:
    """Return the certificates that https is trusted by: reading them takes longer than a time stamp."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _request(imprint: bytes, nonce: int) -> bytes:
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    return bytes(
        tsp.TimeStampReq(
            {
                "version": "v1",
                "message_imprint": {"hash_algorithm": algorithm, "hashed_message": imprint},
                "nonce": core.Integer(nonce),
                "cert_req": True,
            }
        ).dump()
    )


def _granted(answer: bytes) -> Any:
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        if response["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise TimestampUnavailable("The authority refused")
        token = response["time_stamp_token"]
        if token["content"]["encap_content_info"]["content_type"].native != "tst_info":
            raise TimestampUnavailable("The answer is not a time stamp")
    except (ValueError, TypeError, KeyError) as error:
        raise TimestampUnavailable("The answer is not a time stamp") from error
    return token
