"""The level of a sealed file is raised when the authorities answer, and stays true while they do not."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select

from docsvc.actions.arm_lasting import key_of, promise_lasting
from docsvc.jobs import run_job
from docsvc.model import DocumentVersion, OutboxMessage, OutboxState, SealKey
from docsvc.queries.archive import ArchiveFilter, archive
from docsvc.tools import trusted
from docsvc.verification import verify_file
from signing import Coverage, Level, Role, verify
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.seals.conftest import Bought, file_of, later, sealed_invoice, use_tsa
from tests.services.certomancer import Market


def again(installation: Installation, version: DocumentVersion) -> DocumentVersion:
    return story.version_of(installation, version.document_id)


def row_of(installation: Installation, version: DocumentVersion) -> OutboxMessage:
    with installation.tools.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.key == key_of(version.id))).one()


def check(installation: Installation, version: DocumentVersion) -> tuple[bytes, bytes]:
    """Verify both files against what is trusted here; the lasting one begins with the sealed one."""
    final = file_of(installation, version.final_blob)
    lasting = file_of(installation, version.lasting_blob)
    assert lasting.startswith(final)
    assert len(lasting) > len(final)
    for pdf, digest in ((final, version.final_sha256), (lasting, version.lasting_sha256)):
        verdict = verify(pdf, trusted=trusted(installation.tools), sha256=digest)
        assert verdict.ok, verdict.problems
    return final, lasting


def test_a_sealed_file_reaches_b_lta_and_the_sealed_bytes_stay(installation: Installation) -> None:
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_level, version.lasting_lacks) == ("B-T", "B-LTA", "")
    check(installation, version)
    assert story.state_of(installation, version.document_id) == "archived"
    row = row_of(installation, version)
    assert row.state == OutboxState.WAITING.value
    assert version.lasting_until is not None
    assert row.due_at == version.lasting_until - timedelta(days=90)
    with installation.tools.read() as session:
        listed = archive(session, installation.people["accountant"], ArchiveFilter()).rows
    assert {each.id: each.lasting_level for each in listed}[version.document_id] == "B-LTA"


def test_a_tsa_that_is_down_delays_the_level_and_nothing_else(
    installation: Installation, market: Market
) -> None:
    market.down.add("tsa")
    version = sealed_invoice(installation)
    assert story.state_of(installation, version.document_id) == "archived"
    assert (version.level, version.lasting_level, version.lasting_lacks) == ("B-B", "", "tsa")
    for hours in range(1, 30):
        later(installation, market, timedelta(hours=2 * hours))
    assert row_of(installation, version).state == OutboxState.WAITING.value
    assert again(installation, version).lasting_blob is None
    market.down.clear()
    later(installation, market, timedelta(days=5))
    raised = again(installation, version)
    assert (raised.level, raised.lasting_level, raised.lasting_lacks) == ("B-B", "B-LTA", "")
    check(installation, raised)


def test_evidence_waits_in_the_file_for_its_time_stamp(
    installation: Installation, market: Market, bought: Bought
) -> None:
    bought("seal_ec")
    market.down.add("ocsp")
    market.down.add("crls")
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_blob, version.lasting_lacks) == ("B-T", None, "evidence")
    market.down.clear()
    market.down.add("tsa")
    later(installation, market, timedelta(hours=1))
    halfway = again(installation, version)
    assert (halfway.lasting_level, halfway.lasting_lacks) == ("B-LT", "tsa")
    final, waiting = check(installation, halfway)
    (seal,) = verify(waiting, trusted=trusted(installation.tools)).signatures
    assert (seal.coverage, seal.covered) == (Coverage.BUT_EVIDENCE, len(final))
    told = verify_file(waiting, trusted=trusted(installation.tools), language="en").signatures[0]
    assert told.covers.startswith("The whole document: bytes 1–")
    market.down.clear()
    later(installation, market, timedelta(days=3))
    raised = again(installation, version)
    assert raised.lasting_level == "B-LTA"
    _final, stamped = check(installation, raised)
    covers = [each.coverage for each in verify(stamped, trusted=trusted(installation.tools)).signatures]
    assert covers == [Coverage.REVISION, Coverage.WHOLE_FILE]


def test_a_list_stands_in_for_an_ocsp_that_is_down(
    installation: Installation, market: Market, bought: Bought
) -> None:
    bought("seal_rsa")
    market.down.add("ocsp")
    assert sealed_invoice(installation).lasting_level == "B-LTA"
    assert any("crls/interm" in path for path in market.asked)


def test_a_revoked_certificate_is_never_called_lasting(
    installation: Installation, market: Market, bought: Bought
) -> None:
    bought("revoked")
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_blob, version.lasting_lacks) == ("B-T", None, "revoked")


def test_what_nobody_answers_for_stays_at_its_level(
    installation: Installation, market: Market, bought: Bought
) -> None:
    bought("silent")
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_level, version.lasting_lacks) == ("B-T", "", "evidence")


def test_an_authority_whose_root_was_not_given_gives_no_lasting_level(installation: Installation) -> None:
    installation.tools.settings = replace(installation.tools.settings, tsa_roots=b"")
    with installation.tools.work() as work:  # other tests have bought seals of the same market
        work.session.execute(delete(SealKey).where(SealKey.kind == "pkcs12"))
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_blob, version.lasting_lacks) == ("B-T", None, "evidence")


def test_a_stamp_is_followed_by_another_before_its_certificate_ends(
    installation: Installation, market: Market
) -> None:
    use_tsa(installation, market, "tsa_brief")
    version = sealed_invoice(installation)
    assert version.lasting_until is not None
    row = row_of(installation, version)
    assert timedelta(days=13) < row.due_at - installation.clock() < timedelta(days=14)
    use_tsa(installation, market)
    later(installation, market, timedelta(days=14))
    renewed = again(installation, version)
    assert renewed.lasting_until is not None
    assert renewed.lasting_until > version.lasting_until
    _final, lasting = check(installation, renewed)
    assert lasting.startswith(file_of(installation, version.lasting_blob))
    found = verify(lasting, trusted=trusted(installation.tools)).signatures
    assert [each.level for each in found if each.role is not Role.TIMESTAMP] == [Level.B_LTA]
    assert [each.field for each in found[1:]] == ["timestamp1", "timestamp2"]


def test_the_same_look_twice_adds_one_stamp(installation: Installation) -> None:
    version = sealed_invoice(installation)
    assert run_job(installation.tools, "lasting", {"version": version.id}) == ""
    assert again(installation, version).lasting_blob == version.lasting_blob


def test_what_was_sealed_without_an_authority_is_looked_at_once_there_is_one(
    installation: Installation, market: Market
) -> None:
    installation.tools.settings = replace(installation.tools.settings, tsa_url=None)
    version = sealed_invoice(installation)
    assert (version.level, version.lasting_blob) == ("B-B", None)
    use_tsa(installation, market)
    with installation.tools.work() as work:
        promise_lasting(work)
    installation.run_jobs()
    assert again(installation, version).lasting_level == "B-LTA"
