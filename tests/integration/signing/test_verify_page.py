"""The public page that checks files: what it answers, and that it keeps nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
import weasyprint
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.web.signing.verify import CHECKS
from audit import evidence
from docsvc.actions.revoke_seal import revoke_seal
from docsvc.model import Attempt, Document, SealKey, State
from docsvc.tools import Tools
from docsvc.work import SYSTEM
from signing import RevocationReason, certify, seal, sign
from tests.integration.signing.sending import Sent, complete
from tests.integration.signing.visits import rows
from tests.unit.audit.conftest import make_chain
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS, PAGE


@pytest.fixture
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('verify')}/docsvc.sqlite3"


@pytest.fixture
def signed(tools: Tools, sent: Sent) -> bytes:
    """The final file of the sent contract."""
    at, keys = tools.clock(), tools.keys
    pdf = bytes(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-3b"))
    pdf = certify(pdf, keys, fields=FIELDS, reason="", at=at)
    for field, who in (("seller", DIRECTOR), ("client", CLIENT)):
        at += timedelta(minutes=1)
        pdf = sign(pdf, keys, field=field, signer=who, typed="", at=at, reason="")
    return seal(pdf, keys, reason="", at=at)


def check(app: Flask, pdf: bytes, *, language: str = "ru", name: str = "тайное имя.pdf") -> TestResponse:
    given = {"file": (BytesIO(pdf), name)}
    headers = {"Accept-Language": language}
    return app.test_client().post("/verify", data=given, headers=headers)


def test_a_signed_document_is_told_with_who_signed_it(app: Flask, signed: bytes) -> None:
    page = check(app, signed)
    assert page.status_code == 200
    assert "Документ подлинный" in page.text
    for name in (DIRECTOR.name, CLIENT.name, "Печать, закрывшая документ"):
        assert name in page.text
    assert "Без протокола подписания" in page.text
    assert "тайное имя" not in page.text
    assert "(UTC+3)" in page.text
    assert " UTC<" not in page.text


def test_the_page_speaks_english_too(app: Flask, signed: bytes) -> None:
    assert "The seal that closed the document" in check(app, signed, language="en").text


def test_a_trail_alone_is_told_of_as_a_trail(app: Flask) -> None:
    page = check(app, evidence(make_chain(3)), name="audit.json")
    assert "Журнал цел" in page.text
    assert "сертификаты выпустил" not in page.text


def test_a_changed_document_is_refused_in_words(app: Flask, signed: bytes) -> None:
    page = check(app, signed + b"x")
    assert "Проверка не пройдена" in page.text
    assert "После последней подписи в файл что-то дописано" in page.text


def test_a_reason_that_all_signatures_share_is_told_once(app: Flask, signed: bytes) -> None:
    place = signed.index(b"stream") + 20
    page = check(app, signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :])
    reasons = page.text.partition("Что не так")[2].partition("</section>")[0]
    assert reasons.count("Документ изменён после подписания") == 1
    assert reasons.count("bytes 0") >= 1
    assert reasons.count('class="hash"') > 1


def test_a_recorded_file_is_known_to_its_last_byte(
    app: Flask, tools: Tools, sent: Sent, signed: bytes
) -> None:
    complete(tools, sent, signed)
    page = check(app, signed)
    assert "Этот файл записан здесь" in page.text
    assert f"/v/{sent.document_id}" in page.text
    assert "Без протокола подписания" not in page.text


def test_a_voided_document_is_not_called_good(app: Flask, tools: Tools, sent: Sent, signed: bytes) -> None:
    complete(tools, sent, signed)
    with tools.work() as work:
        work.get(Document, sent.document_id).state = State.VOIDED.value
    page = check(app, signed)
    assert "Документ аннулирован" in page.text
    assert "Документ подлинный" not in page.text


def test_a_file_whose_seal_was_revoked_since_is_neither_good_nor_broken(
    app: Flask, tools: Tools, signed: bytes
) -> None:
    since = tools.clock() + timedelta(minutes=4)  # later than the file claims to be signed
    with tools.work() as work:
        key = work.session.scalars(select(SealKey.id)).one()
        revoke_seal(
            work,
            key,
            actor=SYSTEM,
            keys=tools.keys,
            reason=RevocationReason.COMPROMISED,
            since=since,
        )
    page = check(app, signed)
    assert "Документ цел, но печать отозвана" in page.text
    assert "Документ подлинный" not in page.text
    assert "Отозван с" in app.test_client().get("/trust").text
    answer = check(app, signed, language="en").text
    assert "no time stamp shows that this signature is older" in answer


@pytest.mark.parametrize(
    ("junk", "words"),
    [
        (b"x", "Этот файл здесь не проверить"),
        (b"PK\x03\x04junk", "Этот файл здесь не проверить"),
        (b"{", "Этот файл здесь не проверить"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "Проверка не пройдена"),
    ],
)
def test_what_is_no_file_of_ours_is_refused(app: Flask, junk: bytes, words: str) -> None:
    assert words in check(app, junk).text


def test_nothing_is_kept_but_a_count(app: Flask, tools: Tools, signed: bytes) -> None:
    before = rows(tools)
    check(app, signed)
    assert {name: found for name, found in rows(tools).items() if name != Attempt.__tablename__} == {
        name: found for name, found in before.items() if name != Attempt.__tablename__
    }


def test_no_file_is_said_so(app: Flask) -> None:
    page = app.test_client().post("/verify", data={})
    assert page.status_code == 400
    assert "Файл не выбран" in page.text
    assert app.test_client().get("/verify").status_code == 200


def test_a_network_that_checks_without_end_has_to_wait(app: Flask, tools: Tools) -> None:
    check(app, b"x")
    with tools.work() as work:
        for row in work.session.scalars(select(Attempt)):
            row.count = CHECKS.most
    page = check(app, b"x")
    assert page.status_code == 429
    assert "слишком часто" in page.text
