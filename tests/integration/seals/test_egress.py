"""Servers that certificates name are asked outside only, and never inside our own network."""

import pytest

from signing.egress import Egress
from signing.errors import EvidenceUnavailable

INWARDS = [
    "http://127.0.0.1/ocsp",
    "http://127.1/ocsp",
    "http://[::1]/ocsp",
    "http://10.1.2.3/crl",
    "http://192.168.0.1/crl",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
]
NO_ADDRESS = [
    "ldap://ca.example/cn=root",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "http://",
    "http://[",
    "ocsp",
]


@pytest.mark.parametrize("url", [*INWARDS, *NO_ADDRESS])
def test_what_leads_inwards_or_nowhere_is_not_asked(url: str) -> None:
    with pytest.raises(EvidenceUnavailable):
        Egress().get(url)


@pytest.mark.parametrize(
    "url", [*NO_ADDRESS, "http://169.254.169.254/", "http://224.0.0.1/", "http://0.0.0.0/"]
)
def test_an_inner_network_may_be_allowed_and_still_not_everything(url: str) -> None:
    with pytest.raises(EvidenceUnavailable):
        Egress(private=True).post(url, b"", kind="application/ocsp-request")


def test_a_name_with_a_password_is_not_asked() -> None:
    with pytest.raises(EvidenceUnavailable, match="public"):
        Egress(private=True).get("http://user:password@127.0.0.1/")
