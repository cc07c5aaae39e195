"""A PDF with no place to sign: signed outside or accepted, then sealed and verified."""

from dataclasses import replace
from datetime import UTC, datetime

from docsvc.actions.send_document import send_document
from docsvc.actions.upload_pdf import upload_pdf
from docsvc.model import Act, ArchiveEntry, Asked, Level
from docsvc.model.incoming import take
from docsvc.verification import Outcome, verify_file
from docsvc.verification.apart import check_safely
from signing import Role, Trusted, sign_detached, verify
from storage import pack, unpack
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.qualified.test_own_signature import sent_pdf, signs
from tests.integration.uploads.conftest import said
from tests.unit.incoming.hostile import page
from tests.unit.signing.outside_office import Office

CLIENT = Asked("Иванов Иван Иванович", "ivanov@vector.example", Act.SIGN, 1, "client")


def sent(installation: Installation, deal_id: str, number: str, asked: Asked) -> str:
    """Upload a PDF, leave it without places, and send it to one person."""
    assert deal_id
    with installation.tools.work() as work:
        document_id = upload_pdf(
            work,
            take(page()),
            actor=installation.people["manager"],
            upload=said(received=True, number=number),
        )
    story.submit(installation, document_id)
    for who in ("lawyer", "finance", "director"):
        story.decide(installation, document_id, who)
    with installation.tools.work() as work:
        send_document(work, document_id, actor=installation.people["manager"], recipients=[asked])
    installation.run_jobs()
    return document_id


def package_of(installation: Installation, document_id: str) -> bytes:
    with installation.tools.read() as session:
        entry = session.query(ArchiveEntry).filter_by(document_id=document_id).one()
    return installation.tools.blobs.get(entry.package_blob)


def roles(installation: Installation, document_id: str) -> list[Role]:
    """Verify the sealed file, and tell what its signatures are."""
    version = story.version_of(installation, document_id)
    final = installation.tools.blobs.get(version.final_blob or "")
    verdict = verify(final, roots=[installation.tools.root_pem()], sha256=version.final_sha256)
    assert verdict.ok, verdict.problems
    return [each.role for each in verdict.signatures]


def test_a_signature_made_outside_is_all_that_it_needs(
    installation: Installation, deal_id: str, office: Office
) -> None:
    document_id = sent(installation, deal_id, "К-1", replace(CLIENT, level=Level.QUALIFIED))
    pdf = sent_pdf(installation, document_id)
    signs(installation, document_id, office.sign("client", pdf))
    installation.run_jobs()
    assert story.state_of(installation, document_id) == "archived"
    assert roles(installation, document_id) == [Role.CERTIFICATION, Role.SEAL]

    packed, trusted = package_of(installation, document_id), Trusted((installation.tools.root_pem(),))
    report = verify_file(packed, trusted=trusted, language="ru")
    assert report.outcome is Outcome.CONFIRMED
    codes = [each.code for each in report.findings]
    assert {"package", "detached_ok", "detached_open"} <= set(codes)
    (line,) = [each.text for each in report.findings if each.code == "detached_ok"]
    assert "Иванов Иван Иванович" in line
    apart = check_safely(packed, trusted=trusted)
    assert apart == report

    files = dict(unpack(packed).files)
    (name,) = [each for each in files if each.endswith(".sig")]
    for wrong in (office.sign("client", pdf + b" "), b"no signature"):
        mended = repacked(installation, files | {name: wrong})
        found = verify_file(mended, trusted=trusted)
        assert found.outcome is Outcome.BROKEN
        assert [each.place for each in found.findings if each.code == "detached_bad"] == [name]


def repacked(installation: Installation, files: dict[str, bytes]) -> bytes:
    """Pack anew with our own seal: the list is right, so only what it lists can be wrong."""
    return pack(
        files,
        about={"format": "docsvc/1"},
        sign=lambda manifest: sign_detached(manifest, installation.tools.keys, at=datetime.now(UTC)),
    )


def test_accepting_is_enough_where_nobody_has_to_sign(installation: Installation, deal_id: str) -> None:
    document_id = sent(installation, deal_id, "К-2", replace(CLIENT, act=Act.ACCEPT))
    story.accept(installation, document_id, CLIENT.email)
    assert story.state_of(installation, document_id) == "archived"
    assert roles(installation, document_id) == [Role.CERTIFICATION, Role.SEAL]
    report = verify_file(package_of(installation, document_id), roots=[installation.tools.root_pem()])
    assert report.outcome is Outcome.CONFIRMED
