"""The archive package: files, a manifest of their hashes, and a detached signature of the manifest.

The same files, `about` and signature always make the same bytes. `unpack` finds any byte that is not what
`pack` would have written, but it holds no keys: whether `manifest.json.p7s` signs this manifest, and who
signed, is for the caller to check (`signing.verify_detached`). Without that, a package rewritten as a
whole looks intact.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any

import rfc8785

from storage.errors import BundleBroken, BundleRefused
from storage.zipped import first_difference, read_zip, write_zip

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.p7s"

_FORMAT = "docsvc/bundle/v1"
_MANIFEST_KEYS = {"about", "files", "format"}
_MEDIA_TYPES: Mapping[str, str] = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".p7s": "application/pkcs7-signature",
    ".pdf": "application/pdf",
    ".pem": "application/x-pem-file",
    ".png": "image/png",
    ".sig": "application/pkcs7-signature",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
_ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a package holds: the files by name, the manifest's bytes, its signature, and what it is about."""

    files: Mapping[str, bytes]
    manifest: bytes
    signature: bytes
    about: Mapping[str, Any]


def pack(files: Mapping[str, bytes], *, about: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> bytes:
    """Make a package of files; `sign` gets the manifest and returns its detached CMS (DER).

    `about` is JSON (numbers with a fraction as text). Raises BundleRefused for a name that is not a plain
    file name everywhere, a reserved one, over 200 entries, 256 MiB a file or 512 MiB in all, or for an
    `about` without a canonical form.
    """
    reserved = {MANIFEST, SIGNATURE} & files.keys()
    if reserved:
        raise BundleRefused(f"{reserved.pop()} is made here, not given")
    ordered = sorted(files.items())
    manifest = _manifest(ordered, about)
    return write_zip([*ordered, (MANIFEST, manifest), (SIGNATURE, sign(manifest))])


def unpack(data: bytes) -> Bundle:
    """Open a package and check every byte of it, but for whose signature it carries.

    Raises BundleBroken with the entry, or the byte of the ZIP, where it is not what `pack` writes.
    """
    entries = dict(read_zip(data))
    names = [*sorted(entries.keys() - {MANIFEST, SIGNATURE}), MANIFEST, SIGNATURE]
    if list(entries) != names:
        missing = next((name for name in (MANIFEST, SIGNATURE) if name not in entries), None)
        where = missing or next(found for found, name in zip(entries, names, strict=True) if found != name)
        raise BundleBroken(where, "it is missing" if missing else "it is not in its place")
    signature, manifest = entries.pop(SIGNATURE), entries.pop(MANIFEST)
    return Bundle(entries, manifest, signature, _check(manifest, entries))


def _manifest(files: Sequence[tuple[str, bytes]], about: Mapping[str, Any]) -> bytes:
    listed = [{**_facts(name, content), "media_type": _media_type(name)} for name, content in files]
    try:
        return rfc8785.dumps({"about": dict(about), "files": listed, "format": _FORMAT})
    except (ValueError, RecursionError) as error:
        raise BundleRefused(f"the manifest has no canonical form: {error!a}") from error


def _facts(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "sha256": sha256(content).hexdigest(), "size": len(content)}


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(PurePath(name).suffix.lower(), _ANY_TYPE)


def _check(manifest: bytes, files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Compare the manifest with the files it lists and return its `about`."""
    tree = _read_manifest(manifest)
    about, listed = tree["about"], tree["files"]
    if not isinstance(about, dict) or not isinstance(listed, list) or tree["format"] != _FORMAT:
        raise BundleBroken(MANIFEST, f"it is not a manifest of {_FORMAT}")
    for (name, content), line in zip(files.items(), listed, strict=False):
        stated = dict(line) if isinstance(line, dict) else {}
        media_type = stated.pop("media_type", None)
        if stated != _facts(name, content) or not isinstance(media_type, str):
            raise BundleBroken(name, "it is not the file that the manifest lists")
    if len(listed) != len(files):
        raise BundleBroken(MANIFEST, f"it lists {len(listed)} files, the package has {len(files)}")
    return about


def _read_manifest(manifest: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(manifest.decode())
        again = rfc8785.dumps(tree)
    except (ValueError, RecursionError) as error:
        raise BundleBroken(MANIFEST, f"it is not JSON: {error!a}") from None
    if again != manifest:
        byte = first_difference(manifest, again)
        raise BundleBroken(MANIFEST, f"byte {byte} of it is not spelled canonically")
    if not isinstance(tree, dict) or tree.keys() != _MANIFEST_KEYS:
        raise BundleBroken(MANIFEST, f"it must have exactly {', '.join(sorted(_MANIFEST_KEYS))}")
    return tree
