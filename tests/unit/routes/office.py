"""A small company for routes: who is in it, and what its documents say."""

from typing import Any

from docsvc.model import Role
from docsvc.model.rates import NO_RATES, Rates
from docsvc.model.route_answers import Answers
from docsvc.model.route_file import read_routes
from docsvc.model.route_input import RouteInput
from docsvc.model.route_people import People, Person
from docsvc.model.route_seats import Requester, seats_of

DIRECTOR = Person("d", "Орлова", "orlova@x.example", roles=frozenset({Role.DIRECTOR, Role.BOARD}))
HEAD = Person(
    "h", "Захаров", "zaharov@x.example", roles=frozenset({Role.HEAD}), department_id="s", manager_id="d"
)
MANAGER = Person("m", "Иванова", "ivanova@x.example", roles=frozenset({Role.MANAGER}), department_id="s")
LAWYER = Person("l", "Смирнова", "smirnova@x.example", roles=frozenset({Role.LAWYER}))
FINANCE = Person("f", "Фёдоров", "fedorov@x.example", roles=frozenset({Role.FINANCE, Role.BOARD}))
GONE = Person("g", "Громов", "gromov@x.example", active=False, roles=frozenset({Role.MANAGER}))
EVERYBODY = (DIRECTOR, HEAD, MANAGER, LAWYER, FINANCE, GONE)


def office(*others: Person, without: tuple[Person, ...] = ()) -> People:
    """Return the company, with others and without some."""
    return People.of([*(each for each in EVERYBODY if each not in without), *others])


def facts(
    kind: str = "contract", *, standard: bool = True, currency: str = "RUB", **deal: Any
) -> dict[str, Any]:
    """Return what conditions see of a document; its sum is the deal's."""
    return {
        "deal": {"currency": currency} | deal,
        "document": {"kind": kind, "amount": deal.get("amount")},
        "template": {"standard": standard},
        "initiator": {"email": MANAGER.email},
    }


def route(text: str) -> RouteInput:
    """Read a route; without code and title it gets some."""
    return read_routes(text if "code:" in text else f"code: own\ntitle: Свой\n{text}")[0]


def path(
    taken: RouteInput, about: dict[str, Any], *, by: Person = MANAGER, people: People | None = None
) -> list[list[str]]:
    """Return who is asked at each stage that applies: ids of people, names of roles."""
    answers = Answers(taken, about, NO_RATES)
    requester = Requester(people or office(), by.id, by.id)
    return [
        [seat.role or seat.user_id or "" for seat in seats_of(stage, answers, requester)]
        for stage in taken.stages
        if answers.holds(stage, stage.when)
    ]


def rates(**roubles: str) -> Rates:
    """Return rates as the setting keeps them."""
    return Rates.read({code: {"rate": rate, "date": "2026-11-20"} for code, rate in roubles.items()})
