"""The way to Redis: encrypted where the address says so, and to nobody whom it cannot prove."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from redis.exceptions import RedisError

from docsvc.config import read_settings
from docsvc.relay.connection import connect
from docsvc.relay.health import Trouble, redis_state
from docsvc.relay.offer import Names
from tests.services.ports import free_port
from tests.services.programs import require
from tests.services.redis import RedisServer

NAMES = Names("0123abcd")


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[str]:
    """A server that speaks TLS only, with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "redis")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "redis.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (tmp_path / "redis.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    port = free_port()
    options = {
        "--port": "0",
        "--tls-port": str(port),
        "--tls-cert-file": "redis.pem",
        "--tls-key-file": "redis.key",
        "--tls-ca-cert-file": "redis.pem",
        "--tls-auth-clients": "no",
        "--save": "",
    }
    command = ("setpriv", "--pdeathsig", "KILL", str(require("redis")), *sum(options.items(), ()))
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        yield f"rediss://127.0.0.1:{port}/0"
        process.terminate()


def test_an_encrypted_redis_is_reached_and_one_that_proves_nothing_is_not(
    encrypted: str, tmp_path: Path
) -> None:
    trusted = connect(f"{encrypted}?ssl_ca_certs={tmp_path / 'redis.pem'}")
    end = time.monotonic() + 120
    answered = False
    while not answered and time.monotonic() < end:
        with suppress(RedisError):
            answered = bool(trusted.ping())
    trusted.close()
    assert answered
    with connect(encrypted) as strict, pytest.raises(RedisError, match="certificate"):
        strict.ping()


def test_what_ails_a_redis_is_told(redis_server: RedisServer) -> None:
    def seen(url: str = redis_server.url) -> Trouble:
        return redis_state(read_settings({"DOCSVC_REDIS_URL": url}), NAMES).trouble

    assert redis_server.process is not None
    assert seen() is Trouble.NONE
    assert seen(redis_server.url.replace(redis_server.password, "another")) is Trouble.REFUSED
    with redis_server.client() as redis:
        redis.config_set("maxmemory", 1)
        assert seen() is Trouble.FULL
        redis.config_set("maxmemory", 0)
        redis.replicaof("127.0.0.1", str(free_port()))
        assert seen() is Trouble.UNWRITABLE
        redis.replicaof("no", "one")
        redis.set(NAMES.refused, "many")
        assert seen() is Trouble.NONE, "what somebody has put in the place of a count is none"
    redis_server.process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert seen() is Trouble.UNREACHABLE
    assert time.monotonic() - begun < 60, "a second and a half, where the machine has nothing else to do"
    redis_server.process.send_signal(signal.SIGCONT)
