"""The trusted authorities as an administrator keeps them: a file or a folder, read anew when it changes."""

import logging
import os
from pathlib import Path

import pytest

from docsvc.config import read_settings
from docsvc.errors import BadConfiguration
from docsvc.work.trusted import Authorities, trusted_authorities
from tests.unit.signing.outside_office import Office, open_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("trusted") / "ec", "ec")


def test_nobody_is_trusted_until_somebody_is_named() -> None:
    assert trusted_authorities(None) == Authorities()
    assert read_settings({}).qualified_roots is None


def test_a_folder_gives_its_certificates_and_lists(office: Office, tmp_path: Path) -> None:
    (tmp_path / "both.pem").write_bytes(office.read("root.pem") + office.read("sub.pem"))
    (tmp_path / "one.cer").write_bytes(office.openssl("x509 -in ivanov.pem -outform DER"))
    (tmp_path / "list.crl").write_bytes(office.crl())
    (tmp_path / "README.txt").write_text("whose these are", encoding="utf-8")
    found = trusted_authorities(tmp_path)
    assert (len(found.certificates), len(found.lists)) == (3, 1)
    assert len(trusted_authorities(tmp_path / "both.pem").certificates) == 2


def test_a_changed_file_is_read_anew(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    file.write_bytes(office.read("root.pem"))
    before = trusted_authorities(tmp_path)
    file.write_bytes(office.read("sub.pem"))
    os.utime(file, ns=(1, 1))
    assert trusted_authorities(tmp_path) != before


def test_a_file_that_is_none_is_told_and_left_out(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.crt").write_bytes(b"not a certificate")
    (tmp_path / "b.crl").write_bytes(office.read("root.pem"))
    with caplog.at_level(logging.WARNING):
        assert trusted_authorities(tmp_path) == Authorities()
    assert len(caplog.records) == 2


def test_a_folder_that_is_not_there_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_QUALIFIED_ROOTS"):
        read_settings({"DOCSVC_QUALIFIED_ROOTS": str(tmp_path / "nowhere")})
