"""Authorities of another company, on this machine: a CA with OCSP and lists of the revoked, and a TSA."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.services.patience import PATIENCE_SECONDS

ARCH = "market"
ORGANISATION = "ООО «Полярная звезда»"
LONG_AGO, FAR_OFF = timedelta(days=-400), timedelta(days=3650)
PASSPHRASE = "passphrase of the shop"
EC, RSA = (
    ("root", "interm", "ocsp", "tsa", "tsa_brief", "seal_ec", "revoked", "expired", "silent"),
    ("seal_rsa",),
)
SEALS = ("seal_ec", "seal_rsa", "revoked", "expired", "silent")


@dataclass(slots=True)
class Market:
    """What the other companies sell: certificates with their keys, and services by address.

    A service in `down` (`tsa`, `ocsp`, `crls`) answers 503; `asked` are the paths that were asked.
    """

    pki: Any
    animator: Any
    address: str
    down: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def root_pem(self) -> bytes:
        return self.pem("root")

    def pem(self, label: str) -> bytes:
        return bytes(pem.armor("CERTIFICATE", self.certificate(label).dump()))

    def certificate(self, label: str) -> Any:
        from certomancer.registry import CertLabel

        return self.pki.get_cert(CertLabel(label))

    def tsa_url(self, label: str = "tsa") -> str:
        return f"{self.address}/{ARCH}/tsa/{label}"

    def store(self, label: str, *, whole: bool = True) -> bytes:
        """Return a PKCS#12 store with its chain; without it where it is not `whole`."""
        key = load_der_private_key(self._key(label), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
        own, *above = [
            load_der_x509_certificate(self.certificate(each).dump()) for each in (label, "interm", "root")
        ]
        lock = BestAvailableEncryption(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(b"seal", key, own, above if whole else None, lock)

    def key_pem(self, label: str) -> bytes:
        """Return a private key as PKCS#8."""
        return bytes(pem.armor("PRIVATE KEY", self._key(label)))

    def _key(self, label: str) -> bytes:
        from certomancer.registry import CertLabel

        named = self.pki.get_cert_spec(CertLabel(label)).subject_key
        return bytes(self.pki.key_set.get_private_key(named).dump())


def _keys(folder: Path) -> dict[str, Any]:
    made: dict[str, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey] = {
        **{name: ec.generate_private_key(ec.SECP256R1()) for name in EC},
        **{name: rsa.generate_private_key(65537, 2048) for name in RSA},
    }
    for name, key in made.items():
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(text)
    return {"keys": {"path-prefix": ".", "keys": {name: {"path": f"{name}.pem"} for name in made}}}


def _validity(start: timedelta, end: timedelta) -> dict[str, str]:
    now = datetime.now(UTC).replace(microsecond=0)
    return {"valid-from": (now + start).isoformat(), "valid-to": (now + end).isoformat()}


def _usage(*words: str) -> dict[str, Any]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(words)},
    }


def _listed(repo: str) -> dict[str, Any]:
    return {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [repo]}},
    }


def _authority(*more: dict[str, Any], depth: int | None = None) -> list[dict[str, Any]]:
    limit = {} if depth is None else {"path-len-constraint": depth}
    ca = {"id": "basic_constraints", "critical": True, "value": {"ca": True} | limit}
    return [ca, _usage("key_cert_sign", "crl_sign"), *more]


