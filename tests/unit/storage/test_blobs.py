"""A blob is found by its hash, outlasts a kill, and is never anything else."""

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from storage import AddressUnknown, BlobCorrupt, BlobMissing, Blobs, StorageError, open_blobs

OWNER = "0198c0de-0000-7000-8000-0000000000e7"
PUT_FOR_EVER = """
import itertools, sys
from storage import open_blobs
blobs = open_blobs(sys.argv[1])
for number in itertools.count():
    print(blobs.put("contract-1", b"%d" % number * 20_000), flush=True)
"""


def file_of(root: Path, address: str) -> Path:
    return root / address.partition("/")[0][-2:] / address


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", os.urandom(3_000_000)], ids=["empty", "small", "large"])
def test_bytes_come_back_as_they_were(blobs: Blobs, data: bytes) -> None:
    address = blobs.put(OWNER, data)
    assert address == f"{OWNER}/{sha256(data).hexdigest()}"
    assert blobs.get(address) == data
    assert blobs.exists(address)


def test_a_blob_is_its_owners_alone(blobs: Blobs) -> None:
    address = blobs.put(OWNER, b"one")
    elsewhere = address.replace(OWNER, "contract-2")
    assert not blobs.exists(elsewhere)
    with pytest.raises(BlobMissing) as caught:
        blobs.get(elsewhere)
    assert caught.value.address == elsewhere


def test_equal_bytes_may_be_put_again(blobs: Blobs, root: Path) -> None:
    assert blobs.put(OWNER, b"same") == blobs.put(OWNER, b"same")
    assert sum(path.is_file() for path in root.rglob("*")) == 1


def test_what_one_owner_has_is_removed_whole_and_nothing_else(blobs: Blobs) -> None:
    other = blobs.put(f"{OWNER}-2", b"one")
    gone = [blobs.put(OWNER, content) for content in (b"one", b"two")]
    for _ in range(2):
        blobs.remove(OWNER)
        assert not any(map(blobs.exists, gone))
    assert blobs.get(other) == b"one"
    assert blobs.get(blobs.put(OWNER, b"one")) == b"one"
    with pytest.raises(AddressUnknown):
        blobs.remove("../keys")


def test_a_changed_blob_is_not_given_out_and_putting_it_again_mends_it(blobs: Blobs, root: Path) -> None:
    address = blobs.put(OWNER, b"contract")
    file_of(root, address).write_bytes(b"Contract")
    with pytest.raises(BlobCorrupt) as caught:
        blobs.get(address)
    assert caught.value.address == address
    blobs.put(OWNER, b"contract")
    assert blobs.get(address) == b"contract"


@pytest.mark.parametrize(
    "owner", ["", "a", "A1", "../etc", "a/b", ".incoming", "-a", "a-", "a" * 65, "договор", "a\n", "a b"]
)
def test_an_owner_is_a_plain_slug(blobs: Blobs, root: Path, owner: str) -> None:
    with pytest.raises(AddressUnknown):
        blobs.put(owner, b"data")
    assert not root.exists()


@pytest.mark.parametrize("address", ["", OWNER, f"{OWNER}/abc", f"{OWNER}/{'A' * 64}", f"../x/{'a' * 64}"])
def test_what_is_not_an_address_is_refused(blobs: Blobs, address: str) -> None:
    with pytest.raises(AddressUnknown):
        blobs.get(address)
    with pytest.raises(AddressUnknown):
        blobs.exists(address)


def test_nothing_is_made_before_first_use_and_then_only_for_the_owner_of_the_process(
    blobs: Blobs, root: Path
) -> None:
    assert not root.exists()
    blobs.put(OWNER, b"data")
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert list((root / ".incoming").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be opened"):
        open_blobs(f"fs://{tmp_path}/file/blobs").put(OWNER, b"data")


def test_a_failing_write_is_a_storage_error(blobs: Blobs, root: Path) -> None:
    address = blobs.put(OWNER, b"data")
    file_of(root, address).unlink()
    file_of(root, address).mkdir()
    with pytest.raises(StorageError, match="could not be kept"):
        blobs.put(OWNER, b"data")


def test_threads_share_the_blobs_of_a_process() -> None:
    blobs = open_blobs("memory://")
    with ThreadPoolExecutor(8) as threads:
        addresses = list(threads.map(lambda number: blobs.put(OWNER, b"%d" % (number % 5)), range(200)))
    assert len(set(addresses)) == 5
    assert {blobs.get(address) for address in addresses} == {b"0", b"1", b"2", b"3", b"4"}


def test_what_was_put_outlasts_sigkill(blobs: Blobs, root: Path) -> None:
    url = root.as_uri().replace("file:", "fs:")
    writer = subprocess.Popen([sys.executable, "-c", PUT_FOR_EVER, url], stdout=subprocess.PIPE)
    with writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
        said += [line for line in writer.stdout if line.endswith(b"\n")]
    addresses = [line.decode().strip() for line in said]
    assert len(addresses) >= 20
    assert all(len(blobs.get(address)) >= 20_000 for address in addresses)
    for path in root.glob("t-1/contract-1/*"):
        assert sha256(path.read_bytes()).hexdigest() == path.name


def test_a_child_forked_after_use_is_told_so_instead_of_hanging() -> None:
    program = """
import os
from storage import ForkedAfterUse, open_blobs
open_blobs("memory://").put("contract-1", b"data")
child = os.fork()
if child == 0:
    try:
        open_blobs("memory://").put("contract-1", b"data")
    except ForkedAfterUse:
        os._exit(7)
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    ran = subprocess.run([sys.executable, "-c", program], timeout=120, check=False)
    assert ran.returncode == 7
