"""A folder of blobs and a small package."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from storage import Blobs, open_blobs, pack

# A busy machine is slow, not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

OWNER = "0198c0de-0000-7000-8000-0000000000e7"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "новая папка" / "blobs"


@pytest.fixture
def blobs(root: Path) -> Blobs:
    return open_blobs(root.as_uri().replace("file:", "fs:"))


@pytest.fixture(scope="session")
def sign() -> Callable[[bytes], bytes]:
    """Make a stand-in for a CMS: what `storage` keeps beside the manifest without looking into it."""
    return lambda manifest: b"signature of %d bytes" % len(manifest)


@pytest.fixture(scope="session")
def package(sign: Callable[[bytes], bytes]) -> bytes:
    files = {"Договор_123_v2.1_signed.pdf": b"%PDF-1.7 contract", "audit.json": b"{}"}
    return pack(files, about={"document": "Договор 123", "amount": "1234.50"}, sign=sign)
