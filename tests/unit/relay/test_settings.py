"""Where Redis is, and which workers an administrator asks for."""

import pytest
import typer

from docsvc.cli.worker_queues import read_queues
from docsvc.config import read_settings
from docsvc.errors import BadConfiguration
from docsvc.model import Queue


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ""),
        ("redis://:p%40ss@127.0.0.1:6379/1", "redis://:p%40ss@127.0.0.1:6379/1"),
        ("valkey://cache", "redis://cache"),
        ("rediss://cache:6380/0?ssl_ca_certs=/ca.pem", "rediss://cache:6380/0?ssl_ca_certs=/ca.pem"),
        ("valkeys://cache", "rediss://cache"),
    ],
)
def test_redis_and_valkey_are_the_same_to_us(given: str, meant: str) -> None:
    assert read_settings({"DOCSVC_REDIS_URL": given}).redis_url == meant


CUT_IN_TWO = (
    "redis://:p@secret@cache",
    "redis://:p/secret@cache",
    "redis://:p#secret@cache",
    "redis://:secret@cache:port/0",
    "redis://:secret@cache:99999/0",
    "redis://:secret@cache/name",
    "redis://:secret@cache?retry=1",
)


@pytest.mark.parametrize(
    "url", ["127.0.0.1:6379", "http://:secret@cache", "redis://", "redis://:secret@", *CUT_IN_TWO]
)
def test_an_address_that_is_none_is_named_and_its_password_is_not(url: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_settings({"DOCSVC_REDIS_URL": url})
    assert "DOCSVC_REDIS_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_no_address_that_may_hold_a_password_is_shown_with_the_settings() -> None:
    urls = {
        f"DOCSVC_{name}_URL": f"{scheme}://user:secret@host/0"
        for name, scheme in (
            ("REDIS", "redis"),
            ("DATABASE", "postgresql"),
            ("SMTP", "smtp"),
            ("BLOBS", "s3"),
            ("SMS", "https"),
        )
    }
    assert "secret" not in repr(read_settings(urls))


def test_queues_are_asked_for_with_numbers_of_processes() -> None:
    assert read_queues("render:2, seal,render") == {Queue.RENDER: 3, Queue.SEAL: 1}


@pytest.mark.parametrize("text", ["", ",", "print", "render:0", "render:x", "render:-1", "seal:65"])
def test_what_cannot_be_started_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        read_queues(text)
