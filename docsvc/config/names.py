"""The names of all variables: a misspelled one changes nothing, and nobody would notice."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

PREFIX: Final = "DOCSVC_"
FILE: Final = "_FILE"

READ: Final = frozenset(
    {
        "DATA",
        "DATABASE_URL",
        "BLOBS_URL",
        "BASE_URL",
        "TIMEZONE",
        "SMTP_URL",
        "MAIL_FROM",
        "RUNNERS",
        "REDIS_URL",
        "TRUSTED_PROXIES",
        "SMS_URL",
        "SMS_BODY",
        "SMS_HEADERS",
        "SMS_ACCEPTED",
        "SMS_APPRISE",
        "TSA_URL",
        "TSA_ROOTS",
        "GEOIP",
        "PRIVATE_EGRESS",
        "PKCS11_MODULE",
        "PKCS11_TOKEN",
        "PKCS11_LABEL",
        "PKCS11_PIN",
        "QUALIFIED_ROOTS",
        "MCHD_REGISTRY",
        "LOG",
        "METRICS_TOKEN",
        "FAILPOINT",
    }
)
"""What settings are read from; each may have a twin that names a file."""

ELSEWHERE: Final = frozenset(
    {"LANGUAGE", "P12_PASSPHRASE", "SUPERVISOR", "SCRATCH", "WEB_READY", "REQUIRE_SERVICES", "SCREENSHOTS"}
)
"""Read by the command line, told by a supervisor to its processes, or told to the tests."""

SECRETS_OF_STORES: Final = "BLOBS_"


def misspelled(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that nobody reads, each with the name that was perhaps meant, or nothing."""
    ours = (name.removeprefix(PREFIX) for name in sorted(environ) if name.startswith(PREFIX))
    return {f"{PREFIX}{name}": _meant(name) for name in ours if not _is_known(name)}


def _is_known(name: str) -> bool:
    known = {name, name.removesuffix(FILE)} & (READ | ELSEWHERE)
    return bool(known) or name.startswith(SECRETS_OF_STORES)


def _meant(name: str) -> str:
    """Return the closest name; a file that holds the value stays one."""
    bare = name.removesuffix(FILE)
    close = get_close_matches(bare, sorted(READ), n=1)
    return f"{PREFIX}{close[0]}{name[len(bare) :]}" if close else ""
