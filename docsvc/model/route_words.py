"""What a route says, in words: for refusals, findings and the command line."""

from docsvc.errors.phrase import Phrase, listed
from docsvc.model.approvals import Quorum
from docsvc.model.kinds import KINDS
from docsvc.model.people import Role
from docsvc.model.route_input import ApproverInput, RouteInput, StageInput, Unit, Whose, read_span

ROLE_WORDS = {
    Role.ADMINISTRATOR: Phrase("администратор"),
    Role.HEAD: Phrase("руководитель отдела"),
    Role.MANAGER: Phrase("менеджер"),
    Role.LAWYER: Phrase("юрист"),
    Role.FINANCE: Phrase("финансы"),
    Role.DIRECTOR: Phrase("директор"),
    Role.BOARD: Phrase("совет директоров"),
    Role.ACCOUNTANT: Phrase("бухгалтер"),
}
_WHOSE = {Whose.INITIATOR: Phrase("автора"), Whose.DEAL_OWNER: Phrase("ответственного за сделку")}
_SPANS = {"minutes": Phrase("мин"), "hours": Phrase("ч"), "days": Phrase("дн.")}
_BUSINESS = {"minutes": Phrase("рабочих мин"), "hours": Phrase("рабочих ч"), "days": Phrase("рабочих дн.")}


def who(approver: ApproverInput) -> str:
    """Return who is meant: «юрист», «руководитель отдела автора», «ivanov@example.ru»."""
    if approver.role is not None:
        return ROLE_WORDS[approver.role]
    if approver.head is not None:
        return Phrase("руководитель отдела %(whose)s", whose=_WHOSE[approver.head])
    if approver.manager is not None:
        return Phrase("начальник %(whose)s", whose=_WHOSE[approver.manager])
    return approver.user or Phrase("по выражению %(expression)s", expression=approver.expression)


def quorum(stage: StageInput, seats: int | None = None) -> str:
    """Return how many must approve: «все», «любой из 3», «2 из 3»; nothing for a single approver.

    `seats` are those who are asked of one document, where not everybody is.
    """
    many = len(stage.approvers) if seats is None else seats
    if many == 1:
        return ""
    match stage.quorum:
        case Quorum.ALL:
            return Phrase("все")
        case int(needed) if needed >= many:
            return Phrase("все")
        case Quorum.ANY:
            return Phrase("любой из %(many)s", many=many)
        case needed:
            return Phrase("%(needed)s из %(many)s", needed=needed, many=many)


def span(text: str, unit: Unit) -> str:
    """Return a span: «24 ч», «5 рабочих дн.»."""
    figure, of = read_span(text)
    return Phrase(
        "%(figure)s %(unit)s", figure=figure, unit=(_BUSINESS if unit is Unit.BUSINESS else _SPANS)[of]
    )


def kinds(route: RouteInput) -> str:
    """Return for which documents a route is: «Договор, NDA», «любые документы»."""
    return listed((KINDS[kind].name for kind in route.kinds), ", ") or Phrase("любые документы")
