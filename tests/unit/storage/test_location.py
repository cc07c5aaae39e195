"""A URL and the environment say where blobs are kept; a wrong one says what to write."""

from pathlib import Path

import pytest

from storage import LocationUnknown, open_blobs
from storage.location import locate


def test_a_folder_is_an_absolute_path_and_may_have_any_letters() -> None:
    assert locate("fs:///var/lib/docsvc/blobs", {}).folder == Path("/var/lib/docsvc/blobs")
    assert locate("fs:///srv/%D0%94%D0%BE%D0%BA%20%231", {}).folder == Path("/srv/Док #1")


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("", "starts with one of fs, memory, s3"),
        ("var/blobs", "starts with one of fs"),
        ("ftp://host/x", "starts with one of fs"),
        ("fs://var/blobs", "absolute path"),
        ("fs:///", "absolute path"),
        ("fs:///srv/../etc", "absolute path"),
        ("fs:///srv?root=/etc", "fs has no option root; it has: none"),
        ("s3://bucket/x?rgion=eu", "s3 has no option rgion; it has: checksum_algorithm, enable_virtual"),
        ("s3://bucket?secret_access_key=x", "set DOCSVC_BLOBS_SECRET_ACCESS_KEY instead"),
        ("webdav://user:secret@host/x", "a user does not belong in the URL"),
    ],
)
def test_a_wrong_url_says_what_to_write(url: str, hint: str) -> None:
    with pytest.raises(LocationUnknown, match=hint):
        open_blobs(url)


def test_secrets_come_from_the_environment_or_from_files_and_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from-a-file\n")
    environ = {
        "DOCSVC_BLOBS_ACCESS_KEY_ID": "from-environ",
        "DOCSVC_BLOBS_SECRET_ACCESS_KEY_FILE": str(tmp_path / "secret"),
        "DOCSVC_BLOBS_PASSWORD": "of another service",
    }
    location = locate("s3://bucket/prefix?region=eu", environ)
    assert location.secrets == {"access_key_id": "from-environ", "secret_access_key": "from-a-file"}
    assert "from-" not in repr(location)


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    environ = {"DOCSVC_BLOBS_TOKEN_FILE": str(tmp_path / "missing")}
    with pytest.raises(LocationUnknown, match="DOCSVC_BLOBS_TOKEN_FILE"):
        locate("webdav://host/x", environ)
