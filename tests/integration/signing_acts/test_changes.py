"""A recipient who asks for changes: the documents are drafts again, and the next round shows what changed."""

import pytest

from docsvc.actions.request_changes import request_changes
from docsvc.actions.revise_document import revise_document
from docsvc.actions.submit_document import submit_document
from docsvc.errors import AlreadyActed, BadInput, CommentRequired, VersionSpent
from docsvc.model import ChangeRequest, Document, Kind
from docsvc.model.remarks import RemarkInput
from docsvc.queries.acts import Offer, offers
from docsvc.queries.changed_since import text_changes
from docsvc.queries.standing import Standing
from docsvc.queries.wishes import wishes
from templates.compare import Sign
from tests.integration.core import story
from tests.integration.core.story import HERE
from tests.integration.signing_acts.office import CLIENT, DIRECTOR, Office

WISH = "Срок — до конца апреля"
REMARK = RemarkInput("Здесь 30 дней, а не 5", page=1, quote="в течение  5 рабочих дней")


def ask(
    office: Office, session_token: str, document_id: str, *, text: str, remarks: list[RemarkInput]
) -> None:
    with office.installation.tools.work() as work:
        request_changes(work, session_token, document_id=document_id, text=text, remarks=remarks, **HERE)


def test_a_second_round_shows_what_has_changed_since_the_first(office: Office) -> None:
    documents = contract, specification = office.approved(Kind.CONTRACT, Kind.SPECIFICATION)
    dispatch = office.send(documents)
    office.sign(contract, DIRECTOR)
    opened = office.open(contract, CLIENT)
    assert office.view(opened, contract).changes_since is None
    ask(office, opened.session_token, contract, text=WISH, remarks=[REMARK])

    assert office.states(documents) == ["draft", "draft"]
    assert office.people(dispatch) == {"director": "acted", "ivanov": "returned"}
    assert office.view(opened, contract).standing is Standing.RETURNED
    assert office.mails("changes_requested", contract) == ["manager@polaris.example"]
    with office.installation.tools.read() as session:
        first = session.query(ChangeRequest).filter_by(document_id=contract).one()
        other = session.query(ChangeRequest).filter_by(document_id=specification).one()
    quote = "в течение 5 рабочих дней"
    assert (first.text, first.remarks) == (WISH, [{"page": 1, "quote": quote, "text": REMARK.text}])
    assert (other.text, other.remarks) == (WISH, [])
    with pytest.raises(AlreadyActed):
        ask(office, opened.session_token, contract, text="ещё", remarks=[])

    assert offered(office, contract)[0] is Offer.REVISE  # this version will not go out again
    again(office, contract)
    office.send([contract])
    office.sign(contract, DIRECTOR)  # what was signed of the first version counts for that one only
    opened = office.open(contract, CLIENT)
    earlier = office.view(opened, contract).changes_since
    assert earlier is not None
    assert (earlier.version, earlier.asked) == ("1.0", WISH)
    rows = text_changes(office.installation.tools.blobs, earlier)
    assert {row.new_text for row in rows if row.sign is not Sign.SAME}
    office.sign(contract, CLIENT)
    assert office.states([contract]) == ["archived"]
    assert office.verdict(contract).ok


def offered(office: Office, document_id: str) -> tuple[Offer, ...]:
    """Return what the manager may do with the document, and that the wish is shown to them."""
    with office.installation.tools.read() as session:
        document = session.get_one(Document, document_id)
        (wish,) = wishes(session, document)
        assert (wish.who, wish.version, wish.spent, wish.text) == (CLIENT.name, "1.0", True, WISH)
        return offers(document, office.installation.people["manager"], asked=False)


def again(office: Office, document_id: str) -> None:
    """Make the next version and take it through approval."""
    installation = office.installation
    manager = installation.people["manager"]
    with pytest.raises(VersionSpent), installation.tools.work() as work:
        submit_document(work, document_id, actor=manager)
    with installation.tools.work() as work:
        revise_document(work, document_id, actor=manager, comment="По просьбе клиента", filled=CHANGED)
    installation.run_jobs()
    story.submit(installation, document_id)
    for who in ("lawyer", "finance", "director"):
        story.decide(installation, document_id, who)


CHANGED = {"company.address": "117485, г. Москва, ул. Обручева, д. 31"}


def test_a_request_says_what_shall_be_changed(office: Office) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract])
    token = office.open(contract, DIRECTOR).session_token
    with pytest.raises(CommentRequired):
        ask(office, token, contract, text=" \n", remarks=[])
    with pytest.raises(BadInput):
        ask(office, token, contract, text="", remarks=[RemarkInput("Не то", page=99)])
    with pytest.raises(BadInput):
        ask(office, token, contract, text="a" * 2001, remarks=[])
    assert office.states([contract]) == ["sent"]
    ask(office, token, contract, text="", remarks=[REMARK])  # remarks say it as well
    assert office.states([contract]) == ["draft"]
