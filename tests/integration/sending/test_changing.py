"""A sending that is out is mended: another recipient, other words, another end, one more copy."""

from datetime import date, timedelta

import pytest

from docsvc.actions.correct_dispatch import Correction, add_copies, correct_dispatch
from docsvc.actions.open_link import open_link
from docsvc.actions.replace_link import replace_link, resend_link
from docsvc.actions.replace_recipient import Newcomer, replace_recipient
from docsvc.errors import BadInput, HasAnswered, LinkInvalid, NotFound, SendingOver
from docsvc.model import Act, Asked, Reminders
from docsvc.queries.history import history
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.sending import post

PETROVA = Newcomer(name="Петрова Анна", email="Petrova@Vector.example", position="Юрист")


@pytest.fixture
def nda(installation: Installation, deal_id: str) -> str:
    return post.nda(installation, deal_id)


def replace(installation: Installation, recipient_id: str, newcomer: Newcomer = PETROVA) -> str:
    with installation.tools.work() as work:
        new = replace_recipient(
            work, recipient_id, newcomer, actor=installation.people["manager"], reason="в отпуске"
        )
    installation.run_jobs()
    return new


def signed_by_us(installation: Installation, nda: str) -> str:
    """Send an agreement that our director has signed: the client's turn."""
    dispatch = post.send(installation, nda)
    story.sign(installation, nda, post.DIRECTOR, typed="Соколов Андрей Викторович")
    return dispatch


def test_somebody_else_signs_instead_of_a_recipient_who_was_asked(
    installation: Installation, nda: str
) -> None:
    dispatch = signed_by_us(installation, nda)
    old = post.recipient(installation.tools, dispatch, post.CLIENT)
    link = story.link_of(installation, nda, post.CLIENT)
    new = replace(installation, old.id)
    with installation.tools.work() as work, pytest.raises(LinkInvalid):
        open_link(work, link, **story.HERE)
    rows = {each.id: each for each in post.recipients(installation.tools, dispatch)}
    assert (rows[old.id].state, rows[new].state) == ("replaced", "invited")
    assert (rows[new].instead_of_id, rows[new].party, rows[new].order) == (old.id, "client", 2)
    assert rows[new].authority == ""  # another person's authority is not taken over
    assert post.letters(installation.tools, "replaced") == [post.CLIENT]
    story.sign(installation, nda, "petrova@vector.example", typed="Петрова Анна")
    assert post.state(installation.tools, nda) == "archived"


def test_who_waits_for_their_turn_is_replaced_without_a_word(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda)
    client = post.recipient(installation.tools, dispatch, post.CLIENT)
    new = replace(installation, client.id)
    assert post.letters(installation.tools, "replaced") == []
    assert {each.id: each.state for each in post.recipients(installation.tools, dispatch)}[new] == "waiting"


def test_a_wrong_address_is_mended_for_the_same_person(installation: Installation, nda: str) -> None:
    dispatch = signed_by_us(installation, nda)
    old = post.recipient(installation.tools, dispatch, post.CLIENT)
    replace(installation, old.id, Newcomer(name=old.name, email="ivanov@vector-group.example"))
    assert post.letters(installation.tools, "invitation")[-1] == "ivanov@vector-group.example"


def test_nobody_signs_for_us_by_being_put_into_the_directors_place(
    installation: Installation, nda: str
) -> None:
    dispatch = post.send(installation, nda)
    director = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    with installation.tools.work() as work, pytest.raises(BadInput):
        replace_recipient(work, director.id, PETROVA, actor=installation.people["manager"])
    assert post.recipient(installation.tools, dispatch, post.DIRECTOR).state == "invited"


def test_who_has_answered_is_not_replaced(installation: Installation, nda: str) -> None:
    dispatch = signed_by_us(installation, nda)
    director = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    with installation.tools.work() as work, pytest.raises(HasAnswered):
        replace_recipient(work, director.id, PETROVA, actor=installation.people["manager"])


@pytest.mark.parametrize("who", ["outsider", "accountant"])
def test_a_stranger_changes_nothing(installation: Installation, nda: str, who: str) -> None:
    dispatch = post.send(installation, nda)
    recipient = post.recipient(installation.tools, dispatch, post.DIRECTOR)
    actor = installation.people[who]
    with installation.tools.work() as work, pytest.raises(NotFound):
        replace_recipient(work, recipient.id, PETROVA, actor=actor)
    with installation.tools.work() as work, pytest.raises(NotFound):
        correct_dispatch(work, dispatch, Correction(message="нет"), actor=actor)
    for again in (resend_link, replace_link):
        with installation.tools.work() as work, pytest.raises(NotFound):
            again(work, recipient.id, actor=actor)


