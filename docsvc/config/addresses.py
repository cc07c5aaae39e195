"""Addresses of other servers in settings: a mistake is told by the variable's name, never by its value.

What is wrong with an address is often a password in it that was not written as addresses want it.
"""

from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from docsvc.errors import BadConfiguration
from docsvc.errors.phrase import Phrase

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

REDIS: Final = {"redis": "redis", "valkey": "redis", "rediss": "rediss", "valkeys": "rediss"}
REDIS_OPTIONS: Final = frozenset(
    {"ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_cert_reqs", "ssl_check_hostname", "ssl_keyfile"}
)
POSTGRESQL: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})

_ESCAPED: Final = "знаки @ : / ? # % в пароле пишите кодами, например @ как %40"


def read_database_url(url: str) -> str:
    """Return the address of the database as SQLAlchemy reads it; of drivers there is psycopg alone."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/"):
        return url
    if scheme not in POSTGRESQL:
        raise BadConfiguration(
            "DOCSVC_DATABASE_URL", "ожидался адрес, например postgresql://user:пароль@127.0.0.1/docsvc"
        )
    _split("DOCSVC_DATABASE_URL", rest)
    return f"postgresql+psycopg://{rest}"


def read_redis_url(url: str) -> str:
    """Return where Redis or Valkey answers, as the client wants it; empty where there is none."""
    if not url:
        return ""
    scheme, _, rest = url.partition("://")
    address = _split("DOCSVC_REDIS_URL", rest) if scheme in REDIS else None
    if address is None or not address.hostname:
        raise BadConfiguration(
            "DOCSVC_REDIS_URL", "ожидался адрес, например redis://:пароль@127.0.0.1:6379/0"
        )
    number = address.path.strip("/")
    if number and not number.isdecimal():
        raise BadConfiguration("DOCSVC_REDIS_URL", "после порта ожидался номер базы, например /0")
    unknown = {name for name, _ in parse_qsl(address.query, keep_blank_values=True)} - REDIS_OPTIONS
    if unknown:
        raise BadConfiguration(
            "DOCSVC_REDIS_URL",
            Phrase("после ? бывает %(options)s", options=", ".join(sorted(REDIS_OPTIONS))),
        )
    return f"{REDIS[scheme]}://{rest}"


def read_base_url(url: str) -> str:
    """Return the address that people use: http on loopback only, for links would travel in the clear."""
    base_url = url.rstrip("/")
    address = _taken_apart(base_url)
    if address is None or address.scheme not in {"http", "https"} or not address.hostname:
        raise BadConfiguration("DOCSVC_BASE_URL", "ожидался адрес, например https://docs.example.ru")
    if address.scheme == "http" and address.hostname not in LOOPBACK:
        raise BadConfiguration(
            "DOCSVC_BASE_URL", "нужен https: по http сервис открывается только на этом же компьютере"
        )
    if base_url != f"{address.scheme}://{address.netloc}" or set(address.netloc) & set("@ "):
        raise BadConfiguration(
            "DOCSVC_BASE_URL",
            "только имя сервера и порт, например https://docs.example.ru: сервис занимает его целиком",
        )
    return base_url


def read_tsa_url(url: str) -> str:
    """Return where time stamps are asked for; empty where there is none. It may hold a password."""
    address = _taken_apart(url)
    if url and (address is None or address.scheme not in {"http", "https"} or not address.hostname):
        raise BadConfiguration("DOCSVC_TSA_URL", "ожидался адрес, например http://tsa.example.ru/tsp")
    return url


def _taken_apart(url: str) -> SplitResult | None:
    """Take an address apart; None for what cannot be one."""
    try:
        address = urlsplit(url)
        _ = address.port  # checked when it is asked for
    except ValueError:
        return None
    return address


def _split(variable: str, rest: str) -> SplitResult:
    """Take an address without its scheme apart; what an unescaped password would cut in two is refused."""
    address = urlsplit(f"//{rest}")
    try:
        port = address.port
    except ValueError:
        port = 0
    if port == 0 or address.netloc.count("@") > 1 or address.fragment or rest != rest.strip():
        raise BadConfiguration(
            variable,
            Phrase("адрес не разобрать: порт — число от 1 до 65535, %(advice)s", advice=Phrase(_ESCAPED)),
        )
    return address
