"""A package is the same bytes every time, and any other byte in it is found and placed."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import BundleBroken, BundleRefused, pack, unpack
from storage.zipped import MAX_ENTRIES, write_zip

Sign = Callable[[bytes], bytes]
NAMES = ["audit.json", "Договор_123_v2.1_signed.pdf", "manifest.json", "manifest.json.p7s"]
FILES = st.dictionaries(
    st.text("абвXYZ019_- ", min_size=1, max_size=6).map(lambda name: f"f{name}.pdf".casefold()),
    st.binary(max_size=40),
    max_size=4,
)


def test_a_package_opens_with_ordinary_tools_and_russian_names(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == NAMES
        assert opened.read("Договор_123_v2.1_signed.pdf") == b"%PDF-1.7 contract"
        assert {info.flag_bits for info in opened.infolist()} == {0x800}
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o100644}
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_lists_each_file_with_size_hash_and_media_type(package: bytes, sign: Sign) -> None:
    bundle = unpack(package)
    tree = json.loads(bundle.manifest)
    assert tree["format"] == "docsvc/bundle/v1"
    assert tree["files"][1] == {
        "name": "Договор_123_v2.1_signed.pdf",
        "size": 17,
        "sha256": sha256(b"%PDF-1.7 contract").hexdigest(),
        "media_type": "application/pdf",
    }
    assert bundle.about == tree["about"] == {"document": "Договор 123", "amount": "1234.50"}
    assert bundle.signature == sign(bundle.manifest)


def test_the_format_does_not_drift(package: bytes) -> None:
    assert sha256(package).hexdigest() == "2c2c87e47609a359ebc4249f5d50726e96d717a43f6da34b6ffebf952ee2343e"


def test_every_flipped_byte_is_found_and_placed(package: bytes) -> None:
    places = set()
    for place in range(len(package)):
        for mask in (0x01, 0x80):
            broken = package[:place] + bytes([package[place] ^ mask]) + package[place + 1 :]
            with pytest.raises(BundleBroken) as caught:
                unpack(broken)
            assert caught.value.where in NAMES or re.fullmatch(r"byte \d+", caught.value.where)
            places.add(caught.value.where)
    assert places > set(NAMES)


def test_a_flip_in_the_structure_is_placed_at_its_byte(package: bytes) -> None:
    directory = package.index(b"PK\x01\x02")
    end = package.index(b"PK\x05\x06")
    for place in [0, 4, 8, 10, 18, directory + 5, directory + 40, end + 8, end + 21]:
        with pytest.raises(BundleBroken) as caught:
            unpack(package[:place] + bytes([package[place] ^ 1]) + package[place + 1 :])
        assert caught.value.where == f"byte {place}"


def test_a_changed_name_is_placed_in_its_header_and_in_the_directory(package: bytes) -> None:
    with pytest.raises(BundleBroken, match=r"byte 31: .* at byte \d+ disagree"):
        unpack(package[:31] + b"X" + package[32:])


def test_a_flip_inside_a_file_names_that_file(package: bytes) -> None:
    for name, content in [
        ("Договор_123_v2.1_signed.pdf", b"contract"),
        ("manifest.json.p7s", b"signature of"),
    ]:
        place = package.index(content)
        with pytest.raises(BundleBroken) as caught:
            unpack(package[:place] + b"X" + package[place + 1 :])
        assert caught.value.where == name


def test_a_cut_or_longer_package_is_found(package: bytes) -> None:
    for size in range(len(package)):
        with pytest.raises(BundleBroken):
            unpack(package[:size])
    with pytest.raises(BundleBroken, match=f"byte {len(package)}: the end"):
        unpack(package + b"\n")
    with pytest.raises(BundleBroken):
        unpack(b"\0" + package)


def test_a_file_exchanged_with_its_checksums_is_found_by_the_manifest(package: bytes) -> None:
    bundle = unpack(package)
    entries = {**bundle.files, "manifest.json": bundle.manifest, "manifest.json.p7s": bundle.signature}
    exchanged = write_zip(list({**entries, "audit.json": b"[]"}.items()))
    with pytest.raises(BundleBroken) as caught:
        unpack(exchanged)
    assert caught.value.where == "audit.json"


def test_an_added_missing_or_moved_file_is_found(package: bytes) -> None:
    bundle = unpack(package)
    last = [("manifest.json", bundle.manifest), ("manifest.json.p7s", bundle.signature)]
    files = list(bundle.files.items())
    for entries, where in [
        ([*files[:1], *last], "manifest.json"),
        ([("a.txt", b""), *files, *last], "a.txt"),
        ([*files, ("яя.txt", b""), *last], "manifest.json"),
        ([*reversed(files), *last], "Договор_123_v2.1_signed.pdf"),
        (files, "manifest.json"),
        ([*files, last[0]], "manifest.json.p7s"),
    ]:
        with pytest.raises(BundleBroken) as caught:
            unpack(write_zip(entries))
        assert caught.value.where == where


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"about":{},"files":[]}',
        b'{"about":{},"files":[],"format":"docsvc/bundle/v2"}',
        b'{"about":[],"files":[],"format":"docsvc/bundle/v1"}',
        b'{"about":{}, "files":[],"format":"docsvc/bundle/v1"}',
        b'{"about":{},"about":{},"files":[],"format":"docsvc/bundle/v1"}',
        b'{"about":{},"files":[1],"format":"docsvc/bundle/v1"}',
        b'{"about":{"a":"\\ud800"},"files":[],"format":"docsvc/bundle/v1"}',
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_a_manifest_of_another_shape_is_named(manifest: bytes) -> None:
    with pytest.raises(BundleBroken) as caught:
        unpack(write_zip([("manifest.json", manifest), ("manifest.json.p7s", b"")]))
    assert caught.value.where == "manifest.json"


def test_a_deflated_package_is_refused_and_placed(package: bytes) -> None:
    bundle = unpack(package)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as other:
        for name, content in bundle.files.items():
            other.writestr(zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6]), content)
    with pytest.raises(BundleBroken, match="byte"):
        unpack(buffer.getvalue())


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "C:x",
        "a\0b",
        "a\nb",
        ".hidden",
        "a ",
        "a.",
        "con",
        "NUL.pdf",
        "a?.pdf",
        "a\u202egpj.pdf",
        "я" * 101,
        unicodedata.normalize("NFD", "й.pdf"),
        "\ud800.pdf",
    ],
)
def test_a_name_that_is_not_a_plain_file_everywhere_is_refused(name: str, sign: Sign) -> None:
    with pytest.raises(BundleRefused):
        pack({name: b""}, about={}, sign=sign)


@pytest.mark.parametrize(
    "files",
    [
        {"manifest.json": b""},
        {"manifest.json.p7s": b""},
        {"Manifest.JSON": b""},
        {"a.pdf": b"", "A.pdf": b""},
        {f"{number}.pdf": b"" for number in range(MAX_ENTRIES - 1)},
        {"large.pdf": bytes(256 * 2**20 + 1)},
    ],
    ids=["manifest", "signature", "spelling", "case", "many", "large"],
)
def test_files_beyond_the_limits_are_refused(files: Mapping[str, bytes], sign: Sign) -> None:
    with pytest.raises(BundleRefused):
        pack(files, about={}, sign=sign)


def test_a_package_with_too_many_entries_is_refused_before_it_is_read(package: bytes) -> None:
    entry = package[: 30 + len("audit.json") + 2]
    with pytest.raises(BundleBroken, match="more than 200"):
        unpack(entry * 100_000)


@pytest.mark.parametrize(
    "about", [{"a": float("nan")}, {"a": "\ud800"}, {"a": b""}, {"a": 2**60}, {"\ud800": 1}]
)
def test_about_must_have_a_canonical_form(about: Mapping[str, Any], sign: Sign) -> None:
    with pytest.raises(BundleRefused, match="canonical"):
        pack({}, about=about, sign=sign)


@given(
    files=FILES,
    about=st.dictionaries(st.text("ab", max_size=2), st.integers(0, 9) | st.booleans(), max_size=2),
)
def test_whatever_is_packed_comes_back_and_packs_to_the_same_bytes(
    files: Mapping[str, bytes], about: Mapping[str, Any]
) -> None:
    packed = pack(files, about=about, sign=bytes.upper)
    bundle = unpack(packed)
    assert (bundle.files, bundle.about, bundle.signature) == (files, about, bundle.manifest.upper())
    again = dict(reversed(list(bundle.files.items())))
    assert pack(again, about=bundle.about, sign=lambda _: bundle.signature) == packed


@given(place=st.integers(min_value=0), other=st.binary(max_size=3), removed=st.integers(0, 3))
def test_any_cut_insertion_or_replacement_is_found(
    package: bytes, place: int, other: bytes, removed: int
) -> None:
    place %= len(package)
    broken = package[:place] + other + package[place + removed :]
    if broken == package:
        return
    with pytest.raises(BundleBroken):
        unpack(broken)
