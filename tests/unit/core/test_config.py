"""Settings say what is wrong with them."""

from pathlib import Path

import pytest

from docsvc.config import read_settings
from docsvc.config.names import PREFIX, READ, misspelled
from docsvc.errors import BadConfiguration


def test_nothing_set_is_one_machine_with_sqlite_and_a_folder() -> None:
    settings = read_settings({})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.blobs_url.startswith("fs:///")
    assert settings.smtp is None
    assert not settings.secure


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql+psycopg://docsvc@db/docsvc\n")
    assert read_settings({"DOCSVC_DATABASE_URL_FILE": str(file)}).database_url.endswith("@db/docsvc")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DOCSVC_BASE_URL", "http://docs.example.ru"),
        ("DOCSVC_BASE_URL", "docs.example.ru"),
        ("DOCSVC_BASE_URL", "http://localhost.example.ru"),
        ("DOCSVC_TIMEZONE", "Moscow"),
        ("DOCSVC_BASE_URL", "https://docs.example.ru/docsvc"),
        ("DOCSVC_BASE_URL", "https://docs.example.ru?page=1"),
        ("DOCSVC_BASE_URL", "https://user:secret@docs.example.ru"),
        ("DOCSVC_BASE_URL", "https://docs.example.ru:https"),
        ("DOCSVC_BASE_URL", "https://[::1"),
        ("DOCSVC_TIMEZONE", "Europe"),
        ("DOCSVC_RUNNERS", "many"),
        ("DOCSVC_RUNNERS", "²"),
        ("DOCSVC_RUNNERS", "0"),
        ("DOCSVC_RUNNERS", "1000000"),
        ("DOCSVC_TRUSTED_PROXIES", "-1"),
        ("DOCSVC_TRUSTED_PROXIES", "127.0.0.1"),
        ("DOCSVC_PRIVATE_EGRESS", "yes"),
        ("DOCSVC_BLOBS_URL", "memory://"),
        ("DOCSVC_TSA_URL", "tsa.example.ru"),
        ("DOCSVC_TSA_URL", "ftp://user:secret@tsa.example.ru"),
        ("DOCSVC_SMTP_URL_FILE", "/nowhere"),
        ("DOCSVC_LOG", "loud"),
        ("DOCSVC_DATABASE_URL", "nonsense"),
        ("DOCSVC_DATABASE_URL", "sqlite://docsvc.sqlite3"),
        ("DOCSVC_DATABASE_URL", "mysql://user:secret@db/docsvc"),
        ("DOCSVC_DATABASE_URL", "postgresql://user:p@secret@db/docsvc"),
        ("DOCSVC_DATABASE_URL", "postgresql://user:p/secret@db/docsvc"),
        ("DOCSVC_DATABASE_URL", "postgresql://user:p#secret@db/docsvc"),
        ("DOCSVC_DATABASE_URL", "postgresql://user:secret@db:port/docsvc"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(BadConfiguration, match=variable) as refused:
        read_settings({variable: value})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_of_postgresql_may_be_written_as_hosters_write_it(scheme: str) -> None:
    url = read_settings({"DOCSVC_DATABASE_URL": f"{scheme}://user:p%40ss@db:5432/docsvc"}).database_url
    assert url == "postgresql+psycopg://user:p%40ss@db:5432/docsvc"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000/"])
def test_plain_http_is_for_this_machine_only(address: str) -> None:
    assert read_settings({"DOCSVC_BASE_URL": address}).base_url == address.rstrip("/")


def test_a_variable_that_is_empty_is_as_good_as_not_set() -> None:
    empty = {f"{PREFIX}{name}": "" for name in READ} | {"DOCSVC_SMTP_URL_FILE": ""}
    assert read_settings(empty) == read_settings({})


def test_a_sender_that_is_no_address_is_named() -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_MAIL_FROM"):
        read_settings({"DOCSVC_SMTP_URL": "smtps://mail.example.ru", "DOCSVC_MAIL_FROM": "docsvc"})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_bytes("smtp://user:пароль@mail".encode("cp1251"))
    with pytest.raises(BadConfiguration, match="DOCSVC_SMTP_URL_FILE"):
        read_settings({"DOCSVC_SMTP_URL_FILE": str(file)})


def test_a_variable_that_nobody_reads_is_told_with_the_one_that_was_meant() -> None:
    environ = dict.fromkeys(("DOCSVC_SMTPURL_FILE", "DOCSVC_XYZZY", "DOCSVC_LANGUAGE", "OTHER"), "x")
    environ |= {"DOCSVC_TSA_URL_FILE": "x", "DOCSVC_BLOBS_ACCESS_KEY_ID": "x"}
    assert misspelled(environ) == {"DOCSVC_SMTPURL_FILE": "DOCSVC_SMTP_URL_FILE", "DOCSVC_XYZZY": ""}
