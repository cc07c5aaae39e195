"""An installation with a time-stamping authority in the market next door."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.add_seal_key import add_seal_key
from docsvc.actions.issue_document import issue_document
from docsvc.actions.renew_seal import renew_seal
from docsvc.model import DocumentVersion, Kind, SealKey
from tests.integration.core import story
from tests.integration.core.installation import Installation, installed
from tests.integration.evidence.conftest import deal_of
from tests.services.certomancer import PASSPHRASE, Market

Bought = Callable[[str], str]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, market_everywhere: Market) -> Iterator[Installation]:
    """One installation for a module; its documents are each test's own."""
    with installed(tmp_path_factory.mktemp("seals")) as made:
        use_tsa(made, market_everywhere)
        yield made


@pytest.fixture
def installation(everything: Installation, market: Market) -> Iterator[Installation]:
    yield everything
    everything.clock.ahead = timedelta()
    use_tsa(everything, market)
    use_own_seal(everything)


@pytest.fixture
def bought(installation: Installation, market: Market) -> Bought:
    """Seal by one of the market's certificates from now on."""

    def use(label: str) -> str:
        with installation.tools.work() as work:
            for row in work.session.scalars(select(SealKey).where(SealKey.kind == "pkcs11")):
                work.session.delete(row)  # another test has the same certificate in a token
        with installation.tools.work() as work:
            return add_seal_key(
                work,
                actor=installation.people["administrator"],
                keys=installation.tools.keys,
                store=market.store(label),
                phrase=PASSPHRASE,
            )

    return use


def use_own_seal(installation: Installation) -> None:
    with installation.tools.work() as work:
        renew_seal(work, actor=installation.people["administrator"], keys=installation.tools.keys)


def use_tsa(installation: Installation, market: Market, label: str = "tsa") -> None:
    installation.tools.settings = replace(
        installation.tools.settings,
        tsa_url=market.tsa_url(label),
        tsa_roots=market.root_pem,
        private_egress=True,
    )


def sealed_invoice(installation: Installation) -> DocumentVersion:
    """Issue an invoice: its only signature is the seal."""
    invoice = story.make(installation, deal_of(installation), Kind.INVOICE)
    story.submit(installation, invoice)
    with installation.tools.work() as work:
        issue_document(work, invoice, actor=installation.people["manager"])
    installation.run_jobs()
    return story.version_of(installation, invoice)


def later(installation: Installation, market: Market, ahead: timedelta) -> None:
    """Let time pass here and at the market, and do what is due."""
    installation.clock.ahead = ahead
    market.animator.fixed_time = installation.clock()
    installation.run_jobs()


def file_of(installation: Installation, address: str | None) -> bytes:
    assert address is not None
    return installation.tools.blobs.get(address)
