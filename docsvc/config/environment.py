"""Reading the settings of one installation from the environment (`DOCSVC_*`)."""

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docsvc.config.addresses import read_base_url, read_database_url, read_redis_url, read_tsa_url
from docsvc.config.settings import Pkcs11, Settings, Sms, Smtp
from docsvc.errors import BadConfiguration
from docsvc.errors.phrase import Phrase
from docsvc.observe.form import Form

MOST_RUNNERS: Final = 64
"""Processes of one machine, each with LibreOffice beside it: more is a slip of the hand."""
MOST_PROXIES: Final = 9


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; `DOCSVC_X_FILE` names a file that holds the value of `DOCSVC_X`.

    One that is empty is as good as not set: files of settings are full of such lines. Raises
    `BadConfiguration`, naming the variable, on a value that cannot be used.
    """
    data = Path(_value(environ, "DATA", "var")).resolve()
    return Settings(
        data=data,
        database_url=read_database_url(_value(environ, "DATABASE_URL", f"sqlite:///{data}/docsvc.sqlite3")),
        blobs_url=_blobs(_value(environ, "BLOBS_URL", f"fs://{data}/blobs")),
        base_url=read_base_url(_value(environ, "BASE_URL", "http://127.0.0.1:8000")),
        timezone=_zone(_value(environ, "TIMEZONE", "Europe/Moscow")),
        smtp=_smtp(environ),
        sms=_sms(environ),
        runners=_count(environ, "RUNNERS", 2, least=1, most=MOST_RUNNERS),
        tsa_url=read_tsa_url(_value(environ, "TSA_URL", "")) or None,
        trusted_proxies=_count(environ, "TRUSTED_PROXIES", 0, least=0, most=MOST_PROXIES),
        failpoint=_value(environ, "FAILPOINT", "") or None,
        geoip=_place("DOCSVC_GEOIP", _value(environ, "GEOIP", "")),
        qualified_roots=_place("DOCSVC_QUALIFIED_ROOTS", _value(environ, "QUALIFIED_ROOTS", "")),
        tsa_roots=_certificates("TSA_ROOTS", _value(environ, "TSA_ROOTS", "")),
        private_egress=_count(environ, "PRIVATE_EGRESS", 0, least=0, most=1) == 1,
        token=_token(environ),
        mchd_registry=_registry(_value(environ, "MCHD_REGISTRY", "")),
        metrics_token=_value(environ, "METRICS_TOKEN", ""),
        log=_form(_value(environ, "LOG", Form.AUTO)),
        redis_url=read_redis_url(_value(environ, "REDIS_URL", "")),
    )


def _value(environ: Mapping[str, str], name: str, default: str) -> str:
    """Return a variable, or what the file holds that its `_FILE` twin names: there nothing is nothing."""
    file = environ.get(f"DOCSVC_{name}_FILE")
    if not file:
        return environ.get(f"DOCSVC_{name}", "").strip() or default
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadConfiguration(f"DOCSVC_{name}_FILE", str(error)) from error
    except UnicodeDecodeError:
        raise BadConfiguration(f"DOCSVC_{name}_FILE", "в файле ожидался текст в UTF-8") from None


def _place(variable: str, text: str) -> Path | None:
    """Return a file or a folder that has to be there already."""
    place = Path(text).resolve() if text else None
    if place and not place.exists():
        raise BadConfiguration(variable, Phrase("нет такого файла или папки: %(text)s", text=text))
    return place


def _count(environ: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = _value(environ, name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise BadConfiguration(
            f"DOCSVC_{name}",
            Phrase(
                "ожидалось целое число от %(least)s до %(most)s, а не «%(text)s»",
                least=least,
                most=most,
                text=text,
            ),
        )
    return int(text)


def _blobs(url: str) -> str:
    """Return where documents are kept; the memory of a process is no such place."""
    if url.startswith("memory:"):
        raise BadConfiguration(
            "DOCSVC_BLOBS_URL", "в памяти документы пропадут: задайте fs:///папка или s3://…"
        )
    return url


def _form(text: str) -> Form:
    """Return how the log is written."""
    if text not in set(Form):
        raise BadConfiguration("DOCSVC_LOG", "ожидалось json, text или auto")
    return Form(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a region
        raise BadConfiguration(
            "DOCSVC_TIMEZONE", Phrase("нет часового пояса «%(name)s»", name=name)
        ) from error


def _smtp(environ: Mapping[str, str]) -> Smtp | None:
    url = _value(environ, "SMTP_URL", "")
    if not url:
        return None
    sender = _value(environ, "MAIL_FROM", "docsvc@localhost")
    if "@" not in parseaddr(sender)[1].strip("@"):
        raise BadConfiguration("DOCSVC_MAIL_FROM", "ожидался адрес, например docs@example.ru")
    return Smtp(url=url, sender=sender)


def _registry(template: str) -> str:
    """Return the address that is asked about a power of attorney; it may hold a password."""
    address = urlsplit(template)
    if template and ("{number}" not in template or address.scheme not in {"http", "https"}):
        raise BadConfiguration("DOCSVC_MCHD_REGISTRY", "ожидался адрес https://… с {number}")
    return template


def _certificates(name: str, file: str) -> bytes:
    """Read the certificates (PEM) that a variable names the file of."""
    if not file:
        return b""
    try:
        found = Path(file).read_bytes()
    except OSError as error:
        raise BadConfiguration(f"DOCSVC_{name}", str(error)) from error
    if b"-----BEGIN CERTIFICATE-----" not in found:
        raise BadConfiguration(f"DOCSVC_{name}", "в файле нет сертификатов в виде PEM")
    return found


def _token(environ: Mapping[str, str]) -> Pkcs11 | None:
    module = _value(environ, "PKCS11_MODULE", "")
    if not module:
        return None
    found = Pkcs11(
        module=module,
        token=_value(environ, "PKCS11_TOKEN", ""),
        pin=_value(environ, "PKCS11_PIN", ""),
        label=_value(environ, "PKCS11_LABEL", ""),
    )
    for name in ("token", "pin", "label"):
        if not getattr(found, name):
            raise BadConfiguration(f"DOCSVC_PKCS11_{name.upper()}", "нужна вместе с DOCSVC_PKCS11_MODULE")
    return found


def _sms(environ: Mapping[str, str]) -> Sms | None:
    url, apprise = _value(environ, "SMS_URL", ""), _value(environ, "SMS_APPRISE", "")
    if url and apprise:
        raise BadConfiguration(
            "DOCSVC_SMS_APPRISE", "задайте одно из двух: DOCSVC_SMS_URL или DOCSVC_SMS_APPRISE"
        )
    if not url and not apprise:
        return None
    return Sms(
        url=url,
        apprise=apprise,
        body=_value(environ, "SMS_BODY", "query"),
        headers=_value(environ, "SMS_HEADERS", ""),
        accepted=_value(environ, "SMS_ACCEPTED", ""),
    )
