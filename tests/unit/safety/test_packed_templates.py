"""A template in a ZIP is judged before it is unpacked, and a broken one is refused."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from templates import BadTemplate, Source
from tests.unit.safety.kit import ABOUT


def packed(files: Mapping[str, bytes] | None = None, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    named = {"template.html": b"x" * 5_000, "fields.yaml": ABOUT.encode(), **(files or {})}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, held in named.items():
            archive.writestr(name, held)
    return buffer.getvalue()


def damaged() -> bytes:
    place = packed().index(b"template.html") + len("template.html")
    return packed()[:place] + b"\xff" * 6 + packed()[place + 6 :]


HOSTILE = {
    "a damaged stream": damaged(),
    "LZMA, whose dictionary may be gigabytes": packed(method=zipfile.ZIP_LZMA),
    "BZIP2": packed(method=zipfile.ZIP_BZIP2),
    "cut": packed()[:-30],
    "a name of nothing": packed({"@": b"x"}).replace(b"@", b"\0"),
    "a name that goes up": packed({"../x": b"x"}),
    "a full name": packed({"/etc/x": b"x"}),
    "a name with a backslash": packed({"a\\x": b"x"}),
    "a name in Russian": packed({"шаблон": b"x"}),
    "too many files": packed({f"assets/{n}": b"" for n in range(300)}),
    "a large file": packed({"assets/x": bytes(11 * 2**20)}),
    "encrypted": packed().replace(b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0"),
    "no ZIP": b"x" * 100,
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        Source.unpack(HOSTILE[name])
    assert len(str(refused.value)) > 20


def test_an_honest_archive_is_taken() -> None:
    assert Source.unpack(packed()).code == "tiny"
