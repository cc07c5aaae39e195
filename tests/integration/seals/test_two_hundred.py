"""Poppler, MuPDF, OpenSSL and we agree on two hundred signed files, and on the same files changed."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing import Keys, Level, Role, Stamper, Token, Trusted, Verdict, create_authority, unlock, verify
from signing.trusted import print_of
from tests.integration.seals.judges import Findings, judge
from tests.integration.seals.press import Press, Printed
from tests.services.certomancer import ORGANISATION, PASSPHRASE, Market
from tests.services.softhsm import LABELS, PIN, TOKEN

pytestmark = [pytest.mark.needs("softhsm", "pdfsig", "mutool", "openssl"), pytest.mark.timeout(900)]
"""A minute of one core, and more where others use it too."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One file, what others say of it and what we say."""

    file: Printed
    others: Findings
    ours: Verdict


@pytest.fixture(scope="module")
def own() -> Keys:
    made = create_authority(organisation=ORGANISATION, passphrase=b"x", now=datetime.now(UTC))
    return Keys.load(made, b"x")


@pytest.fixture(scope="module")
def roots(own: Keys, market_everywhere: Market) -> Sequence[bytes]:
    return own.root_pem, market_everywhere.root_pem


@pytest.fixture(scope="module")
def roots_file(roots: Sequence[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("roots") / "roots.pem"
    file.write_bytes(b"".join(roots))
    return file


@pytest.fixture(scope="module")
def judged(
    own: Keys,
    roots: Sequence[bytes],
    roots_file: Path,
    market_everywhere: Market,
    softhsm: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Judged]:
    """Make all of them; others judge each in the background while the next is made."""
    press = Press(_keys(own, market_everywhere, softhsm), Stamper(market_everywhere.tsa_url()), roots)
    sold = frozenset(print_of(each.organisation_seal.certificate) for each in press.keys.values())
    trusted = Trusted(tuple(roots), sold)
    asked: list[tuple[Printed, Future[Findings], Verdict]] = []
    with ThreadPoolExecutor(max_workers=2) as background:
        for file in press.run():
            folder = tmp_path_factory.mktemp("judged")
            findings = background.submit(judge, file.pdf, folder, roots_file)
            asked.append((file, findings, verify(file.pdf, trusted=trusted)))
        return [Judged(file, findings.result(), ours) for file, findings, ours in asked]


def _keys(own: Keys, market: Market, module: str) -> dict[str, Keys]:
    bought = {label: unlock(market.store(label), PASSPHRASE.encode()) for label in LABELS}
    keys = {"own": own}
    for label in LABELS:
        keys[f"bought {label}"] = replace(own, organisation_seal=bought[label])
    for label in LABELS:
        key, _certificate, _others = Token(module, TOKEN, PIN, label).key()
        keys[f"token {label}"] = replace(own, organisation_seal=replace(bought[label], key=key))
    return keys


def test_every_program_calls_every_signature_good(judged: list[Judged]) -> None:
    assert len(judged) == 200
    assert [(each.file.name, each.others) for each in judged if not each.others.agreed] == []
    counts = {(each.file.signers, each.others.signatures) for each in judged}
    assert counts == {(0, 1), (1, 3), (2, 4), (3, 5)}
    stamped = [each for each in judged if each.file.level is not Level.B_B]
    assert all(each.others.stamps >= each.others.signatures for each in stamped)


def test_we_agree_and_name_the_level(judged: list[Judged]) -> None:
    assert [(each.file.name, each.ours.problems) for each in judged if not each.ours.ok] == []
    for each in judged:
        found = [one.level for one in each.ours.signatures if one.role is not Role.TIMESTAMP]
        assert set(found) == {each.file.level}, each.file.name


def test_each_signature_covers_all_before_it_and_the_last_the_file(judged: list[Judged]) -> None:
    for each in judged:
        ends = []
        for one in PdfFileReader(BytesIO(each.file.pdf)).embedded_signatures:
            zero, hole, after, length = (int(number) for number in one.byte_range)
            assert (zero, after - hole) == (0, len(one.pkcs7_content) * 2 + 2)
            ends.append(after + length)
        assert ends == sorted(set(ends))
        assert (ends[-1] == len(each.file.pdf)) is (each.file.level is not Level.B_LT), each.file.name


def test_the_first_signature_says_what_may_change(judged: list[Judged]) -> None:
    for each in judged[::10]:
        first, *later = PdfFileReader(BytesIO(each.file.pdf)).embedded_signatures
        allowed = MDPPerm.FILL_FORMS if each.file.signers else MDPPerm.NO_CHANGES
        assert first.docmdp_level is allowed
        assert all(one.docmdp_level is None for one in later)


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_a_changed_file_is_found_by_all(
    judged: list[Judged], roots: Sequence[bytes], roots_file: Path, tmp_path: Path, level: str
) -> None:
    kept = next(each for each in judged if each.file.level == level and each.file.signers)
    changed = bytearray(kept.file.pdf)
    changed[kept.file.pdf.index(b"%PDF-1.7") + 12] ^= 1  # a byte of the comment after the header
    found = judge(bytes(changed), tmp_path, roots_file)
    assert (found.pdfsig, found.cms) == (0, 0)
    assert not verify(bytes(changed), roots=roots).ok


def test_pyhanko_too_calls_the_seal_good_for_the_long_term(
    judged: list[Judged], roots: Sequence[bytes]
) -> None:
    """By the algorithm of ETSI EN 319 102-1 §5.6.3, offline: all that it needs is in the file."""
    last = [each for each in judged if each.file.level is Level.B_LTA and each.file.signers == 0]
    assert len(last) == 5
    for each in last:
        (embedded, *_stamps) = PdfFileReader(BytesIO(each.file.pdf)).embedded_signatures
        found = asyncio.run(ades_lta_validation(embedded, _offline(roots)))
        assert found.ades_subindic is AdESPassed.OK, (each.file.name, found.failure_msg)


def _offline(roots: Sequence[bytes]) -> PdfSignatureValidationSpec:
    anchors = [x509.Certificate.load(pem.unarmor(root)[2]) for root in roots]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=anchors),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require")),
    )
    local = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(SignatureValidationSpec(policy, local))
