"""Sendings put together without the sender's page: who signs what, how, in which place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from docsvc.actions.send_document import Terms, send_documents
from docsvc.model import Act, Asked, Level, User
from docsvc.queries.who_is import actor_of
from tests.journeys.installation import PEOPLE
from tests.journeys.office import CLIENT, DIRECTOR, Deal, Office

ON_THE_LAST_PAGE = ((0, -34, 104, -12), (110, -34, 212, -12))
"""Below the client's place to sign, from its lower left corner: the date and the organisation."""


def client(deal: Deal, **more: Any) -> Asked:
    """Return the client of a deal as one who signs."""
    known: dict[str, Any] = {
        "position": "Генеральный директор",
        "organisation": "ООО «Невский Причал Логистик»",
        "authority": "Устава",
        "order": 2,
    }
    return Asked(name=CLIENT, email=deal.client, act=Act.SIGN, party="client", **(known | more))


def director(**more: Any) -> Asked:
    """Return our director as one who signs."""
    known: dict[str, Any] = {"position": "Генеральный директор", "authority": "Устава", "order": 1}
    return Asked(name=DIRECTOR, email=PEOPLE["director"], act=Act.SIGN, party="seller", **(known | more))


def approved(office: Office, kind: str, deal: Deal) -> str:
    """Make a document that everybody who is asked has approved."""
    return office.approved(kind, deal)


def place_fields(office: Office, document_id: str) -> None:
    """Give the client something to fill in: initials on the first page, a date and more on the last one."""
    with office.behind.tools.work() as work:
        version = work.document(document_id).version
        own = next(each for each in version.places if each["party"] == "client")
        left, bottom = own["box"][0], own["box"][1]
        boxes = [[left + x0, bottom + y0, left + x1, bottom + y1] for x0, y0, x1, y1 in ON_THE_LAST_PAGE]
        version.places = [
            *version.places,
            _field("initials", "initials", 0, [480, 60, 540, 84], required=True),
            _field("contact", "text", 0, [100, 84, 300, 106], required=True, label="Ответственный за объект"),
            _field("paper", "checkbox", 0, [72, 60, 90, 78], required=False, label="Нужны бумажные акты"),
            _field("date", "date", own["page"], boxes[0], required=True),
            _field("company", "company", own["page"], boxes[1], required=False),
        ]


def send(office: Office, documents: Sequence[str], recipients: Sequence[Asked], **more: Any) -> None:
    """Send documents in one envelope and wait until they are out."""
    with office.behind.tools.work() as work:
        sender = work.session.scalars(select(User).where(User.email == PEOPLE["manager"])).one()
        send_documents(work, documents, actor=actor_of(sender), recipients=recipients, terms=Terms(**more))
    office.crm.wait(documents[0], "sent")


def _field(
    name: str, kind: str, page: int, box: list[float], *, required: bool, label: str = ""
) -> dict[str, Any]:
    named = {"party": "client", "name": f"client.{name}", "kind": kind, "label": label}
    return named | {"page": page, "box": box, "required": required}


QUALIFIED = Level.QUALIFIED
