"""A seal whose key was stolen: revoked, told to everybody, and what it signed before stays good."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from docsvc.actions.revoke_seal import revoke_seal
from docsvc.cli import run
from docsvc.errors import BadInput, Forbidden, NotFound, SealKeyForeign, SealKeyRevoked
from docsvc.model import ArchiveEntry
from docsvc.queries.published import published
from docsvc.queries.recorded import find_recorded
from docsvc.queries.seal_keys import current_seal, find_key
from docsvc.tools import revoked_list, trusted
from docsvc.verification import Outcome, verify_file
from signing import Code, RevocationReason, Role, Status, verify
from storage import unpack
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.seals.conftest import Bought, file_of, later, sealed_invoice
from tests.integration.seals.judges import _holds
from tests.integration.seals.test_keys import sent_contract, sign_both, signatures
from tests.services.certomancer import Market


def current(installation: Installation) -> tuple[str, str]:
    """Return the id and the SHA-256 of the key that signs now."""
    with installation.tools.read() as session:
        found = current_seal(session)
    assert found is not None
    return found.id, found.fingerprint


def revoke(installation: Installation, key_id: str, since: datetime | None = None) -> None:
    with installation.tools.work() as work:
        revoke_seal(
            work,
            key_id,
            actor=installation.people["administrator"],
            keys=installation.tools.keys,
            reason=RevocationReason.COMPROMISED,
            since=since,
        )


def package_of(installation: Installation, document_id: str) -> bytes:
    with installation.tools.read() as session:
        entry = session.query(ArchiveEntry).filter_by(document_id=document_id).one()
    return installation.tools.blobs.get(entry.package_blob)


def test_what_a_revoked_seal_signed_before_is_told_apart_by_its_time_stamp(
    installation: Installation, tmp_path: Path
) -> None:
    stamped = sealed_invoice(installation)
    installation.tools.settings = replace(installation.tools.settings, tsa_url=None)
    unstamped = sealed_invoice(installation)
    package = package_of(installation, unstamped.document_id)
    key_id, _print = current(installation)
    before = installation.tools.keys.organisation_seal.certificate
    installation.clock.ahead = timedelta(hours=1)
    revoke(installation, key_id)

    believed = trusted(installation.tools)
    old = verify(file_of(installation, stamped.lasting_blob), trusted=believed)
    assert old.ok, old.problems
    assert Code.REVOKED_SINCE in {note.code for note in old.notes}
    final = file_of(installation, unstamped.final_blob)
    assert {each.code for each in verify(final, trusted=believed).problems} == {Code.REVOKED_UNTIMED}
    with installation.tools.read() as session:
        recorded = find_recorded(session, unstamped.final_sha256 or "")
    assert recorded is not None
    assert recorded.known_at is not None
    assert verify(final, trusted=replace(believed, known_at=recorded.known_at)).ok
    assert verify_file(package, trusted=believed).outcome is Outcome.UNCONFIRMED
    assert verify_file(package, trusted=replace(believed, known_at=recorded.known_at)).outcome is (
        Outcome.CONFIRMED
    )

    next_one = sealed_invoice(installation)
    assert installation.tools.keys.organisation_seal.certificate.dump() != before.dump()
    assert verify(file_of(installation, next_one.final_blob), trusted=trusted(installation.tools)).ok
    packed = package_of(installation, next_one.document_id)
    enclosed = x509.load_der_x509_crl(unpack(packed).files["revoked.crl"])
    assert enclosed.get_revoked_certificate_by_serial_number(before.serial_number) is not None
    root = installation.tools.root_pem()
    assert verify_file(packed, roots=[root]).outcome is Outcome.CONFIRMED
    (tmp_path / "root.pem").write_bytes(root)
    (tmp_path / "list.crl").write_bytes(revoked_list(installation.tools))
    checking = ["openssl", "crl", "-inform", "DER", "-in", str(tmp_path / "list.crl"), "-noout"]
    assert _holds([*checking, "-CAfile", str(tmp_path / "root.pem")])


def test_a_document_on_its_way_is_closed_by_the_new_key(installation: Installation, market: Market) -> None:
    contract = sent_contract(installation)
    key_id, _print = current(installation)
    later(installation, market, timedelta(hours=1))
    revoke(installation, key_id)
    sign_both(installation, contract)
    assert story.state_of(installation, contract) == "archived"
    final = file_of(installation, story.version_of(installation, contract).final_blob)
    verdict = verify(final, trusted=trusted(installation.tools))
    told = {each.role: each for each in verdict.signatures}
    assert told[Role.SEAL].serial != told[Role.CERTIFICATION].serial
    assert verdict.status is Status.INTACT_TRUSTED  # the stamp shows that it was certified before
    assert "REVOKED" not in str(told[Role.SEAL].remarks)


def test_only_our_own_seal_can_be_revoked_here_once_and_not_in_the_future(
    installation: Installation, bought: Bought
) -> None:
    key_id, fingerprint = current(installation)
    with installation.tools.work() as work:
        assert find_key(work.session, fingerprint[:20].lower()) == key_id
        for unclear in ("", "AB", "not a key"):
            with pytest.raises(NotFound):
                find_key(work.session, unclear)
    for since in (datetime(2020, 1, 1, tzinfo=UTC), installation.clock() + timedelta(days=1)):
        with pytest.raises(BadInput):
            revoke(installation, key_id, since)
    with pytest.raises(Forbidden), installation.tools.work() as work:
        revoke_seal(
            work,
            key_id,
            actor=installation.people["director"],
            keys=installation.tools.keys,
            reason=RevocationReason.REPLACED,
        )
    with pytest.raises(SealKeyForeign):
        revoke(installation, bought("seal_rsa"))
    assert current(installation)[0] != key_id
    revoke(installation, key_id)
    assert current(installation)[0] != key_id  # the bought one goes on sealing
    with pytest.raises(SealKeyRevoked):
        revoke(installation, key_id)
    with installation.tools.read() as session:
        assert published(session).revoked[-1].reason is RevocationReason.COMPROMISED


def test_a_seal_that_was_bought_elsewhere_by_another_customer_is_not_ours(
    installation: Installation,
    bought: Bought,
    market: Market,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    bought("seal_ec")
    invoice = sealed_invoice(installation)
    serial = f"{market.certificate('seal_ec').serial_number:020X}"
    assert signatures(installation, invoice.document_id)[Role.SEAL].serial == serial
    pdf = file_of(installation, invoice.final_blob)
    roots = [installation.tools.root_pem(), market.root_pem]
    report = verify_file(pdf, roots=roots, language="ru")
    assert report.outcome is Outcome.UNCONFIRMED
    assert [each.code for each in report.findings if each.outcome is Outcome.UNCONFIRMED] == ["seal_unknown"]
    package = verify_file(package_of(installation, invoice.document_id), roots=roots)
    assert "package_seal_unknown" in [each.code for each in package.findings]

    (tmp_path / "invoice.pdf").write_bytes(pdf)
    (tmp_path / "ca.pem").write_bytes(market.root_pem)
    check = ["verify", str(tmp_path / "invoice.pdf")]
    offline = [*check, "--root", str(tmp_path / "ca.pem")]
    use_installation(monkeypatch, installation)
    sha256 = hashlib.sha256(market.certificate("seal_ec").dump()).hexdigest()
    for arguments, code, words in (
        (check, 0, "издатель подтверждён"),
        (offline, 2, "укажите --seal\n    ? PDF: Документ цел, но что это печать той самой организации"),
        ([*offline, "--lang", "en"], 2, "give --seal"),
        ([*offline, "--seal", sha256], 0, "издатель подтверждён"),
        ([*offline, "--seal", "ABC"], 64, ""),
        ([*offline, "--revoked", str(tmp_path / "ca.pem")], 64, ""),
    ):
        assert run(arguments) == code, arguments
        assert words in capfd.readouterr().out


def test_the_command_revokes_by_the_beginning_of_a_sha256(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _key, fingerprint = current(installation)
    use_installation(monkeypatch, installation)
    assert run(["seal-key", "revoke", "00:00:00:00"]) == 1
    assert run(["seal-key", "revoke", fingerprint[:11], "--reason", "replaced"]) == 0
    assert run(["seal-key", "revoke", fingerprint[:11]]) == 1
    capfd.readouterr()
    assert run(["seal-key", "list"]) == 0
    (line,) = [each for each in capfd.readouterr().out.splitlines() if fingerprint in each]
    assert line.rstrip().endswith("UTC")


def use_installation(monkeypatch: pytest.MonkeyPatch, installation: Installation) -> None:
    """Let commands work on this installation."""
    monkeypatch.setenv("DOCSVC_DATA", str(installation.settings.data))
    monkeypatch.setenv("DOCSVC_DATABASE_URL", installation.settings.database_url)
