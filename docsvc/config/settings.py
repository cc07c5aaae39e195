"""The settings of one installation, as they are used."""

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from docsvc.observe.form import Form


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where outgoing mail is handed over; `url` is `smtp[s]://user:password@host:port`."""

    url: str = field(repr=False)
    sender: str


@dataclass(frozen=True, slots=True)
class Sms:
    """Where text messages are handed over: an address with `{phone}` and `{text}`, or one of apprise.

    `body` says what carries the address's query: `query` (GET), `form` or `json` (POST). `headers` are lines
    of `Name: value`, `accepted` a text that an answer of success holds. All of it may hold passwords.
    """

    url: str = field(default="", repr=False)
    apprise: str = field(default="", repr=False)
    body: str = "query"
    headers: str = field(default="", repr=False)
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Pkcs11:
    """The token or HSM with the organisation's key: its maker's module, its name and PIN, the key's label."""

    module: str
    token: str
    pin: str = field(repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an administrator may choose; each has a working default but `base_url` behind a proxy."""

    data: Path
    database_url: str = field(repr=False)
    blobs_url: str = field(repr=False)
    base_url: str
    timezone: ZoneInfo
    smtp: Smtp | None
    sms: Sms | None
    runners: int
    tsa_url: str | None
    trusted_proxies: int
    failpoint: str | None
    qualified_roots: Path | None = None
    tsa_roots: bytes = b""
    private_egress: bool = False
    token: Pkcs11 | None = None
    geoip: Path | None = None
    mchd_registry: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    log: Form = Form.AUTO
    redis_url: str = field(default="", repr=False)

    @property
    def secure(self) -> bool:
        """Tell whether people reach this installation over https."""
        return self.base_url.startswith("https://")
