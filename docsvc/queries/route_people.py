"""What routes know of the organisation: its people and the exchange rates on record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.access import DECIDING
from docsvc.model import Role, Setting, User, UserRole
from docsvc.model.rates import RATES, Rates
from docsvc.model.route_people import People, Person


def rates(session: Session) -> Rates:
    """Return the exchange rates that an administrator has recorded."""
    setting = session.get(Setting, RATES)
    return Rates.read(setting.value if setting else {})


def people_of(session: Session) -> People:
    """Return everybody, gone or not, as routes see them."""
    held: dict[str, set[Role]] = {}
    for user_id, role in session.execute(select(UserRole.user_id, UserRole.role)):
        held.setdefault(user_id, set()).add(Role(role))
    columns = (User.id, User.name, User.email, User.active, User.department_id, User.manager_id)
    people = (
        Person(row.id, row.name, row.email, row.active, frozenset(held.get(row.id, ())), *row[4:])
        for row in session.execute(select(*columns))
    )
    return People.of(people, deciding=DECIDING)
