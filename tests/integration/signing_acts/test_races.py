"""Sixteen at once over two hundred sendings, fifty on SQLite: no act lost, none twice, one outcome each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from docsvc.actions.open_link import open_link
from docsvc.actions.request_code import request_code
from docsvc.actions.sign_document import sign_document
from docsvc.actions.withdraw_document import withdraw_document
from docsvc.errors import DatabaseUnavailable, DocsvcError
from docsvc.model import Act, Dispatch, Document, DocumentVersion, OutboxMessage, Recipient, Signature, User
from docsvc.queries.trail import verify_trail
from docsvc.queries.who_is import actor_of
from docsvc.tools import Tools
from docsvc.work import Actor, Work
from tests.integration.core.installation import make_installation
from tests.integration.core.test_races import at_once
from tests.integration.signing.sending import CLIENT, HERE, Asked, Sent, last_code, put_sent, will
from tests.integration.signing.sending import PDF as SHOWN

THREADS = 16
GROUPS, WITHDRAWN, CODES = 50, 75, 75
"""How many sendings each kind of race has: two hundred in all."""
FEWER = 4
"""SQLite lets one at a time write from the first statement on: there a race is like the one before it."""

BOARD = tuple(
    Asked(name, f"{email}@vector.example", Act.SIGN)
    for name, email in (("Белова Анна", "belova"), ("Волков Олег", "volkov"), ("Гусев Илья", "gusev"))
)
Race = Callable[[], DocsvcError | None]


@pytest.fixture
def tools(tmp_path: Path, database_url: str) -> Iterator[Tools]:
    made = make_installation(tmp_path / "data", database_url=database_url)
    yield made.tools
    made.tools.database.dispose()


@pytest.mark.timeout(300)
def test_a_parallel_group_signs_as_often_as_it_must(tools: Tools) -> None:
    groups = many(tools, GROUPS)
    sendings = [put_group(tools) for _ in range(groups)]
    acts = [act for sent in sendings for act in everybody(tools, sent)]
    outcomes = raced(acts)
    assert outcomes["done"] == 2 * groups
    assert set(outcomes) <= {"done", "already-acted", "no-longer-needed"}
    with tools.read() as session:
        fields = session.execute(select(Signature.version_id, Signature.field, Signature.position)).all()
        states = Counter(session.scalars(select(Recipient.state)))
    assert len({(version, field) for version, field, _ in fields}) == 2 * groups
    assert Counter(field for _, field, _ in fields) == {"client": groups, "client2": groups}
    assert Counter(position for *_, position in fields) == {1: groups, 2: groups}
    assert states == {"acted": 2 * groups, "spared": groups}
    assert promised(tools) == {"sign": 2 * groups, "seal": groups}
    assert sound(tools, {"sealing": groups})


@pytest.mark.timeout(300)
def test_a_document_is_signed_or_withdrawn_but_not_both(tools: Tools) -> None:
    withdrawn = many(tools, WITHDRAWN)
    sendings = [put_sent(tools) for _ in range(withdrawn)]
    manager = actor(tools)
    acts: list[Race] = []
    for sent in sendings:
        acts += [signing(tools, sent, CLIENT.email), withdrawing(tools, sent, manager)]
    outcomes = raced(acts)
    assert outcomes["done"] == withdrawn
    assert set(outcomes) <= {"done", "already-acted", "wrong-state"}
    signed = promised(tools)["sign"]
    with tools.read() as session:
        assert session.scalar(select(func.count()).select_from(Signature)) == signed
        lost = select(Document.id).join(Signature).where(Document.state != "sealing")
        assert session.scalars(lost).all() == []
    assert promised(tools)["seal"] == signed
    assert sound(tools, {"sealing": signed, "withdrawn": withdrawn - signed})


@pytest.mark.timeout(300)
def test_one_code_makes_one_act(tools: Tools) -> None:
    codes = many(tools, CODES)
    sendings = [put_sent(tools) for _ in range(codes)]
    acts = [act for sent in sendings for act in [signing(tools, sent, CLIENT.email)] * 2]
    outcomes = raced(acts)
    assert outcomes == {"done": codes, "already-acted": codes}
    assert promised(tools) == {"sign": codes, "seal": codes}
    assert sound(tools, {"sealing": codes})


def many(tools: Tools, whole: int) -> int:
    return whole // FEWER if tools.database.is_sqlite else whole


def raced(acts: Sequence[Race]) -> Counter[str]:
    """Let sixteen threads walk over the acts in turn, so that those on one sending meet."""
    outcomes: Counter[str] = Counter()

    def walk(number: int) -> Callable[[], None]:
        return lambda: outcomes.update([outcome(act) for act in acts[number::THREADS]])

    assert at_once([walk(number) for number in range(THREADS)]) == [None] * THREADS
    assert outcomes.total() == len(acts)
    return outcomes


def outcome(act: Race) -> str:
    """Act, however often SQLite lets others go first: who waits for it stands in no queue."""
    while True:
        try:
            refused = act()
        except DatabaseUnavailable:
            continue
        except DocsvcError as refusal:
            return refusal.code
        else:
            return refused.code if refused else "done"


def signing(tools: Tools, sent: Sent, email: str) -> Race:
    """Return the click of a person who has read the document and got their code."""
    with tools.work() as work:
        token = open_link(work, sent.links[email], **HERE).session_token
        request_code(work, token, document_id=sent.document_id, **HERE)
    given = will(sent, last_code(tools, sent.recipients[email]))

    def act() -> DocsvcError | None:
        with tools.work() as work:
            return sign_document(work, token, document_id=sent.document_id, will=given, **HERE)

    return act


def everybody(tools: Tools, sent: Sent) -> list[Race]:
    """Return a click of each person of the group, and a second one of the first."""
    clicks = [signing(tools, sent, who.email) for who in BOARD]
    return [*clicks, clicks[0]]


def withdrawing(tools: Tools, sent: Sent, manager: Actor) -> Race:
    def act() -> None:
        with tools.work() as work:
            withdraw_document(work, sent.document_id, actor=manager, reason="Передумали")

    return act


def put_group(tools: Tools) -> Sent:
    """Put down a document that two of three people sign, in any order."""
    sent = put_sent(tools, recipients=BOARD, pdf=SHOWN)
    with tools.work() as work:
        _group(work, sent)
    return sent


def _group(work: Work, sent: Sent) -> None:
    work.get(Dispatch, sent.dispatch_id).quorums = {"правление": 2}
    for recipient_id in sent.recipients.values():
        work.get(Recipient, recipient_id).group = "правление"
    places = [
        {"party": party, "page": 0, "box": [0, 60 * at, 100, 50 + 60 * at]}
        for at, party in enumerate(("client", "client2"))
    ]
    work.get(DocumentVersion, sent.version_id).places = places


def actor(tools: Tools) -> Actor:
    with tools.read() as session:
        return actor_of(session.scalars(select(User).filter_by(email="manager@polaris.example")).one())


def promised(tools: Tools) -> Counter[str]:
    with tools.read() as session:
        names = session.scalars(select(OutboxMessage.name).where(OutboxMessage.name.in_(["sign", "seal"])))
        return Counter(names)


def sound(tools: Tools, states: dict[str, int]) -> bool:
    """Tell whether the trail is whole and the documents stand where they should."""
    with tools.read() as session:
        found = Counter(session.scalars(select(Document.state)))
        return not verify_trail(session).broken and found == Counter(states)
