"""The organisation's key: bought, in a token, renewed; each document is closed by the key that opened it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.add_seal_key import add_seal_key
from docsvc.actions.register_seal import register_own_seal, register_token
from docsvc.actions.renew_seal import renew_seal
from docsvc.config import Pkcs11, read_settings
from docsvc.errors import (
    BadConfiguration,
    Forbidden,
    SealCertificateExpired,
    SealCertificateUnfit,
    SealChainUnreadable,
    SealKeyKnown,
    SealKeyLocked,
    SealKeyMissing,
)
from docsvc.model import Mail, SealKey
from docsvc.queries.seal_keys import current_seal, ends_soon
from docsvc.tools import trusted
from docsvc.wiring import open_tools
from signing import KeysLocked, Role, SignatureReport, TokenUnavailable, verify
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.evidence.conftest import deal_of
from tests.integration.seals.conftest import Bought, file_of, sealed_invoice, use_own_seal
from tests.services.certomancer import PASSPHRASE, Market
from tests.services.softhsm import PIN, TOKEN

CLIENT, DIRECTOR = "ivanov@vector.example", "director@polaris.example"


def signatures(installation: Installation, document_id: str) -> dict[Role, SignatureReport]:
    final = file_of(installation, story.version_of(installation, document_id).final_blob)
    verdict = verify(final, trusted=trusted(installation.tools))
    assert verdict.ok, verdict.problems
    return {each.role: each for each in verdict.signatures}


def sent_contract(installation: Installation) -> str:
    contract = story.approved_contract(installation, deal_of(installation))
    story.send(installation, contract)
    return contract


def sign_both(installation: Installation, contract: str) -> None:
    for email, name in ((DIRECTOR, "Соколов Андрей Викторович"), (CLIENT, "Иванов Иван Иванович")):
        story.sign(installation, contract, email, typed=name)
    assert story.state_of(installation, contract) == "archived"


def test_a_document_is_closed_by_the_key_that_certified_it(
    installation: Installation, bought: Bought
) -> None:
    contract = sent_contract(installation)
    bought("seal_ec")
    sign_both(installation, contract)
    found = signatures(installation, contract)
    assert found[Role.SEAL].serial == found[Role.CERTIFICATION].serial
    invoice = sealed_invoice(installation)
    assert signatures(installation, invoice.document_id)[Role.SEAL].serial != found[Role.SEAL].serial


def test_old_documents_stay_confirmed_after_the_key_is_changed(
    installation: Installation, bought: Bought
) -> None:
    bought("seal_rsa")
    invoice = sealed_invoice(installation)
    use_own_seal(installation)
    assert signatures(installation, invoice.document_id)[Role.SEAL].who == "ООО «Полярная звезда»"


def test_another_node_takes_up_a_new_key_without_a_restart(installation: Installation) -> None:
    elsewhere = open_tools(installation.settings)
    before = elsewhere.keys.organisation_seal.certificate
    use_own_seal(installation)
    after = elsewhere.keys.organisation_seal.certificate
    elsewhere.database.dispose()
    assert after.dump() != before.dump()
    assert after.dump() == installation.tools.keys.organisation_seal.certificate.dump()


def add(installation: Installation, store: bytes, phrase: str = PASSPHRASE, chain: bytes = b"") -> str:
    with installation.tools.work() as work:
        return add_seal_key(
            work,
            actor=installation.people["administrator"],
            keys=installation.tools.keys,
            store=store,
            phrase=phrase,
            chain=chain,
        )


def test_what_cannot_be_a_seal_is_refused_and_nothing_changes(
    installation: Installation, market: Market
) -> None:
    before = installation.tools.keys.organisation_seal.certificate.dump()
    own = installation.tools.settings.data / "keys" / "seal.p12"
    phrase = installation.tools.secrets.wrapping.hex()
    attempts: list[tuple[type[Exception], bytes, str, bytes]] = [
        (SealKeyMissing, b"", PASSPHRASE, b""),
        (SealKeyMissing, bytes(300_000), PASSPHRASE, b""),
        (SealKeyLocked, market.store("tsa"), "another", b""),
        (SealKeyLocked, b"not a store", PASSPHRASE, b""),
        (SealChainUnreadable, market.store("tsa"), PASSPHRASE, b"not a chain"),
        (SealCertificateExpired, market.store("expired"), PASSPHRASE, b""),
        (SealCertificateUnfit, market.store("tsa"), PASSPHRASE, b""),
        (SealKeyKnown, own.read_bytes(), phrase, b""),
    ]
    for reason, store, given, chain in attempts:
        with pytest.raises(reason):
            add(installation, store, given, chain)
    assert installation.tools.keys.organisation_seal.certificate.dump() == before


def test_the_chain_may_come_beside_the_store(installation: Installation, market: Market) -> None:
    chain = market.pem("interm") + market.root_pem
    key_id = add(installation, market.store("silent", whole=False), chain=chain)
    with installation.tools.read() as session:
        kept = session.get_one(SealKey, key_id)
    assert kept.chain.count("BEGIN CERTIFICATE") == 3
    assert PASSPHRASE.encode() not in kept.store


def test_only_an_administrator_changes_the_seal(installation: Installation, market: Market) -> None:
    for who in ("manager", "director", "accountant"):
        with pytest.raises(Forbidden), installation.tools.work() as work:
            renew_seal(work, actor=installation.people[who], keys=installation.tools.keys)


def test_a_first_start_writes_down_the_key_that_was_there(installation: Installation) -> None:
    with installation.tools.work() as work:
        kept = work.session.scalars(select(SealKey)).all()
        register_own_seal(work, installation.tools.settings)
        assert work.session.scalars(select(SealKey)).all() == kept
        for each in kept:
            work.session.delete(each)
        work.session.flush()
        register_own_seal(work, installation.tools.settings)
    with installation.tools.read() as session:
        found = current_seal(session)
    assert found is not None
    assert (found.kind, found.who) == ("own", "ООО «Полярная звезда»")


def test_administrators_are_written_to_before_the_certificate_ends(installation: Installation) -> None:
    use_own_seal(installation)
    with installation.tools.read() as session:
        current = current_seal(session)
        assert current is not None
        assert ends_soon(session, installation.clock()) is None
    for days, count in ((61, 0), (59, 1), (31, 1), (29, 2), (5, 3), (3, 3)):
        installation.clock.ahead = (
            current.until - timedelta(days=days) - (installation.clock() - installation.clock.ahead)
        )
        installation.run_jobs()
        with installation.tools.read() as session:
            letters = session.scalars(select(Mail).where(Mail.template == "seal_ends")).all()
            assert len(letters) == count
    assert {each.params["key"] for each in letters} == {"own"}
    with installation.tools.read() as session:
        assert ends_soon(session, installation.clock()) is not None


@pytest.mark.needs("softhsm")
@pytest.mark.parametrize("label", ["seal_ec", "seal_rsa"])
def test_a_key_in_a_token_seals(installation: Installation, market: Market, softhsm: str, label: str) -> None:
    named = Pkcs11(module=softhsm, token=TOKEN, pin=PIN, label=label)
    tools = installation.tools
    original, tools.settings = tools.settings, replace(tools.settings, token=named)
    tools.load_keys = open_tools(replace(installation.settings, token=named)).load_keys
    try:
        with tools.work() as work:
            for row in work.session.scalars(select(SealKey).where(SealKey.kind == "pkcs12")):
                work.session.delete(row)  # another test has bought the same certificate
        with tools.work() as work:
            assert register_token(work, tools.settings)
        with tools.work() as work:
            assert not register_token(work, tools.settings)
        invoice = sealed_invoice(installation)
        assert invoice.lasting_level == "B-LTA"
        serial = f"{market.certificate(label).serial_number:020X}"
        assert signatures(installation, invoice.document_id)[Role.SEAL].serial == serial
    finally:
        tools.settings, tools.load_keys = original, open_tools(installation.settings).load_keys


@pytest.mark.needs("softhsm")
def test_a_token_that_does_not_open_says_so_and_is_asked_once(
    installation: Installation, softhsm: str
) -> None:
    for named in (
        Pkcs11(softhsm, TOKEN, "00000", "seal_ec"),
        Pkcs11(softhsm, "another", PIN, "seal_ec"),
        Pkcs11(softhsm, TOKEN, PIN, "nothing"),
        Pkcs11("/nowhere.so", TOKEN, PIN, "seal_ec"),
    ):
        settings = replace(installation.tools.settings, token=named)
        with pytest.raises(TokenUnavailable), installation.tools.work() as work:
            register_token(work, settings)
        assert PIN not in repr(settings)
    assert issubclass(TokenUnavailable, KeysLocked)


def test_a_token_is_named_whole_or_not_at_all() -> None:
    named = {"DOCSVC_PKCS11_MODULE": "/lib.so", "DOCSVC_PKCS11_TOKEN": "t", "DOCSVC_PKCS11_LABEL": "l"}
    with pytest.raises(BadConfiguration, match="DOCSVC_PKCS11_PIN"):
        read_settings(named)
    assert read_settings({**named, "DOCSVC_PKCS11_PIN": "1"}).token == Pkcs11("/lib.so", "t", "1", "l")
