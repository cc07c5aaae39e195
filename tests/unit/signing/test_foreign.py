"""What other programs signed is told truthfully and believed in nothing."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from docsvc.verification import Outcome, Report, verify_file
from signing import Code, Keys, Status, verify
from signing.revision import open_revision
from tests.unit.signing.contract import Stages

NOBODY = "Посторонний Пётр Петрович"


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP that is no package of ours."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture(scope="module")
def signer() -> SimpleSigner:
    """Somebody with a certificate of their own making."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={NOBODY}")
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(
        name, name, key.public_key(), 5, now - timedelta(days=1), now + timedelta(days=1)
    ).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


@pytest.fixture(scope="module", params=[SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
def foreign(request: pytest.FixtureRequest, pdf: bytes, signer: SimpleSigner) -> bytes:
    meant = PdfSignatureMetadata(field_name="Signature1", subfilter=request.param)
    written = PdfSigner(meant, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(written.getvalue())


@pytest.fixture
def contract_signed_by_others(contract: Stages, signer: SimpleSigner) -> bytes:
    meant = PdfSignatureMetadata(field_name="Extra")
    return bytes(PdfSigner(meant, signer).sign_pdf(open_revision(contract.sealed)).getvalue())


def told(content: bytes, keys: Keys, language: str = "ru") -> Report:
    return verify_file(content, roots=[keys.root_pem], language=language)


def test_who_signed_elsewhere_is_named_and_nothing_is_confirmed(foreign: bytes, keys: Keys) -> None:
    report = told(foreign, keys)
    assert report.outcome is Outcome.BROKEN
    assert [each.code for each in report.findings] == ["foreign"]
    (one,) = report.signatures
    assert (one.who, one.outcome, one.level) == (NOBODY, Outcome.UNCONFIRMED, "—")
    assert "не проверяется" in one.trust


def test_a_change_to_what_others_signed_is_told(foreign: bytes, keys: Keys) -> None:
    at = foreign.index(b"%PDF-1.7") + 12
    report = told(foreign[:at] + bytes([foreign[at] ^ 1]) + foreign[at + 1 :], keys)
    (one,) = report.signatures
    assert (one.outcome, one.problem) == (Outcome.BROKEN, "Документ изменён после подписания")


def test_what_follows_a_signature_of_others_is_not_said_to_be_signed(foreign: bytes, keys: Keys) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(foreign))
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    (one,) = told(written.getvalue(), keys).signatures
    assert "здесь не проверяется" in one.covers


def test_a_signature_of_others_does_not_make_ours_a_foreign_one(
    contract_signed_by_others: bytes, keys: Keys
) -> None:
    verdict = verify(contract_signed_by_others, roots=[keys.root_pem])
    assert verdict.status is Status.BROKEN
    assert Code.FOREIGN not in {each.code for each in verdict.problems}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown_kind"),
        (b"[1]", "unknown_kind"),
        (b'{"hello": 1}', "unknown_kind"),
        (b"PK\x03\x04 some other archive", "not_package"),
        (b"PK\x03\x04 manifest.json, spoiled", "package_broken"),
        (zipped({"реестр.csv": b"", "Договор.zip": b"PK manifest.json"}), "many_packages"),
        (zipped({"manifest.json": b"", "Договор.zip": b""}), "package_broken"),
        (b"%PDF-1.7\n", "unreadable"),
    ],
)
def test_what_is_nothing_of_ours_is_called_what_it_is(content: bytes, code: str, keys: Keys) -> None:
    report = told(content, keys)
    assert report.outcome is Outcome.BROKEN
    assert [each.code for each in report.findings] == [code]
