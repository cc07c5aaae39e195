"""What servers named in certificates may do to us: little, and not for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from signing import Egress
from signing.errors import EvidenceUnavailable
from signing.revocation import _certificate, _list, _ocsp_answer
from tests.services.certomancer import Market, _Quiet

BRIEF = Egress(private=True, timeout=1.0, largest=100_000)


@dataclass(slots=True)
class Rude:
    """A server that answers what a path asks it to."""

    address: str

    def serve(self, environ: Any, start: Any) -> Any:
        answers = {
            "/huge": lambda: Response(b"x" * 65_536 for _ in range(1_000)),
            "/slow": lambda: Response(_drops()),
            "/elsewhere": lambda: Response("", status=302, headers={"Location": f"{self.address}/fine"}),
            "/fine": lambda: Response(b"fine"),
        }
        return answers[Request(environ).path]()(environ, start)


def _drops() -> Iterator[bytes]:
    for _drop in range(40):
        sleep(0.1)
        yield b"."


@pytest.fixture(scope="module")
def rude() -> Iterator[Rude]:
    found = Rude("")
    server = make_server("127.0.0.1", 0, found.serve, threaded=True, request_handler=_Quiet)
    found.address = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def test_a_server_by_its_name_is_asked(rude: Rude) -> None:
    assert BRIEF.get(f"{rude.address}/fine") == b"fine"


@pytest.mark.parametrize(
    ("path", "why"), [("huge", "more than"), ("slow", "too long|Timeout"), ("elsewhere", "302")]
)
def test_a_server_that_misbehaves_is_left(rude: Rude, path: str, why: str) -> None:
    begun = monotonic()
    with pytest.raises(EvidenceUnavailable, match=why):
        BRIEF.get(f"{rude.address}/{path}")
    assert monotonic() - begun < 60


def test_our_own_machine_is_not_asked_unless_it_is_allowed(rude: Rude) -> None:
    with pytest.raises(EvidenceUnavailable, match="Not a public address"):
        Egress().get(f"{rude.address}/fine")


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\x30\x00", bytes(1000), b"\x30\x82\xff\xff"])
def test_an_answer_that_is_none_is_refused(rude: Rude, market: Market, raw: bytes) -> None:
    for read in (_list, _certificate):
        with pytest.raises(EvidenceUnavailable):
            read(raw)

    class Answers(Egress):
        def _ask(self, *_given: object) -> bytes:  # type: ignore[override]
            return raw

    with pytest.raises(EvidenceUnavailable):
        _ocsp_answer(Answers(), "http://x", market.certificate("seal_ec"), market.certificate("interm"))
