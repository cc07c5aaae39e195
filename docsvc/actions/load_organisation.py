"""Loading an organisation from its file: again and again, it becomes what the file says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from docsvc.access import Right, require
from docsvc.actions.create_user import create_user, department_id
from docsvc.actions.edit_user import edit_user
from docsvc.errors import BadInput
from docsvc.model import ApprovalRoute, LegalEntity, Setting, User
from docsvc.model.organisation_file import LegalEntityInput, OrganisationFile, RouteInput, UserInput
from docsvc.work import ORGANISATION, Actor, Work


@dataclass(frozen=True, slots=True)
class LoadedUser:
    """A person of the file; `password` is the one that was made for a new account, else None."""

    id: str
    email: str
    name: str
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LoadedOrganisation:
    """What the installation has now."""

    name: str
    legal_entities: int
    users: tuple[LoadedUser, ...]
    routes: int


def load_organisation(work: Work, file: OrganisationFile, *, actor: Actor) -> LoadedOrganisation:
    """Make or update legal entities (by ИНН), people (by e-mail), departments and routes; remove nothing.

    Passwords of existing accounts stay. Raises `Forbidden`, or `BadInput` that names the path in the file.
    """
    require(actor, Right.ADMINISTER)
    _keep_setting(work, file)
    for position, entity in enumerate(file.legal_entities):
        _keep_entity(work, entity, first=position == 0)
    for department in file.departments:
        department_id(work, department)
    users = tuple(
        _keep_user(work, user, path=f"users[{n}]", actor=actor) for n, user in enumerate(file.users)
    )
    routes = sum(_keep_route(work, route, path=f"routes[{n}]") for n, route in enumerate(file.routes))
    work.record(
        ORGANISATION,
        "organisation.loaded",
        actor,
        legal_entities=[entity.inn for entity in file.legal_entities],
        users=[user.id for user in users],
        routes=[route.kind.value for route in file.routes],
    )
    return LoadedOrganisation(file.organisation.name, len(file.legal_entities), users, routes)


def _keep_setting(work: Work, file: OrganisationFile) -> None:
    value = file.organisation.model_dump()
    setting = work.session.get(Setting, ORGANISATION)
    if setting is None:
        work.add(Setting(key=ORGANISATION, value=value))
    else:
        setting.value = value


def _keep_entity(work: Work, entity: LegalEntityInput, *, first: bool) -> None:
    """Keep the facts' `seller`; the file's first entity is the default one."""
    details = {name: value for name, value in entity.model_dump().items() if name != "external_id" and value}
    row = work.session.scalars(select(LegalEntity).where(LegalEntity.inn == entity.inn)).one_or_none()
    if row is None:
        work.add(LegalEntity(name=entity.name, inn=entity.inn, is_default=first, details=details))
    else:
        row.name, row.is_default, row.details = entity.name, first, details
        work.session.flush()


def _keep_user(work: Work, person: UserInput, *, path: str, actor: Actor) -> LoadedUser:
    known = work.session.scalars(select(User).where(User.email == person.email)).one_or_none()
    words = person.model_dump(include={"name", "position", "phone", "department", "roles"})
    try:
        if known is not None:
            edit_user(work, known.id, actor=actor, **words)
            return LoadedUser(known.id, known.email, known.name)
        made = create_user(work, actor=actor, email=person.email, password=person.password, **words)
    except BadInput as error:
        raise BadInput([(f"{path}.{name}", text) for name, text in error.problems]) from None
    return LoadedUser(made.id, person.email, person.name, made.password)


def _keep_route(work: Work, route: RouteInput, *, path: str) -> bool:
    """Add a version of the route where it says something new; documents under way keep theirs."""
    stages = [_stage(work, route, n, path=f"{path}.stages[{n}]") for n in range(len(route.stages))]
    newest = select(ApprovalRoute).where(ApprovalRoute.kind == route.kind.value)
    newest = newest.order_by(ApprovalRoute.number.desc()).limit(1)
    last = work.session.scalars(newest).one_or_none()
    if last is not None and last.stages == stages:
        return False
    number = last.number + 1 if last else 1
    work.add(ApprovalRoute(kind=route.kind.value, number=number, stages=stages, created_at=work.now))
    return True


def _stage(work: Work, route: RouteInput, position: int, *, path: str) -> Mapping[str, Any]:
    """Return a stage as `ApprovalRoute` keeps it; raise `BadInput` where nobody could ever decide."""
    stage = route.stages[position]
    for n, approver in enumerate(stage.approvers):
        email = approver.user.casefold()
        known = select(func.count()).select_from(User).where(User.email == email, User.active)
        if email and not work.session.scalar(known):
            raise BadInput([(f"{path}.approvers[{n}].user", f"нет сотрудника с почтой {email}")])
    return {
        "name": stage.name,
        "approvers": [
            {"role": approver.role.value} if approver.role else {"user": approver.user.casefold()}
            for approver in stage.approvers
        ],
        "quorum": stage.quorum.value,
    }
