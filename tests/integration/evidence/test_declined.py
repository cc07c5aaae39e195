from docsvc.actions.decline_document import decline_document
from docsvc.mail.compose import preview
from docsvc.model import Dispatch, Mail, Recipient, RecipientState
from tests.integration.core import story
from tests.integration.core.installation import Installation
from tests.integration.evidence.conftest import CLIENT, DIRECTOR

REASON = "Нас не устраивает цена"


def declined(installation: Installation, deal_id: str) -> str:
    """Let the client decline while our director is asked too."""
    contract = story.approved_contract(installation, deal_id)
    story.send(installation, contract)
    with installation.tools.work() as work:
        for recipient in work.session.query(Dispatch).one().recipients:
            recipient.state = RecipientState.INVITED.value
    opened = story.open_as(installation, contract, CLIENT)
    with installation.tools.work() as work:
        decline_document(work, opened.session_token, document_id=contract, reason=REASON, **story.HERE)
    return contract


def letter_to(installation: Installation, email: str, template: str) -> str:
    with installation.tools.read() as session:
        [mail] = session.query(Mail).filter_by(to_email=email, template=template).all()
        words = preview(session, mail.id, settings=installation.settings)
        return f"{mail.params}\n{words.subject}\n{words.text}\n{words.html}"


def test_other_recipients_learn_only_that_the_sending_ended(installation: Installation, deal_id: str) -> None:
    declined(installation, deal_id)
    text = letter_to(installation, DIRECTOR, "withdrawn")
    assert REASON not in text
    assert "Иванов" not in text
    assert "Не вступило в силу: договор № " in text


def test_the_owner_learns_who_declined_and_why(installation: Installation, deal_id: str) -> None:
    declined(installation, deal_id)
    text = letter_to(installation, "manager@polaris.example", "declined")
    assert REASON in text
    assert "Иванов Иван Иванович" in text


def test_whoever_declined_gets_no_letter_about_it(installation: Installation, deal_id: str) -> None:
    declined(installation, deal_id)
    with installation.tools.read() as session:
        [person] = session.query(Recipient).filter_by(email=CLIENT).all()
        assert session.query(Mail).filter_by(recipient_id=person.id, template="withdrawn").count() == 0
