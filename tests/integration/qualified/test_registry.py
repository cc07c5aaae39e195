"""A machine-readable power of attorney is asked about at a registry, where one is set, and nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from docsvc.actions.ask_registry import ask_registry
from docsvc.actions.enter import enter
from docsvc.actions.require_authority import require_authority
from docsvc.config import read_settings
from docsvc.errors import AuthorityNotInForce, BadConfiguration
from docsvc.jobs.mchd import check_mchd
from docsvc.model import MchdCheck, OutboxMessage
from docsvc.model.mchd import read_mchd
from docsvc.queries.mchd_checks import authority_told, last_answer
from signing.errors import EvidenceUnavailable
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.qualified.test_own_signature import CLIENT, send_for_own_signature
from tests.services.certomancer import _Quiet
from tests.unit.model.test_mchd import GUID, MCHD


@dataclass(slots=True)
class Registry:
    """Somebody who knows powers of attorney; `asked` are the paths."""

    address: str = ""
    answer: str = '{"status": "active"}'
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def serve(self, environ: Any, start: Any) -> Any:
        self.asked.append(Request(environ).full_path)
        return Response(self.answer, status=self.status)(environ, start)


@pytest.fixture
def registry(installation: Installation) -> Iterator[Registry]:
    """Ask a server next door; afterwards nobody again."""
    made, before = Registry(), installation.tools.settings
    server = make_server("127.0.0.1", 0, made.serve, threaded=True, request_handler=_Quiet)
    made.address = f"http://127.0.0.1:{server.server_port}/check/{{number}}?key=1"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    installation.tools.settings = replace(before, mchd_registry=made.address, private_egress=True)
    yield made
    installation.tools.settings = before
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def terms() -> dict[str, str]:
    return read_mchd(MCHD.encode()).plain()


def told(installation: Installation, language: str = "ru") -> str:
    """Return what pages and the certificate say of the check."""
    with installation.tools.read() as session:
        lines = authority_told(session, terms(), zone=installation.settings.timezone, language=language)
    return lines[-1][1]


def test_without_a_registry_nobody_is_asked_and_that_is_said(installation: Installation) -> None:
    check_mchd(installation.tools, {"number": "0" * 36})
    with installation.tools.read() as session:
        assert session.get(MchdCheck, "0" * 36) is None
        unknown = terms() | {"number": "0" * 36}
        lines = authority_told(session, unknown, zone=installation.settings.timezone, language="ru")
    assert lines[-1] == ["Проверка", "в реестре ФНС не проверялась"]


def test_the_registry_decides_whether_somebody_may_sign_on_it(
    installation: Installation, deal_id: str, registry: Registry
) -> None:
    contract = story.approved_contract(installation, deal_id)
    signer = {name: value for name, value in terms().items() if not name.startswith("agent")}
    send_for_own_signature(installation, contract, authority_terms=signer)
    assert registry.asked == [f"/check/{GUID}?key=1"]
    assert told(installation).startswith("действует: реестр 127.0.0.1, ")
    opened = story.open_as(installation, contract, CLIENT)
    with installation.tools.work() as work:
        visit = enter(work, opened.session_token, document_id=contract, address="", device="")
        require_authority(work.session, visit, today=work.today)
        ask_registry(work, signer)
        ask_registry(work, signer)
        asked = select(OutboxMessage).where(OutboxMessage.name == "mchd")
        assert len(work.session.scalars(asked).all()) == 1  # once a day

    for answer, words in (("revoked", "отозвана"), ("unknown", "в реестре её нет")):
        registry.answer = json.dumps({"status": answer})
        check_mchd(installation.tools, {"number": GUID})
        assert told(installation).startswith(words)
        with installation.tools.work() as work, pytest.raises(AuthorityNotInForce, match=GUID):
            require_authority(work.session, visit, today=work.today)


@pytest.mark.parametrize("answer", ["", "[]", '{"status": "fine"}', "<html>", '{"status": "active"}x'])
def test_an_answer_that_is_none_changes_nothing(
    installation: Installation, registry: Registry, answer: str
) -> None:
    registry.answer = answer
    with pytest.raises(ValueError, match=r".+"):
        check_mchd(installation.tools, {"number": "1" * 36})
    registry.status = 503
    with pytest.raises(EvidenceUnavailable, match="503"):
        check_mchd(installation.tools, {"number": "1" * 36})
    with installation.tools.read() as session:
        assert last_answer(session, {"kind": "mchd", "number": "1" * 36}) is None


def test_an_inner_address_is_asked_only_where_that_is_allowed(
    installation: Installation, registry: Registry
) -> None:
    installation.tools.settings = replace(installation.tools.settings, private_egress=False)
    with pytest.raises(EvidenceUnavailable, match="public"):
        check_mchd(installation.tools, {"number": GUID})
    assert registry.asked == []


@pytest.mark.parametrize("address", ["https://mchd.example/check", "ftp://mchd.example/{number}", "{number}"])
def test_an_address_that_cannot_be_asked_is_refused_at_start(address: str) -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_MCHD_REGISTRY"):
        read_settings({"DOCSVC_MCHD_REGISTRY": address})
    assert "{number}" not in repr(
        read_settings({"DOCSVC_MCHD_REGISTRY": "https://u:p@mchd.example/{number}"})
    )
