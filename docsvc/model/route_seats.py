"""Who sits at the stages of a route when one person's document goes along it."""

from collections.abc import Sequence
from dataclasses import dataclass

from docsvc.errors import NoApprover
from docsvc.errors.phrase import Phrase, listed, phrase_of
from docsvc.model.approvals import Quorum
from docsvc.model.route_answers import Answers
from docsvc.model.route_input import ApproverInput, RouteInput, StageInput, Whose
from docsvc.model.route_people import People, Person, Seat, most_filled, without_repeats
from docsvc.model.route_words import who

ADVICE = Phrase(
    "Попросите администратора назначить людей или поправить маршрут: Настройки → Маршруты согласования."
)
NOBODY_FITS = Phrase("ни один согласующий не подходит по своему условию")


@dataclass(frozen=True, slots=True)
class Requester:
    """Whose document it is: `initiator_id` asks for the approval, `owner_id` answers for the deal."""

    people: People
    initiator_id: str
    owner_id: str

    def superior(self, approver: ApproverInput) -> Person | None:
        """Return the head or the manager whom an approver means."""
        whose = approver.head or approver.manager
        below = self.people.by_id.get(self.initiator_id if whose is Whose.INITIATOR else self.owner_id)
        if below is None:
            return None
        return self.people.head_of(below) if approver.head else self.people.superior_of(below)


def seats_of(stage: StageInput, answers: Answers, requester: Requester) -> tuple[Seat, ...]:
    """Return who is asked at a stage; raise `NoApprover`, `RouteUnclear` or `UnknownRate`.

    A seat that nobody can take is left out where the others make the quorum; n of m never becomes less.
    """
    wanted = [each for each in stage.approvers if answers.holds(stage, each.when)]
    asked = [(each, _seat(stage, each, answers, requester)) for each in wanted]
    lacks = [_lack(each, seat, requester.people) for each, seat in asked if seat and not seat.possible]
    seats = without_repeats(seat for _, seat in asked if seat and seat.possible)
    if not seats or (lacks and stage.quorum is Quorum.ALL):
        raise NoApprover(stage=stage.name, who=listed(lacks) if lacks else NOBODY_FITS, advice=ADVICE)
    needed, people = needed_of(stage, seats), most_filled(seats)
    if needed > people:
        words = Phrase("нужно разных людей: %(needed)s, а есть: %(people)s", needed=needed, people=people)
        raise NoApprover(stage=stage.name, who=listed([*lacks, words]), advice=ADVICE)
    return seats


def observers_of(route: RouteInput, answers: Answers, requester: Requester) -> tuple[str, ...]:
    """Return the ids of the people who are told; a role is everybody who holds it."""
    found: dict[str, None] = {}
    stage = StageInput.model_construct(name="наблюдатели")
    for each in route.observers:
        if answers.holds(stage, each.when):
            people = (
                requester.people.holders(each.role)
                if each.role
                else (_person(stage, each, answers, requester),)
            )
            found |= dict.fromkeys(person.id for person in people if person and person.active)
    return tuple(found)


def needed_of(stage: StageInput, seats: Sequence[Seat]) -> int:
    """Return how many of these seats must approve."""
    match stage.quorum:
        case Quorum.ALL:
            return len(seats)
        case Quorum.ANY:
            return 1
        case number:
            return number


def _seat(stage: StageInput, approver: ApproverInput, answers: Answers, requester: Requester) -> Seat | None:
    """Return an approver's seat, `possible` empty for nobody; None where an expression names nobody."""
    barred = frozenset() if answers.route.own_approval else frozenset({requester.initiator_id})
    if approver.role is not None:
        holders = frozenset(each.id for each in requester.people.deciders(approver.role))
        return Seat(approver.role, None, approver.asked_as, possible=holders - barred)
    if approver.expression and not answers.text(stage, approver.expression):
        return None
    person = _person(stage, approver, answers, requester)
    if person is None:
        return Seat(None, None, approver.asked_as)
    possible = frozenset({person.id} if requester.people.may_decide(person) else ()) - barred
    return Seat(None, person.id, approver.asked_as, person.name, possible)


def _person(
    stage: StageInput, approver: ApproverInput, answers: Answers, requester: Requester
) -> Person | None:
    if approver.head or approver.manager:
        return requester.superior(approver)
    email = answers.text(stage, approver.expression) if approver.expression else approver.user
    return requester.people.with_email(email)


def _lack(approver: ApproverInput, seat: Seat, people: People) -> str:
    return Phrase(
        "%(who)s — %(reason)s", who=who(approver), reason=phrase_of(_reason(approver, seat, people))
    )


def _reason(approver: ApproverInput, seat: Seat, people: People) -> str:
    if approver.role is not None:
        if approver.role not in people.deciding:
            return "у этой роли нет права согласовать"
        return "только сам автор документа" if people.holders(approver.role) else "никого с этой ролью нет"
    if seat.user_id is None:
        return "такого сотрудника нет"
    if not people.by_id[seat.user_id].active:
        return Phrase("%(name)s больше не работает", name=seat.name)
    if not people.may_decide(people.by_id[seat.user_id]):
        return Phrase("%(name)s не имеет права согласовать: нужна другая роль", name=seat.name)
    return "это сам автор документа"
