"""The forms of the recipient's page: what they do, and what they keep when something is missing."""

import re
from datetime import timedelta

from sqlalchemy import select

from docsvc.model import (
    Kind,
    SigningCode,
)
from docsvc.tools import Tools
from docsvc.urls import proof_path
from tests.integration.core.installation import Clock
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import (
    BUYER,
    CLIENT,
    Sent,
    last_code,
    put_sent,
    wrong,
)
from tests.integration.signing.visits import FACTS, NAME, form, rows, sign, state


def test_a_contract_is_signed_through_its_page(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    assert sign(client, tools, sent) == 303
    assert state(tools, sent) == "sealing"
    page = client.page(sent.document_id)
    assert "Вы подписали договор" in page.text
    assert "Получить код" not in page.text


def test_clicking_twice_leads_to_the_same_page(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    assert sign(client, tools, sent) == 303
    again = client.client.post(
        f"/sign/{sent.document_id}/sign",
        data=form(client, sent) | {"typed": NAME, "consent": "yes", "code": "000000"},
    )
    assert again.status_code == 303
    assert rows(tools)["Signature"] == 1


def test_a_wrong_code_loses_nothing_that_was_typed(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    filled = {"agreement": client.agreement(sent.document_id), "consent": "yes", "typed": 'Иванов "И" <b>'}
    client.answer(sent.document_id, "code", **filled)
    code = wrong(last_code(tools, sent.recipients[CLIENT.email]))
    answer = client.answer(sent.document_id, "sign", **filled, code=code)
    assert answer.status_code == 422
    assert "Код не подходит или устарел" in answer.text
    assert 'value="Иванов &#34;И&#34; &lt;b&gt;"' in answer.text
    assert len(re.findall(r'type="checkbox"[^>]* checked', answer.text)) == 2
    with tools.read() as session:
        assert session.scalars(select(SigningCode)).one().tries == 1


def test_whoever_asks_for_another_code_is_told_that_one_went_out(
    tools: Tools, clock: Clock, client: Browser, sent: Sent
) -> None:
    client.open(sent.links[CLIENT.email])
    filled = {"agreement": client.agreement(sent.document_id), "consent": "yes", "typed": NAME}
    words = "Новый код отправлен"
    assert words not in client.answer(sent.document_id, "code", **filled).text
    assert "Код уже отправлен, подождите" in client.answer(sent.document_id, "code", **filled).text
    clock.ahead = timedelta(minutes=2)
    assert words in client.answer(sent.document_id, "code", **filled).text
    assert rows(tools)["SigningCode"] == 2


def test_everything_missing_is_said_at_once_and_sends_no_code(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    client.open(sent.links[CLIENT.email])
    answer = client.answer(sent.document_id, "code")
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert rows(tools)["SigningCode"] == 0


def test_an_altered_page_signs_nothing(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    assert sign(client, tools, sent, shown="0" * 64) == 409
    assert rows(tools)["Signature"] == 0


def test_a_form_without_its_token_changes_nothing(tools: Tools, client: Browser, sent: Sent) -> None:
    client.open(sent.links[CLIENT.email])
    path = f"/sign/{sent.document_id}/decline"
    assert client.client.post(path, data={"reason": "Нет"}).status_code == 400
    foreign = {"Origin": "https://evil.example"}
    answer = client.client.post(path, data=form(client, sent) | {"reason": "Нет"}, headers=foreign)
    assert answer.status_code == 400
    assert state(tools, sent) == "sent"


def test_an_offer_is_accepted_with_one_tick(tools: Tools, client: Browser) -> None:
    offer = put_sent(tools, kind=Kind.QUOTE, recipients=(BUYER,), facts=FACTS)
    client.open(offer.links[BUYER.email])
    answer = client.answer(offer.document_id, "accept")
    assert answer.status_code == 422
    assert "Отметьте согласие: без него ответ не будет иметь силы." in answer.text
    assert "Ответа ещё ждут" in client.get(proof_path(offer.document_id)).text
    assert client.answer(offer.document_id, "accept", consent="yes").status_code == 303
    assert "Вы приняли предложение" in client.page(offer.document_id).text


def test_declining_asks_for_the_reason_and_says_what_is_next(
    tools: Tools, client: Browser, sent: Sent
) -> None:
    client.open(sent.links[CLIENT.email])
    assert client.answer(sent.document_id, "decline", reason=" ").status_code == 422
    assert client.answer(sent.document_id, "decline", reason="<script>цена</script>").status_code == 303
    page = client.page(sent.document_id).text
    assert "Вы отказались" in page
    assert "&lt;script&gt;цена&lt;/script&gt;" in page
    assert state(tools, sent) == "declined"
