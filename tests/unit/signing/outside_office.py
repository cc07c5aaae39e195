"""An authority outside, another under it, and the people whom it gave certificates: all by openssl."""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from signing.openssl import gost_engine

KEYS = {
    "rsa": "rsa:2048",
    "weak-rsa": "rsa:1024",
    "ec": "ec -pkeyopt ec_paramgen_curve:P-256",
    "gost256": "gost2012_256 -pkeyopt paramset:A",
    "gost512": "gost2012_512 -pkeyopt paramset:A",
}
DIGESTS = {"gost256": "md_gost12_256", "gost512": "md_gost12_512"}
PERSON = "/CN=Иванов Иван Иванович/SN=Иванов/GN=Иван Иванович/INN=500100732259/SNILS=11223344595"
ORGANISATION = f"{PERSON}/O=АО «Вектор Логистика»/innle=7707083893/title=Генеральный директор"

_SETTINGS = """{start}
[oids]
innle = 1.2.643.100.4
[req]
distinguished_name = dn
string_mask = utf8only
[dn]
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
crlnumber = crlnumber
default_md = {digest}
default_crl_days = 30
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = optional
surname = optional
givenName = optional
title = optional
organizationName = optional
emailAddress = optional
INN = optional
innle = optional
SNILS = optional
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[encrypts]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
[serves]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
"""
_PLAIN = "oid_section = oids"
_ENGINE = """openssl_conf = start
[start]
oid_section = oids
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {path}
default_algorithms = ALL
"""


@dataclass(frozen=True)
class Office:
    """A folder in which one authority works; `root` issued `sub`, and `sub` issued everybody else."""

    folder: Path
    kind: str

    def openssl(self, words: str, *more: str) -> bytes:
        """Run openssl here."""
        environment = os.environ | {"OPENSSL_CONF": str(self.folder / "openssl.cnf")}
        command = ["openssl", *words.split(), *more]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def read(self, name: str) -> bytes:
        """Read a file of the folder."""
        return (self.folder / name).read_bytes()

    def person(
        self,
        name: str,
        subject: str = PERSON,
        *,
        extensions: str = "person",
        issuer: str = "sub",
        since: int = -1,
        until: int = 365,
        key: str = "",
    ) -> str:
        """Give somebody a certificate, from and until so many days from now; return the name of the files."""
        self.openssl(
            f"req -new -utf8 -newkey {KEYS[key or self.kind]} -nodes -keyout {name}.key -out {name}.csr",
            "-subj",
            subject,
        )
        dates = f"-startdate {_moment(since)} -enddate {_moment(until)}"
        signs = f"-cert {issuer}.pem -keyfile {issuer}.key -extensions {extensions} {dates}"
        self.openssl(f"ca -batch -notext -utf8 -in {name}.csr -out {name}.pem {signs}")
        return name

    def sign(
        self, name: str, content: bytes, words: str = "-cades -outform DER", *, enclose: str = ""
    ) -> bytes:
        """Sign a content as this person, detached unless asked otherwise."""
        (self.folder / "content").write_bytes(content)
        digest = f"-md {DIGESTS.get(self.kind, 'sha256')}" if "-md" not in words else ""
        certificates = f"-certfile {enclose}" if enclose else ""
        signs = f"-signer {name}.pem -inkey {name}.key {digest} {certificates} {words}"
        self.openssl(f"cms -sign -binary -in content -out box {signs}")
        return self.read("box")

    def revoke(self, name: str) -> bytes:
        """Revoke a certificate and return the list that says so."""
        self.openssl(f"ca -revoke {name}.pem -cert sub.pem -keyfile sub.key")
        return self.crl()

    def crl(self, issuer: str = "sub") -> bytes:
        """Return the list of those revoked (PEM)."""
        self.openssl(f"ca -gencrl -cert {issuer}.pem -keyfile {issuer}.key -out list.crl")
        return self.read("list.crl")


def open_office(folder: Path, kind: str) -> Office:
    """Begin an authority whose keys are of this kind, and one person with a certificate: `ivanov`."""
    folder.mkdir()
    engine = _ENGINE.format(path=gost_engine()) if kind.startswith("gost") else ""
    settings = _SETTINGS.format(start=engine or _PLAIN, digest=DIGESTS.get(kind, "sha256"))
    (folder / "openssl.cnf").write_text(settings, encoding="utf-8")
    (folder / "index.txt").touch()
    (folder / "serial").write_text("1001\n", encoding="ascii")
    (folder / "crlnumber").write_text("01\n", encoding="ascii")
    office = Office(folder, kind)
    office.openssl(
        f"req -x509 -utf8 -newkey {KEYS[kind]} -nodes -keyout root.key -out root.pem -days 3650 "
        "-extensions authority -subj",
        "/CN=Главный удостоверяющий центр",
    )
    office.person("sub", "/CN=УЦ Ведомства", extensions="authority", issuer="root", until=1000)
    office.person("ivanov", ORGANISATION)
    return office


def _moment(days: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y%m%d%H%M%SZ}"
