"""Whatever a recipient's browser sends, the answer says what to mend; nothing breaks."""

from collections.abc import Iterator

import pytest
from flask import Flask

from api.app import create_app
from docsvc.model import new_id
from docsvc.tools import Tools
from tests.integration.core.installation import installed
from tests.integration.signing.browser import Browser
from tests.integration.signing.sending import CLIENT, Sent, put_sent
from tests.integration.signing.visits import FACTS

LONG = "9" * 5000


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    """One installation for all of them: each test spoils a sending of its own."""
    with installed(tmp_path_factory.mktemp("garbage")) as made:
        yield made.tools


@pytest.fixture(scope="module")
def app(tools: Tools) -> Flask:
    return create_app(tools)


@pytest.fixture
def sent(tools: Tools) -> Sent:
    return put_sent(tools, facts=FACTS | {"document": FACTS["document"] | {"number": new_id()}})


@pytest.fixture
def browser(client: Browser, sent: Sent) -> Browser:
    client.open(sent.links[CLIENT.email])
    return client


@pytest.mark.parametrize("page", [LONG, "²", "-1", "1.5", "0"])
def test_a_page_that_is_no_number_does_not_stop_a_remark(browser: Browser, sent: Sent, page: str) -> None:
    fields = {"changes": "Иначе", "remark_page": page, "remark_quote": "", "remark_text": "Здесь"}
    assert browser.answer(sent.document_id, "changes", **fields).status_code in {303, 422}


@pytest.mark.parametrize(
    "strokes",
    [
        "{}",
        "[[[",
        LONG,
        '{"width":1' + "0" * 400 + ',"height":100,"strokes":[[[1,2]]]}',
        '{"width":100,"height":100,"strokes":[[[1' + "0" * 400 + ",2]]]}",
        '{"width":NaN,"height":100,"strokes":[[[1,2]]]}',
    ],
    ids=["empty", "cut", "number", "wide", "far", "nan"],
)
def test_a_drawing_that_is_none_is_to_be_drawn_again(browser: Browser, sent: Sent, strokes: str) -> None:
    filled = {"agreement": browser.agreement(sent.document_id), "consent": "yes", "typed": "Имя"}
    assert browser.answer(sent.document_id, "code", **filled).status_code == 200
    drawn = filled | {"how": "drawn", "strokes": strokes, "code": "000000"}
    assert browser.answer(sent.document_id, "sign", **drawn).status_code == 422


@pytest.mark.parametrize(
    "how", ["code", "sign", "accept", "decline", "changes", "delegate", "draft", "unlock"]
)
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"code": LONG, "typed": "x" * 5000, "consent": "1", "agreement": "zz", "how": "picture"},
        {"how": "nonsense", "by": "pigeon", "to_name": "\u202e", "to_email": "a@b@c", "reason": "x" * 9000},
        {"consent-": "1", "consent-data:zz": "1", "shown": "ff", "code": "１２３４５６", "typed": "\u0301"},
        {f"k{n}": "v" for n in range(900)},
    ],
    ids=["nothing", "long", "odd", "consents", "many"],
)
def test_nothing_that_is_sent_breaks_the_page(
    browser: Browser, sent: Sent, how: str, fields: dict[str, str]
) -> None:
    assert browser.answer(sent.document_id, how, **fields).status_code < 500
