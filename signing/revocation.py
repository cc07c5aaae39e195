"""What shows that a certificate was good: its chain, and what its issuers say of revocation.

Collected while it can be had, to be kept in the file. A certificate that lives for minutes says itself that
nobody will ever speak of it (RFC 9608, ETSI EN 319 412-1 §5.2); for our own seal our own authority speaks, by
a list that it signs; for a bought one its issuer is asked, by OCSP (RFC 6960) or for its list (RFC 5280).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from asn1crypto import crl, ocsp, pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InvalidCertificateError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)

from signing.authority import KeyPair, with_issuers
from signing.egress import Egress
from signing.errors import CertificateRevoked, EvidenceUnavailable
from signing.keyholder import run
from signing.profile import common_name, is_short_term
from signing.revoked import Revocation, revocation_list

_OCSP_REQUEST: Final = "application/ocsp-request"
_DEEPEST: Final = 6  # certificates in a chain
_SKEW: Final = timedelta(minutes=5)  # of others' clocks, and the time that asking takes
PATIENCE_S: Final = 40
"""Seconds for all the servers of one file: whoever asks has others waiting."""


class Inquiry:
    """Collects chains, OCSP answers and lists of revoked certificates, each once."""

    def __init__(
        self,
        *,
        roots: Sequence[bytes],
        own: KeyPair | None,
        egress: Egress,
        at: datetime,
        revoked: Sequence[Revocation] = (),
    ) -> None:
        """Trust `roots` (PEM) to end chains; `own` is our authority, which answers for what it issued.

        `revoked` is what it has revoked of that.
        """
        self.certificates: list[x509.Certificate] = []
        self.ocsps: list[ocsp.OCSPResponse] = []
        self.crls: list[crl.CertificateList] = []
        self._roots = [
            x509.Certificate.load(der) for each in roots for _k, _h, der in pem.unarmor(each, multiple=True)
        ]
        self._own, self._egress, self._at, self._revoked = own, egress, at, tuple(revoked)
        self._settled: dict[bytes, Exception | None] = {}
        self._ends = monotonic() + PATIENCE_S

    def add(self, certificate: x509.Certificate, known: Sequence[x509.Certificate] = ()) -> None:
        """Collect what shows that the certificate is good.

        Raises EvidenceUnavailable, CertificateRevoked; the same again when it is asked about again.
        """
        name = certificate.sha256
        if name not in self._settled:
            try:
                self._collect(certificate, known)
                self._settled[name] = None
            except (EvidenceUnavailable, CertificateRevoked) as reason:
                self._settled[name] = reason
        if refusal := self._settled[name]:
            raise refusal

    def chain(
        self, certificate: x509.Certificate, known: Sequence[x509.Certificate] = ()
    ) -> tuple[x509.Certificate, ...]:
        """Return the certificate and those above it, a given root last. Raises EvidenceUnavailable.

        A root that only came along ends nothing: what we keep has to be believed here too.
        """
        path = with_issuers(certificate, [*self._roots, *known, *self.certificates])
        while path[-1] not in self._roots:
            above = self._named_issuer(path[-1])
            if above is None or above in path or len(path) == _DEEPEST:
                raise EvidenceUnavailable(
                    f"Who issued «{common_name(path[-1])}» is not known: give the root certificate"
                )
            path = with_issuers(certificate, [*self._roots, *path, *known, above])
        return tuple(path)

    def _collect(self, certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> None:
        path = self.chain(certificate, known)
        spoken = [each for each in path[:-1] if not is_short_term(each)]
        ocsps, crls = self._asked(spoken, path)
        if spoken:
            self._check(spoken[0], path, ocsps, crls)
        self.certificates += [each for each in path if each not in self.certificates]
        self.ocsps += [each for each in ocsps if each.dump() not in {one.dump() for one in self.ocsps}]
        self.crls += [each for each in crls if each.dump() not in {one.dump() for one in self.crls}]

    def _asked(
        self, spoken: Sequence[x509.Certificate], path: Sequence[x509.Certificate]
    ) -> tuple[list[ocsp.OCSPResponse], list[crl.CertificateList]]:
        ocsps: list[ocsp.OCSPResponse] = []
        crls: list[crl.CertificateList] = []
        for each in spoken:
            found = self._about(each, path[path.index(each) + 1])
            (ocsps if isinstance(found, ocsp.OCSPResponse) else crls).append(found)
        return ocsps, crls

    def _about(
        self, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> ocsp.OCSPResponse | crl.CertificateList:
        if self._own and issuer.dump() == self._own.certificate.dump():
            return self._own_list(self._own)
        refusals: list[str] = []
        for ask in (*self._ocsp(certificate, issuer), *self._lists(certificate)):
            if monotonic() > self._ends:
                refusals.append(f"no answer in {PATIENCE_S} seconds")
                break
            try:
                return ask()
            except EvidenceUnavailable as reason:
                refusals.append(str(reason))
        said = "; ".join(refusals) or "it names nobody to ask"
        raise EvidenceUnavailable(f"«{common_name(certificate)}»: {said}")

    def _own_list(self, own: KeyPair) -> crl.CertificateList:
        held = [each for each in self.crls if each.issuer == own.certificate.subject]
        if held:
            return held[0]
        return revocation_list(own.certificate, own.key, at=self._at, revoked=self._revoked)

    def _ocsp(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[Any]:
        for url in certificate.ocsp_urls:
            yield lambda url=url: _ocsp_answer(self._egress, url, certificate, issuer)

    def _lists(self, certificate: x509.Certificate) -> Iterator[Any]:
        for point in certificate.crl_distribution_points:
            if point.url:
                yield lambda url=point.url: _list(self._egress.get(url))

    def _named_issuer(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """Fetch the issuer from where the certificate says that it is (AIA)."""
        for each in certificate.authority_information_access_value or ():
            where = each["access_location"]
            if each["access_method"].native == "ca_issuers" and where.name == "uniform_resource_identifier":
                return _certificate(self._egress.get(where.native))
        return None

    def _check(
        self,
        certificate: x509.Certificate,
        path: Sequence[x509.Certificate],
        ocsps: Sequence[ocsp.OCSPResponse],
        crls: Sequence[crl.CertificateList],
    ) -> None:
        """Let pyHanko judge the chain by what was collected, and by nothing else."""
        context = ValidationContext(
            trust_roots=[path[-1]],
            other_certs=list(path[1:-1]),
            moment=self._at,
            time_tolerance=_SKEW,
            ocsps=list(ocsps),
            crls=list(crls),
            revocation_mode="require",
            allow_fetching=False,
        )
        try:
            run(CertificateValidator(certificate, validation_context=context).async_validate_path())
        except RevokedError as error:
            raise CertificateRevoked(str(error)) from error
        except (ValidationError, InvalidCertificateError, PathBuildingError) as error:
            raise EvidenceUnavailable(str(error)) from error


def _ocsp_answer(
    egress: Egress, url: str, certificate: x509.Certificate, issuer: x509.Certificate
) -> ocsp.OCSPResponse:
    about, above = (pyca.load_der_x509_certificate(each.dump()) for each in (certificate, issuer))
    request = OCSPRequestBuilder().add_certificate(about, above, hashes.SHA1()).build()  # noqa: S303 - a name
    raw = egress.post(url, request.public_bytes(Encoding.DER), kind=_OCSP_REQUEST)
    try:
        answer = ocsp.OCSPResponse.load(raw, strict=True)
        said = answer["response_status"].native
        status = answer.response_data["responses"][0]["cert_status"].name if said == "successful" else said
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise EvidenceUnavailable(f"{url} gave no OCSP answer") from error
    if status not in {"good", "revoked"}:
        raise EvidenceUnavailable(f"{url} answered {status}")
    return answer


def _list(raw: bytes) -> crl.CertificateList:
    try:
        found = crl.CertificateList.load(pem.unarmor(raw)[2] if pem.detect(raw) else raw, strict=True)
        found["tbs_cert_list"]["this_update"].native  # noqa: B018 - parsing is lazy
    except (ValueError, TypeError, KeyError) as error:
        raise EvidenceUnavailable("Not a list of revoked certificates") from error
    return found


def _certificate(raw: bytes) -> x509.Certificate:
    try:
        found = x509.Certificate.load(pem.unarmor(raw)[2] if pem.detect(raw) else raw, strict=True)
        found.subject.native  # noqa: B018 - parsing is lazy
    except (ValueError, TypeError, KeyError) as error:
        raise EvidenceUnavailable("Not a certificate") from error
    return found
