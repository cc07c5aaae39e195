import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from audit import read_evidence, verify_evidence
from docsvc.model import ArchiveEntry, AuditHead
from docsvc.queries.api_documents import document_evidence
from docsvc.queries.trail import entries_of
from docsvc.verification import Outcome, verify_file
from storage import unpack
from tests.integration.core import story
from tests.integration.evidence.conftest import APPROVED, CLIENT, RETURNED, REVISED, Archived

OURS = (
    RETURNED,
    APPROVED,
    REVISED,
    "lawyer@polaris.example",
    "finance@polaris.example",
    "manager@polaris.example",
    "administrator@polaris.example",
)


def package_of(archived: Archived) -> bytes:
    with archived.installation.tools.read() as session:
        entry = session.query(ArchiveEntry).filter_by(document_id=archived.document_id).one()
        return archived.installation.tools.blobs.get(entry.package_blob)


def certificate_of(archived: Archived) -> bytes:
    version = story.version_of(archived.installation, archived.document_id)
    return archived.installation.tools.blobs.get(version.certificate_blob or "")


def attached(pdf: bytes) -> bytes:
    [data] = PdfReader(io.BytesIO(pdf)).attachments["audit.json"]
    return data


def given_away(archived: Archived) -> dict[str, bytes]:
    """Return every copy of the evidence that leaves the house."""
    files = unpack(package_of(archived)).files
    inner = next(data for name, data in files.items() if name.endswith("_certificate.pdf"))
    return {
        "certificate": attached(certificate_of(archived)),
        "package": files["audit.json"],
        "certificate in the package": attached(inner),
    }


def bodies(data: bytes) -> list[tuple[dict[str, Any], bytes | None]]:
    return [(json.loads(entry.body), entry.payload) for entry in read_evidence(data)]


@pytest.mark.parametrize("words", OURS)
def test_what_we_say_among_ourselves_is_in_no_evidence_that_leaves(archived: Archived, words: str) -> None:
    for place, data in given_away(archived).items():
        assert words not in data.decode(), place


@pytest.mark.parametrize("words", OURS)
def test_what_we_say_among_ourselves_is_not_on_the_certificate(archived: Archived, words: str) -> None:
    pages = PdfReader(io.BytesIO(certificate_of(archived))).pages
    assert words not in " ".join("".join(page.extract_text() for page in pages).split())


def test_the_certificate_names_who_approved(archived: Archived) -> None:
    pages = PdfReader(io.BytesIO(certificate_of(archived))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Смирнова Анна Андреевна" in text
    assert "Согласован: Юрист и финансы" in text


def test_what_recipients_did_is_told_whole(archived: Archived) -> None:
    for data in given_away(archived).values():
        by_recipient = [payload for body, payload in bodies(data) if body["actor"]["kind"] == "recipient"]
        assert by_recipient
        assert None not in by_recipient
        invited = [payload for body, payload in bodies(data) if body["kind"] == "recipient.invited"]
        assert any(payload and CLIENT.encode() in payload for payload in invited)


def test_that_a_code_was_revealed_is_told_without_by_whose_address(archived: Archived) -> None:
    revealed = [
        pair for pair in bodies(attached(certificate_of(archived))) if pair[0]["kind"] == "mail.revealed"
    ]
    assert revealed
    assert all(payload is None and body["details"]["mail"] for body, payload in revealed)


def test_the_shared_evidence_is_whole_and_is_that_of_the_kept_chain(archived: Archived) -> None:
    with archived.installation.tools.read() as session:
        kept = {entry.position: entry.hash for entry in entries_of(session, archived.document_id)}
    for data in given_away(archived).values():
        head = verify_evidence(data)
        assert kept[head.position] == head.hash


def test_the_package_and_the_certificate_are_confirmed(archived: Archived) -> None:
    keys = archived.installation.tools.keys
    package = verify_file(package_of(archived), roots=[keys.root_pem])
    assert package.outcome is Outcome.CONFIRMED
    version = story.version_of(archived.installation, archived.document_id)
    final = archived.installation.tools.blobs.get(version.final_blob or "")
    report = verify_file(final, roots=[keys.root_pem], certificate=certificate_of(archived))
    assert report.outcome is Outcome.CONFIRMED


def test_who_may_export_still_reads_everything(archived: Archived) -> None:
    with archived.installation.tools.read() as session:
        manager = archived.installation.people["manager"]
        data = document_evidence(session, manager, archived.document_id)
        head = session.get_one(AuditHead, archived.document_id)
    assert verify_evidence(data).hash == head.hash
    assert all(payload is not None for _, payload in bodies(data))
    assert all(words in data.decode() for words in OURS)
