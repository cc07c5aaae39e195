"""Any changed byte in what docsvc gave away, or in its trail, is found and placed."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model import ArchiveEntry, AuditEntry
from docsvc.model.deal_input import read_deal
from docsvc.queries.trail import verify_trail
from docsvc.verification import Outcome, verify_file
from tests.integration.core import story
from tests.integration.core.conftest import DEAL
from tests.integration.core.installation import Installation, make_installation

FLIPS = 120
FLIPS_OF_A_PDF = 40  # a hundred milliseconds each


@dataclass(frozen=True)
class Given:
    """What an archived contract left in the hands of others."""

    installation: Installation
    document_id: str
    signed: bytes
    certificate: bytes
    package: bytes
    roots: list[bytes]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    folder = tmp_path_factory.mktemp("archived")
    installation = make_installation(folder / "data", database_url=f"sqlite:///{folder}/docsvc.sqlite3")
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(DEAL, ensure_ascii=False).encode())
        deal_id = upsert_deal(work, deal, actor=installation.people["manager"]).id
    contract = story.approved_contract(installation, deal_id)
    story.send(installation, contract)
    story.sign(installation, contract, "director@polaris.example", typed="Соколов А. В.")
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов И. И.")
    tools, version = installation.tools, story.version_of(installation, contract)
    with tools.read() as session:
        package = session.query(ArchiveEntry).one().package_blob
    yield Given(
        installation=installation,
        document_id=contract,
        signed=tools.blobs.get(version.final_blob or ""),
        certificate=tools.blobs.get(version.certificate_blob or ""),
        package=tools.blobs.get(package),
        roots=[tools.keys.root_pem],
    )
    tools.database.dispose()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x01]) + data[at + 1 :]


def places(data: bytes, count: int = FLIPS) -> list[int]:
    """Bytes to change: spread over the file, chosen anew by every run of the suite."""
    chosen = random.sample(range(len(data)), count)
    return sorted({0, len(data) - 1, *chosen})


def test_what_was_given_is_confirmed(given: Given) -> None:
    signed = verify_file(given.signed, roots=given.roots, certificate=given.certificate)
    assert signed.outcome is Outcome.CONFIRMED
    assert verify_file(given.package, roots=given.roots).outcome is Outcome.CONFIRMED


def test_without_the_root_the_issuer_is_not_confirmed(given: Given) -> None:
    for data in (given.signed, given.certificate, given.package):
        assert verify_file(data, roots=[]).outcome is Outcome.UNCONFIRMED


def test_any_changed_byte_of_the_package_is_found_and_placed(given: Given) -> None:
    for at in places(given.package):
        report = verify_file(flipped(given.package, at), roots=given.roots)
        assert report.outcome is Outcome.BROKEN, at
        # What is no ZIP by its first bytes is of no kind that we know: that is said of the whole file.
        assert all(each.place or each.code == "unknown_kind" for each in report.findings), at
        assert all(each.text for each in report.findings)


def test_any_changed_byte_of_the_signed_pdf_is_found_with_its_certificate(given: Given) -> None:
    for at in places(given.signed, FLIPS_OF_A_PDF):
        report = verify_file(flipped(given.signed, at), roots=given.roots, certificate=given.certificate)
        assert report.outcome is Outcome.BROKEN, at


def test_another_documents_certificate_does_not_confirm(given: Given) -> None:
    report = verify_file(given.certificate, roots=given.roots, certificate=given.certificate)
    assert report.outcome is Outcome.BROKEN


@pytest.mark.parametrize("column", ["body", "hash", "previous"])
def test_a_changed_audit_entry_is_found_and_placed(given: Given, column: str) -> None:
    tools = given.installation.tools
    with Session(tools.database.writer) as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        mine = (AuditEntry.subject == given.document_id, AuditEntry.position == 5)
        value = session.scalars(select(getattr(AuditEntry, column)).where(*mine)).one()
        changed = flipped(value, 20) if isinstance(value, bytes) else value[::-1]
        session.execute(update(AuditEntry).where(*mine).values({column: changed}))
        report = verify_trail(session)
        session.rollback()
    assert [(subject, position) for subject, position, _ in report.broken] == [(given.document_id, 5)]


def test_the_trail_refuses_to_be_rewritten(given: Given) -> None:
    with (
        given.installation.tools.database.writer.connect() as connection,
        pytest.raises(Exception, match="append-only"),
        connection.begin(),
    ):
        connection.execute(text("DELETE FROM audit_entry"))