def test_words_end_and_reminders_are_corrected_and_who_is_awaited_hears_of_a_new_end(
    installation: Installation, nda: str
) -> None:
    dispatch = post.send(installation, nda)
    last = installation.day(40)
    correction = Correction(message="Ждём до конца месяца", expires_on=last, reminders=Reminders(7, 7, 2))
    with installation.tools.work() as work:
        correct_dispatch(work, dispatch, correction, actor=installation.people["manager"])
    changed = post.dispatch(installation.tools, dispatch)
    assert changed.message == "Ждём до конца месяца"
    assert changed.reminders == {"first": 7, "every": 7, "most": 2}
    assert changed.expires_at is not None
    assert post.letters(installation.tools, "corrected") == [post.DIRECTOR]
    with installation.tools.read() as session:
        [entry] = [row for row in history(session, nda) if row.kind == "dispatch.corrected"]
    assert entry.details["changed"] == ["expires_at", "message", "reminders"]


def test_the_new_end_counts_and_not_the_old_one(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda, expires_on=installation.day(2))
    with installation.tools.work() as work:
        longer = Correction(expires_on=installation.day(9))
        correct_dispatch(work, dispatch, longer, actor=installation.people["manager"])
    installation.clock.ahead += timedelta(days=4)
    installation.run_jobs()
    assert post.state(installation.tools, nda) == "sent"
    installation.clock.ahead += timedelta(days=7)
    installation.run_jobs()
    assert post.state(installation.tools, nda) == "expired"


def test_nothing_that_stays_as_it_was_is_history(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda, message="Здравствуйте")
    with installation.tools.work() as work:
        same = Correction(message="Здравствуйте")
        correct_dispatch(work, dispatch, same, actor=installation.people["manager"])
    with installation.tools.read() as session:
        assert "dispatch.corrected" not in {row.kind for row in history(session, nda)}


@pytest.mark.parametrize(
    "wrong",
    [
        Correction(expires_on=date(2020, 1, 1)),
        Correction(reminders=Reminders(first=-1)),
        Correction(reminders=Reminders(most=1000)),
        Correction(message="а" * 5000),
    ],
)
def test_what_cannot_be_is_refused(installation: Installation, nda: str, wrong: Correction) -> None:
    dispatch = post.send(installation, nda)
    with installation.tools.work() as work, pytest.raises(BadInput):
        correct_dispatch(work, dispatch, wrong, actor=installation.people["manager"])


def test_a_copy_is_added_at_once_or_at_the_end(installation: Installation, nda: str) -> None:
    dispatch = post.send(installation, nda)
    people = [
        Asked(name="Бухгалтерия", email="books@vector.example", act=Act.COPY),
        Asked(name="Архив", email="archive@vector.example", act=Act.RECEIVE),
    ]
    manager = installation.people["manager"]
    with installation.tools.work() as work:
        add_copies(work, dispatch, people, actor=manager)
    assert post.recipient(installation.tools, dispatch, "books@vector.example").state == "invited"
    assert post.recipient(installation.tools, dispatch, "archive@vector.example").state == "waiting"
    signer = Asked(name="Ещё один", email="more@vector.example", act=Act.SIGN, party="client")
    with installation.tools.work() as work, pytest.raises(BadInput):
        add_copies(work, dispatch, [signer], actor=manager)


def test_a_sending_that_is_over_cannot_be_changed(installation: Installation, nda: str) -> None:
    dispatch = signed_by_us(installation, nda)
    story.sign(installation, nda, post.CLIENT, typed="Иванов Иван Иванович")
    manager = installation.people["manager"]
    with installation.tools.work() as work, pytest.raises(SendingOver):
        correct_dispatch(work, dispatch, Correction(message="поздно"), actor=manager)
    client = post.recipient(installation.tools, dispatch, post.CLIENT)
    with installation.tools.work() as work, pytest.raises(SendingOver):
        replace_recipient(work, client.id, PETROVA, actor=manager)
