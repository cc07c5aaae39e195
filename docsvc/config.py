"""Settings of one installation, read from the environment (`DOCSVC_*`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docsvc.errors import BadConfiguration

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where outgoing mail is handed over; `url` is `smtp[s]://user:password@host:port`."""

    url: str
    sender: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an administrator may choose; each has a working default but `base_url` behind a proxy."""

    data: Path
    database_url: str
    blobs_url: str
    base_url: str
    timezone: ZoneInfo
    smtp: Smtp | None
    runners: int
    tsa_url: str | None
    trusted_proxies: int
    failpoint: str | None

    @property
    def secure(self) -> bool:
        """Tell whether people reach this installation over https."""
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; `DOCSVC_X_FILE` names a file that holds the value of `DOCSVC_X`.

    Raises `BadConfiguration`, naming the variable, on a value that cannot be used.
    """
    data = Path(_value(environ, "DATA", "var")).resolve()
    base_url = _value(environ, "BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    _refuse_plain_http(base_url)
    return Settings(
        data=data,
        database_url=_value(environ, "DATABASE_URL", f"sqlite:///{data}/docsvc.sqlite3"),
        blobs_url=_value(environ, "BLOBS_URL", f"fs://{data}/blobs"),
        base_url=base_url,
        timezone=_zone(_value(environ, "TIMEZONE", "Europe/Moscow")),
        smtp=_smtp(environ),
        runners=_count(environ, "RUNNERS", 2),
        tsa_url=_value(environ, "TSA_URL", "") or None,
        trusted_proxies=_count(environ, "TRUSTED_PROXIES", 0),
        failpoint=_value(environ, "FAILPOINT", "") or None,
    )


def _value(environ: Mapping[str, str], name: str, default: str) -> str:
    """Return a variable, or what the file holds that its `_FILE` twin names."""
    file = environ.get(f"DOCSVC_{name}_FILE")
    if file is None:
        return environ.get(f"DOCSVC_{name}", default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadConfiguration(f"DOCSVC_{name}_FILE", str(error)) from error


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = _value(environ, name, str(default))
    if not text.isdigit():
        raise BadConfiguration(f"DOCSVC_{name}", f"целое число ожидалось, а не «{text}»")
    return int(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadConfiguration("DOCSVC_TIMEZONE", f"нет часового пояса «{name}»") from error


def _smtp(environ: Mapping[str, str]) -> Smtp | None:
    url = _value(environ, "SMTP_URL", "")
    if not url:
        return None
    return Smtp(url=url, sender=_value(environ, "MAIL_FROM", "docsvc@localhost"))


def _refuse_plain_http(base_url: str) -> None:
    """Allow http on loopback only: cookies and links would travel in the clear elsewhere."""
    address = urlsplit(base_url)
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        raise BadConfiguration(
            "DOCSVC_BASE_URL", "нужен https: по http сервис открывается только на этом же компьютере"
        )
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise BadConfiguration("DOCSVC_BASE_URL", "ожидался адрес, например https://docs.example.ru")