def _certificates() -> dict[str, Any]:
    asked = {
        "id": "authority_information_access",
        "smart-value": {
            "schema": "aia-urls",
            "params": {"ocsp-responder-names": ["interm"], "ca-issuer-links": [{"repo": "interm"}]},
        },
    }
    signing = _usage("digital_signature", "non_repudiation")
    mail = {"id": "extended_key_usage", "value": ["email_protection"]}
    stamping = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
    answering = {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]}
    year, extensions = _validity(LONG_AGO, timedelta(days=365)), [signing, mail, _listed("interm"), asked]
    bought = {"issuer": "interm", "validity": year, "extensions": extensions}
    revoked = {
        "revoked-since": (datetime.now(UTC) - timedelta(days=30)).isoformat(),
        "reason": "key_compromise",
    }
    stamp = [_usage("digital_signature"), stamping, _listed("root")]
    return {
        "root": {
            "subject": "root",
            "issuer": "root",
            "validity": _validity(LONG_AGO, FAR_OFF),
            "extensions": _authority(),
        },
        "interm": {
            "issuer": "root",
            "validity": _validity(LONG_AGO, FAR_OFF),
            "extensions": _authority(_listed("root"), depth=0),
        },
        "ocsp": {
            "issuer": "interm",
            "validity": _validity(LONG_AGO, FAR_OFF),
            "extensions": [_usage("digital_signature"), answering, {"id": "ocsp_no_check"}],
        },
        "tsa": {"issuer": "root", "validity": _validity(LONG_AGO, FAR_OFF), "extensions": stamp},
        "tsa_brief": {
            "issuer": "root",
            "validity": _validity(LONG_AGO, timedelta(days=20)),
            "extensions": stamp,
        },
        "seal_ec": bought,
        "seal_rsa": bought,
        "revoked": bought | {"revocation": revoked},
        "expired": bought | {"validity": _validity(LONG_AGO, timedelta(days=-1))},
        "silent": bought | {"extensions": [signing, mail]},
    }


def _config() -> dict[str, Any]:
    entities = {name: {"common-name": name.replace("_", " ").title()} for name in (*EC, *RSA)}
    for name in SEALS:
        entities[name] = {"organization-name": ORGANISATION, "common-name": ORGANISATION}
    stamping = {name: {"signing-key": name, "signing-cert": name} for name in ("tsa", "tsa_brief")}
    lists = {
        name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": "P1D"}
        for name in ("root", "interm")
    }
    return {
        "keyset": "keys",
        "entity-defaults": {"country-name": "RU", "organization-name": "Market"},
        "entities": entities,
        "certs": _certificates(),
        "services": {
            "ocsp": {"interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}},
            "crl-repo": lists,
            "cert-repo": {"interm": {"for-issuer": "interm", "publish-issued-certs": False}},
            "time-stamping": stamping,
        },
    }


@contextmanager
def running_market(folder: Path) -> Iterator[Market]:
    """Serve them on loopback, on a port that the system chooses."""
    from certomancer.integrations.animator import Animator, AnimatorArchStore
    from certomancer.registry import ArchLabel, CertomancerConfig

    keysets, markets = _keys(folder), list[Market]()
    server = make_server(
        "127.0.0.1",
        0,
        lambda environ, start: _serve(markets[0], environ, start),
        threaded=True,
        request_handler=_Quiet,
    )
    address = f"http://127.0.0.1:{server.server_port}"
    config = {"keysets": keysets, "pki-architectures": {ARCH: _config()}, "external-url-prefix": address}
    pki = CertomancerConfig(config, key_search_dir=str(folder)).get_pki_arch(ArchLabel(ARCH))
    animator = Animator(AnimatorArchStore({ArchLabel(ARCH): pki}), with_web_ui=False)
    markets.append(Market(pki, animator, address))
    thread = Thread(target=server.serve_forever, name="market", daemon=True)
    thread.start()
    try:
        yield markets[0]
    finally:
        server.shutdown()
        thread.join(timeout=PATIENCE_SECONDS)
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Keep the output of the tests to themselves."""


def _serve(market: Market, environ: Any, start: Any) -> Any:
    path = Request(environ).path
    market.asked.append(path)
    if market.down & set(path.split("/")):
        return Response("later", status=503)(environ, start)
    return market.animator(environ, start)


@pytest.fixture(scope="session")
def market_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with running_market(tmp_path_factory.mktemp("market")) as market:
        yield market


@pytest.fixture
def market(market_everywhere: Market) -> Iterator[Market]:
    """The market, everything in it up again."""
    yield market_everywhere
    market_everywhere.animator.fixed_time = None
    market_everywhere.down.clear()
    market_everywhere.asked.clear()
