"""Whoever judges a battery sees what is lost and what is there twice."""

from dataclasses import replace
from email.message import EmailMessage

from tests.battery.counting import holes, lost_or_twice
from tests.battery.post import APPROVAL, CODES, LINK, Letter, Post, missing, repeated, twice
from tests.services.smtp import Delivery, Mailbox

NUMBER = "Д-2026-0001"
ASKED = Letter("<1@here>", "client@many.example", "На подпись", f"договор № {NUMBER}", "http://here/s/1")
AGAIN = replace(ASKED, id="<2@here>", text="http://here/s/2")


def test_a_letter_that_was_written_twice_is_found() -> None:
    assert len(twice([ASKED, AGAIN])) == 1
    others = {"to": "director@many.example"}, {"about": "№ 2"}, {"text": "Соколов читает договор"}
    assert twice([ASKED, *(replace(AGAIN, **other) for other in others)]) == []


def test_a_letter_that_came_again_is_the_same_letter_and_is_counted() -> None:
    assert twice([ASKED, ASKED]) == []
    assert repeated([ASKED, ASKED, AGAIN]) == 1


def test_a_code_may_be_asked_for_again() -> None:
    assert twice([replace(ASKED, name=CODES), replace(AGAIN, name=CODES)]) == []


def test_a_letter_that_did_not_arrive_is_named() -> None:
    expected = [(ASKED.to, "На подпись"), (ASKED.to, "Ваш экземпляр")]
    assert missing([ASKED], NUMBER, expected) == [f"{NUMBER}: no letter «Ваш экземпляр» to {ASKED.to}"]
    assert len(missing([replace(ASKED, about="№ 2")], NUMBER, expected)) == 2


def test_who_was_asked_and_where_to_is_read_from_what_arrived() -> None:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = f"{APPROVAL}: договор № {NUMBER}", "<1@here>"
    message.set_content("Открыть: http://here/s/1")
    post = Post(Mailbox(deliveries=[Delivery("docsvc@here", (ASKED.to,), message)]))
    assert post.asked(ASKED.to, NUMBER)
    assert not post.asked("director@many.example", NUMBER)
    assert post.newest(ASKED.to, NUMBER, LINK) == "http://here/s/1"


def test_numbers_count_from_one_without_a_hole_in_each_series() -> None:
    assert holes(["Д-2026-0002", "КП-2026-0001", NUMBER]) == []
    assert len(holes([NUMBER, "Д-2026-0003"])) == 1
    assert len(holes([NUMBER, NUMBER])) == 1
    assert len(holes(["КП-2026-0002"])) == 1


def test_a_document_is_lost_made_twice_or_told_to_nobody() -> None:
    there = [{"id": "a", "deal_id": "1"}, {"id": "b", "deal_id": "2"}]
    assert lost_or_twice(["a", "b"], there) == []
    assert len(lost_or_twice(["a", "b", "c"], there)) == 1
    assert len(lost_or_twice(["a"], there)) == 1
    assert len(lost_or_twice(["a", "b"], [*there, {"id": "b", "deal_id": "2"}])) == 1
