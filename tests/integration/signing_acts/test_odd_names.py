"""However somebody is called: the document does not get stuck after they have signed."""

from dataclasses import replace

import pytest

from docsvc.actions.delegate_signing import delegate_signing
from docsvc.errors import BadInput
from docsvc.model import Kind
from tests.integration.core.story import HERE
from tests.integration.signing_acts.office import CLIENT, DIRECTOR, Office

MARKUP = "<script>alert(1)</script>{{7*7}}{%x%}"


@pytest.mark.parametrize("called", [MARKUP, "שלום Trading 😀", "Ж" * 500], ids=["markup", "mixed", "long"])
def test_a_document_is_completed_whatever_its_signer_is_called(office: Office, called: str) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    odd = replace(CLIENT, name=called, position=called, organisation=called, authority=called)
    office.send([contract], DIRECTOR, odd, title=called[:200], message=called)
    office.sign(contract, DIRECTOR)
    office.sign(contract, odd, typed=called[:200])
    assert office.states([contract]) == ["archived"]


@pytest.mark.parametrize("field", ["name", "position"])
def test_nobody_hands_over_to_a_name_that_no_page_holds(office: Office, field: str) -> None:
    (contract,) = office.approved(Kind.CONTRACT)
    office.send([contract], replace(DIRECTOR, order=3), CLIENT)
    token = office.open(contract, CLIENT).session_token
    to = {"name": "Белова Анна", "position": "Директор"} | {field: "Ю" * 501}
    with pytest.raises(BadInput, match="не больше 500"), office.installation.tools.work() as work:
        delegate_signing(work, token, document_id=contract, email="belova@vector.example", **to, **HERE)
