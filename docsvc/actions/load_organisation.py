"""Loading an organisation from its file: again and again, it becomes what the file says."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from docsvc.access import Right, require
from docsvc.actions.create_user import create_user, department_id
from docsvc.actions.edit_user import PersonChanges, edit_user
from docsvc.actions.save_route import save_route
from docsvc.errors import BadInput, RouteRefused
from docsvc.errors.phrase import Phrase
from docsvc.model import ApprovalRoute, LegalEntity, Setting, User
from docsvc.model.organisation_file import LegalEntityInput, OrganisationFile, UserInput
from docsvc.model.route_input import RouteInput
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
    """What the installation has now; `routes` counts the new versions."""

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
    for n, user in enumerate(file.users):
        _keep_ties(work, user, path=f"users[{n}]", actor=actor)
    before = _versions(work)
    for n, route in enumerate(file.routes):
        _keep_route(work, route, path=f"routes[{n}]", actor=actor)
    work.record(
        ORGANISATION,
        "organisation.loaded",
        actor,
        legal_entities=[entity.inn for entity in file.legal_entities],
        users=[user.id for user in users],
        routes=[route.code for route in file.routes],
    )
    made = _versions(work) - before
    return LoadedOrganisation(file.organisation.name, len(file.legal_entities), users, made)


def _keep_setting(work: Work, file: OrganisationFile) -> None:
    value = file.organisation.model_dump()
    setting = work.session.get(Setting, ORGANISATION)
    if setting is None:
        work.add(Setting(key=ORGANISATION, value=value))
    else:
        setting.value = value


def _keep_entity(work: Work, entity: LegalEntityInput, *, first: bool) -> None:
    """Keep the facts' `seller`; the file's first entity is the default one."""
    written = entity.model_dump(mode="json", exclude={"external_id"}) | entity.own_authority
    details = {name: value for name, value in written.items() if value}
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


def _keep_ties(work: Work, person: UserInput, *, path: str, actor: Actor) -> None:
    """Set whom a person reports to and who stands in for them, once everybody is there; their zone too."""
    changes: PersonChanges = {"timezone": person.timezone} if person.timezone else {}
    if person.manager:
        changes["manager_id"] = _user_id(work, person.manager, path=f"{path}.manager")
    if person.deputy:
        changes["deputy_id"] = _user_id(work, person.deputy, path=f"{path}.deputy")
    if not changes:
        return
    try:
        edit_user(work, _user_id(work, person.email, path=path), actor=actor, **changes)
    except BadInput as error:
        raise BadInput([(f"{path}.{name}", text) for name, text in error.problems]) from None


def _user_id(work: Work, email: str, *, path: str) -> str:
    found = work.session.scalar(select(User.id).where(User.email == email.casefold(), User.active))
    if found is None:
        raise BadInput([(path, Phrase("нет сотрудника с почтой %(email)s", email=email))])
    return found


def _keep_route(work: Work, route: RouteInput, *, path: str, actor: Actor) -> None:
    try:
        save_route(work, route, actor=actor)
    except RouteRefused as refused:
        problems = [(f"{path}.{each.place}", each.words()) for each in refused.findings]
        raise BadInput(problems) from None


def _versions(work: Work) -> int:
    return work.session.scalar(select(func.count(ApprovalRoute.id))) or 0
