"""The contract of these tests, and a stranger who took the same names."""

import pytest
import weasyprint

from signing import Authority, Keys, create_authority, seal
from tests.unit.signing.contract import NOW, ORGANISATION, PAGE, PASSPHRASE, Stages, stages


@pytest.fixture(scope="session")
def authority() -> Authority:
    return create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=NOW)


@pytest.fixture(scope="session")
def keys(authority: Authority) -> Keys:
    return Keys.load(authority, PASSPHRASE)


@pytest.fixture(scope="session")
def stranger() -> Keys:
    """Another installation that calls itself exactly as ours does."""
    twin = create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=NOW)
    return Keys.load(twin, PASSPHRASE)


@pytest.fixture(scope="session")
def pdf() -> bytes:
    return bytes(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-3b"))


@pytest.fixture(scope="session")
def contract(pdf: bytes, keys: Keys) -> Stages:
    return stages(pdf, keys)


@pytest.fixture(scope="session")
def invoice(pdf: bytes, keys: Keys) -> bytes:
    """A document with one signature: the seal."""
    return seal(pdf, keys, reason="Счёт выставлен", at=NOW)
