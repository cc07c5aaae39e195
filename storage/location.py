"""Where blobs are kept: a URL, and secrets from the environment.

`fs:///var/lib/docsvc/blobs` is a folder, `memory://` is gone with the process. Others are OpenDAL's own
URLs, with options in the query (`s3://bucket/prefix?region=…&endpoint=…`) and secrets in the environment
as `DOCSVC_BLOBS_<OPTION>`, or in a file that `DOCSVC_BLOBS_<OPTION>_FILE` names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from storage.errors import LocationUnknown

_PREFIX = "DOCSVC_BLOBS_"


class Service(NamedTuple):
    """What a kind of service takes: options in the query of the URL, secrets in the environment."""

    options: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()


_OAUTH = Service(secrets=frozenset({"access_token", "refresh_token", "client_id", "client_secret"}))
SERVICES: Mapping[str, Service] = {
    "fs": Service(),
    "memory": Service(),
    "s3": Service(
        options=frozenset({"region", "endpoint", "enable_virtual_host_style", "checksum_algorithm"}),
        secrets=frozenset({"access_key_id", "secret_access_key", "session_token"}),
    ),
    "webdav": Service(options=frozenset({"endpoint"}), secrets=frozenset({"username", "password", "token"})),
    "gdrive": _OAUTH,
    "onedrive": _OAUTH,
    "dropbox": _OAUTH,
    "yandex-disk": Service(secrets=frozenset({"access_token"})),
}


@dataclass(frozen=True, slots=True)
class Location:
    """A place for blobs: `folder` on this machine, or a URL with its options; secrets are not shown."""

    url: str
    folder: Path | None
    secrets: Mapping[str, str] = field(repr=False)


def locate(url: str, environ: Mapping[str, str]) -> Location:
    """Read a URL and the environment into a Location; raise LocationUnknown with what is wrong."""
    parts = urlsplit(url)
    service = SERVICES.get(parts.scheme)
    if service is None:
        raise LocationUnknown(f"{url!a}: the URL starts with one of {', '.join(SERVICES)} and ://")
    if parts.username is not None:
        raise LocationUnknown(f"a user does not belong in the URL: set {_PREFIX}USERNAME and …PASSWORD")
    for option, _ in parse_qsl(parts.query, keep_blank_values=True):
        _check_option(parts.scheme, service, option)
    folder = _folder(url) if parts.scheme == "fs" else None
    return Location(url, folder, _secrets(service, environ))


def _check_option(scheme: str, service: Service, option: str) -> None:
    if option in service.secrets:
        raise LocationUnknown(f"{option} is a secret: set {_PREFIX}{option.upper()} instead of the URL")
    if option not in service.options:
        known = ", ".join(sorted(service.options)) or "none"
        raise LocationUnknown(f"{scheme} has no option {option}; it has: {known}")


def _folder(url: str) -> Path:
    parts = urlsplit(url)
    folder = Path(unquote(parts.path))
    if parts.netloc or not folder.is_absolute() or folder == Path("/") or ".." in folder.parts:
        raise LocationUnknown(
            f"{url!a}: write the absolute path of a folder, as in fs:///var/lib/docsvc/blobs"
        )
    return folder


def _secrets(service: Service, environ: Mapping[str, str]) -> dict[str, str]:
    found = {option: _secret(_PREFIX + option.upper(), environ) for option in sorted(service.secrets)}
    return {option: value for option, value in found.items() if value is not None}


def _secret(name: str, environ: Mapping[str, str]) -> str | None:
    file = environ.get(f"{name}_FILE")
    if name in environ or file is None:
        return environ.get(name)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise LocationUnknown(f"{name}_FILE cannot be read: {error}") from error
