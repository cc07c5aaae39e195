"""A will that was given with an approval signs what it was given for, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from docsvc.actions.send_document import send_document, send_documents
from docsvc.errors import BadInput
from docsvc.model import Act, Asked, Channel, LegalEntity, PreparedWill, Role, User, UserRole, new_id
from docsvc.queries.own_signing import to_sign
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.core.test_own_signing import (
    DIRECTOR,
    approve,
    ask,
    before_the_director,
    letters,
    signatures,
)

CLIENT = Asked("Иванов Иван Иванович", "ivanov@vector.example", Act.SIGN, 2, "client")


@pytest.fixture
def promised(installation: Installation, deal_id: str) -> str:
    contract = before_the_director(installation, deal_id)
    assert approve(installation, contract, code=ask(installation, contract)) is None
    return contract


def send(installation: Installation, contract: str, *recipients: Asked) -> None:
    with installation.tools.work() as work:
        send_document(work, contract, actor=installation.people["manager"], recipients=recipients)
    installation.run_jobs()


def test_it_does_not_sign_for_the_other_side(installation: Installation, promised: str) -> None:
    with installation.tools.work() as work:
        second = User(
            id=new_id(), email="second@polaris.example", name="Второй Директор", created_at=work.now
        )
        second.role_rows = [UserRole(role=Role.DIRECTOR.value)]
        work.add(second)
    ours = Asked("Второй", "second@polaris.example", Act.SIGN, 2, "seller")
    send(installation, promised, replace(CLIENT, email=DIRECTOR, order=1), ours)
    assert signatures(installation, promised) == []
    assert dropped(installation) == ["подписать нужно за другую сторону"]


def test_an_authority_that_ran_out_stops_no_other_signature(
    installation: Installation, promised: str
) -> None:
    authority_until(installation, installation.clock().date() + timedelta(days=1))
    ours = Asked("Соколов", DIRECTOR, Act.SIGN, 2, "seller")
    send(installation, promised, replace(CLIENT, order=1), ours)
    installation.clock.ahead = timedelta(days=3)
    story.sign(installation, promised, CLIENT.email, typed=CLIENT.name)
    assert [each.field for each in signatures(installation, promised)] == ["client"]
    assert len(dropped(installation)) == 1
    assert "Полномочия подписанта истекли" in dropped(installation)[0]
    assert DIRECTOR in letters(installation, "invitation")


def test_nobody_is_asked_to_sign_for_us_by_an_authority_that_ran_out(
    installation: Installation, promised: str
) -> None:
    authority_until(installation, installation.clock().date() - timedelta(days=2))
    with pytest.raises(BadInput, match="полномочия истекли"):
        story.send_only(installation, promised)


def authority_until(installation: Installation, last: date) -> None:
    with installation.tools.work() as work:
        entity = work.session.scalars(select(LegalEntity)).one()
        terms = {"kind": "proxy", "number": "5", "date": "2025-01-01", "until": last.isoformat()}
        entity.details = dict(entity.details) | {"authority_terms": terms}


def dropped(installation: Installation) -> list[str]:
    with installation.tools.read() as session:
        return list(session.scalars(select(PreparedWill.dropped)))


def test_a_text_message_that_the_sender_asked_for_is_not_done_without(
    installation: Installation, promised: str
) -> None:
    ours = Asked("Соколов", DIRECTOR, Act.SIGN, 1, "seller", phone="+79161234567", channel=Channel.SMS)
    send(installation, promised, ours, CLIENT)
    assert signatures(installation, promised) == []
    assert dropped(installation) == ["теперь нужна другая подпись"]
    with installation.tools.read() as session:  # nor are many signed at once by a code from a letter
        assert to_sign(session, installation.people["director"], now=installation.clock()) == ()


def test_each_document_of_a_sending_is_signed_by_the_will_on_it(
    installation: Installation, deal_id: str, promised: str
) -> None:
    second = before_the_director(installation, deal_id)
    assert approve(installation, second, code=ask(installation, second)) is None
    ours = Asked("Соколов", DIRECTOR, Act.SIGN, 1, "seller")
    with installation.tools.work() as work:
        send_documents(
            work, [promised, second], actor=installation.people["manager"], recipients=(ours, CLIENT)
        )
    installation.run_jobs()
    with installation.tools.read() as session:
        codes = {each.document_id: each.code_id for each in session.scalars(select(PreparedWill))}
    for contract in (promised, second):
        assert [each.code_id for each in signatures(installation, contract)] == [codes[contract]]
