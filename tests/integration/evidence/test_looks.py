"""Looks on the certificate: counted, not listed."""

import time

from docsvc.actions.enter import actor_of
from docsvc.actions.record_view import record_view
from docsvc.model import Document, Recipient
from docsvc.queries.completion import Frame, Tree, completion
from docsvc.queries.journal import LINES_MOST
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.evidence.conftest import CLIENT


def look(installation: Installation, contract: str, *, times: int, address: str = "198.51.100.7") -> None:
    """Let the client look at the contract again and again."""
    with installation.tools.work() as work:
        document = work.document(contract)
        client = work.session.query(Recipient).filter_by(email=CLIENT).one()
        actor = actor_of(client, address=address, device="Safari, iPhone")
        for _ in range(times):
            work.record(document, "recipient.viewed", actor, recipient=client.id, part="document")


def certificate(installation: Installation, contract: str) -> Tree:
    with installation.tools.read() as session:
        document = session.get_one(Document, contract)
        return completion(Frame(session, installation.settings.timezone, serials={}), document)


def sent_contract(installation: Installation, deal_id: str) -> str:
    contract = story.approved_contract(installation, deal_id)
    story.send(installation, contract)
    return contract


def looked(tree: Tree) -> list[Tree]:
    return [event for event in tree["events"] if event["text"].startswith("Просмотрен получателем")]


def test_repeated_looks_are_one_line_with_their_number(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    look(installation, contract, times=14)
    [line] = looked(certificate(installation, contract))
    assert line["text"].startswith("Просмотрен получателем 14 раз, последний раз ")
    assert line["text"].endswith("(UTC+03:00)")
    assert line["address"] == "198.51.100.7"


def test_one_look_is_told_as_before(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    look(installation, contract, times=1)
    [line] = looked(certificate(installation, contract))
    assert line["text"] == "Просмотрен получателем"


def test_two_looks_are_counted_in_good_russian(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    look(installation, contract, times=2)
    [line] = looked(certificate(installation, contract))
    assert line["text"].startswith("Просмотрен получателем 2 раза, ")


def test_looks_from_several_addresses_say_how_many(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    for number in range(3):
        look(installation, contract, times=2, address=f"203.0.113.{number}")
    [line] = looked(certificate(installation, contract))
    assert line["address"] == "203.0.113.0 и ещё 2"


def test_looks_of_different_people_are_not_counted_together(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    for who in ("lawyer", "finance", "lawyer"):
        with installation.tools.work() as work:
            record_view(work, contract, actor=installation.people[who], what="rendered", download=False)
    lines = [line for line in certificate(installation, contract)["events"] if "Просмотрен" in line["text"]]
    assert [line["text"][:17] for line in lines] == ["Просмотрен 2 раза", "Просмотрен"]


def test_where_a_colleague_sat_is_not_told(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    look(installation, contract, times=1)
    tree = certificate(installation, contract)
    assert {line["address"] for line in tree["events"]} == {None, "198.51.100.7"}


def test_what_does_not_fit_is_left_out_in_so_many_words(installation: Installation, deal_id: str) -> None:
    contract = sent_contract(installation, deal_id)
    with installation.tools.work() as work:
        document, manager = work.document(contract), installation.people["manager"]
        for _ in range(LINES_MOST + 5):
            work.record(document, "recipient.reminded", manager, recipient="x")
    tree = certificate(installation, contract)
    assert len(tree["events"]) == LINES_MOST
    assert tree["left_out"] > 5
    assert tree["events"][0]["text"].startswith("Создан")
    assert tree["events"][-1]["text"] == "Приглашение отправлено повторно"


def test_a_contract_looked_at_a_thousand_times_is_completed_quickly(
    installation: Installation, deal_id: str
) -> None:
    contract = sent_contract(installation, deal_id)
    look(installation, contract, times=1000)
    story.sign(installation, contract, "director@polaris.example", typed="Соколов Андрей Викторович")
    story.sign_only(installation, contract, CLIENT, typed="Иванов Иван Иванович")
    began = time.perf_counter()
    installation.run_jobs()
    assert story.state_of(installation, contract) == "archived"
    assert time.perf_counter() - began < 60
