"""Five thousand random bits flipped, each in a fresh copy: every one is found."""

import hashlib
import random
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest
import weasyprint

from audit import Event, append, evidence
from docsvc.verification import Outcome, verify_file
from signing import Keys, create_authority, seal, sign_detached
from storage import pack
from tests.unit.signing.contract import NOW, ORGANISATION, PAGE, PASSPHRASE, stages

FLIPS = {"contract": 400, "certificate": 800, "package": 3800}  # the package holds both files again
PARTS = 2  # processes

pytestmark = pytest.mark.timeout(240)


def packed(contract: bytes, certificate: bytes, keys: Keys) -> bytes:
    """A package as the archive makes them, around one event."""
    hashes = {
        "final_sha256": hashlib.sha256(contract).hexdigest(),
        "certificate_sha256": hashlib.sha256(certificate).hexdigest(),
    }
    event = Event(
        kind="document.completed",
        at=datetime(2026, 11, 21, 12, tzinfo=UTC),
        actor={"kind": "system", "id": "docsvc"},
        subject="x",
        public=hashes,
        private={},
    )
    files = {
        "x_signed.pdf": contract,
        "x_certificate.pdf": certificate,
        "audit.json": evidence((append(None, event),)),
    }
    return pack(files, about={"format": "docsvc/1"}, sign=lambda text: sign_detached(text, keys, at=NOW))


def unfound(asked: tuple[bytes, list[int], bytes]) -> list[int]:
    """Return the bits whose change is not found."""
    whole, bits, root = asked
    missed = []
    for bit in bits:
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << (bit % 8)
        if verify_file(bytes(changed), roots=[root]).outcome is not Outcome.BROKEN:
            missed.append(bit)
    return missed


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys.load(create_authority(organisation=ORGANISATION, passphrase=PASSPHRASE, now=NOW), PASSPHRASE)


@pytest.fixture(scope="module")
def files(keys: Keys) -> dict[str, bytes]:
    """A contract with everybody's signature, something with the seal alone, and the package of both."""
    pdf = bytes(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-3b"))
    contract, sealed = stages(pdf, keys).sealed, seal(pdf, keys, reason="Документ завершён", at=NOW)
    return {"contract": contract, "certificate": sealed, "package": packed(contract, sealed, keys)}


@pytest.mark.parametrize("what", FLIPS)
def test_every_flipped_bit_is_found(files: dict[str, bytes], keys: Keys, what: str) -> None:
    whole = files[what]
    assert verify_file(whole, roots=[keys.root_pem]).outcome is Outcome.CONFIRMED
    bits = random.sample(range(8 * len(whole)), FLIPS[what])
    parts = [(whole, bits[start::PARTS], keys.root_pem) for start in range(PARTS)]
    with ProcessPoolExecutor(PARTS, mp_context=get_context("fork")) as pool:
        assert [missed for part in pool.map(unfound, parts) for missed in part] == []
