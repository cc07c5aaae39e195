"""The connection to Redis or Valkey."""

from typing import Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 5.0
"""Longer than anybody waits for the next job; a server that is silent for so long is not there."""


def connect(url: str, *, seconds: float = ANSWER_SECONDS) -> Redis:
    """Open a client that asks once and raises `RedisError`: whoever waits does so with `Patience`."""
    return Redis.from_url(
        url,
        socket_connect_timeout=min(CONNECT_SECONDS, seconds),
        socket_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
        client_name="docsvc",
    )
