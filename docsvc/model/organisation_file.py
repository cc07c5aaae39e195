"""An organisation as a file tells it: our legal entities, people and approval routes, in YAML."""

import re
from collections.abc import Hashable
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, ConfigDict, Field, model_validator

from docsvc.errors import BadInput
from docsvc.model.approvals import Quorum
from docsvc.model.deal_input import CompanyInput
from docsvc.model.documents import Kind
from docsvc.model.input_errors import Strict, checked
from docsvc.model.input_fields import Email, Name, Text, refusal
from docsvc.model.people import Role
from docsvc.model.strict_json import ROOT

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")

MAX_LOGO = 300_000
"""Characters of the logo's data: URI; it travels in the facts of every document."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refusal(f"«{name}» неизвестен; ожидался, например, Europe/Moscow") from None
    return name


def _address(email: str) -> str:
    if not email:
        raise refusal("— обязательное поле")
    return email.casefold()


def _colour(text: str) -> str:
    if text and not _COLOUR.fullmatch(text):
        raise refusal("— нужен вид #0f5c6e")
    return text


def _logo(text: str) -> str:
    if text and not _LOGO.fullmatch(text):
        raise refusal("— нужен адрес data: с картинкой PNG, JPEG или SVG в base64")
    return text


Account = Annotated[Email, AfterValidator(_address)]


class OrganisationInput(Strict):
    """What the installation as a whole is called and where it is."""

    model_config = ConfigDict(title="Организация")

    name: Name = Field(title="название")
    timezone: Annotated[Name, AfterValidator(_zone)] = Field("Europe/Moscow", title="часовой пояс")


class LegalEntityInput(CompanyInput):
    """One of our own companies: requisites, and who signs for it on what authority."""

    model_config = ConfigDict(title="Юрлицо")

    inn: Name = Field(title="ИНН")
    signatory_name: Text = Field("", title="подписант")
    signatory_position: Text = Field("", title="должность подписанта")
    authority: Text = Field("", title="основание полномочий")
    signatory_name_genitive: Text = Field("", title="подписант в родительном падеже")
    signatory_position_genitive: Text = Field("", title="должность подписанта в родительном падеже")
    accountant_name: Text = Field("", title="главный бухгалтер")
    brand_color: Annotated[Text, AfterValidator(_colour)] = Field("", title="фирменный цвет")
    logo: Annotated[str, AfterValidator(_logo)] = Field("", title="логотип", max_length=MAX_LOGO)
    city: Text = Field("", title="город")


class UserInput(Strict):
    """A person who works here; without a password a random one is made."""

    model_config = ConfigDict(title="Сотрудник")

    email: Account = Field(title="почта")
    name: Name = Field(title="имя")
    position: Text = Field("", title="должность")
    phone: Text = Field("", title="телефон")
    department: Text = Field("", title="отдел")
    roles: list[Role] = Field(title="роли", min_length=1)
    password: str | None = Field(None, title="пароль", repr=False)


class ApproverInput(Strict):
    """Who decides: whoever of a role comes first, or one person."""

    model_config = ConfigDict(title="Согласующий")

    role: Role | None = Field(None, title="роль")
    user: Email = Field("", title="сотрудник")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.role is None) == (not self.user):
            raise refusal("— нужна либо role, либо user (почта)")
        return self


class StageInput(Strict):
    """One stage: several approvers decide in parallel, all of them or any one."""

    model_config = ConfigDict(title="Этап")

    name: Name = Field(title="название")
    approvers: list[ApproverInput] = Field(title="согласующие", min_length=1)
    quorum: Quorum = Field(Quorum.ALL, title="кворум")


class RouteInput(Strict):
    """The stages of a kind of document in order; none: it is approved as soon as it is submitted."""

    model_config = ConfigDict(title="Маршрут")

    kind: Kind = Field(title="вид документа")
    stages: list[StageInput] = Field(title="этапы")


class OrganisationFile(Strict):
    """The file whole."""

    model_config = ConfigDict(title="Файл организации")

    organisation: OrganisationInput = Field(title="организация")
    legal_entities: list[LegalEntityInput] = Field([], title="юрлица")
    departments: list[Name] = Field([], title="отделы")
    users: list[UserInput] = Field([], title="сотрудники")
    routes: list[RouteInput] = Field([], title="маршруты")


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is written twice: one of the two would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the base's signature
        names = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if names.count(key.value) > 1:
                raise yaml.constructor.ConstructorError(
                    problem=f"поле «{key.value}» повторяется", problem_mark=key.start_mark
                )
        return super().construct_mapping(node, deep)


def read_organisation(text: str) -> OrganisationFile:
    """Read the file; raises `BadInput` with the line where it is no YAML, or with every bad field by path."""
    try:
        tree = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput([(f"строка {line}", f"это не YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise BadInput([(ROOT, f"это не YAML: {error}")]) from None
    file = checked(OrganisationFile, tree)
    problems = [*_repeated(file), *_incomplete(file)]
    if problems:
        raise BadInput(problems)
    return file


def _repeated(file: OrganisationFile) -> list[tuple[str, str]]:
    """Find what stands in the file twice."""
    lists = {
        "legal_entities[{}].inn": [entity.inn for entity in file.legal_entities],
        "users[{}].email": [user.email for user in file.users],
        "routes[{}].kind": [route.kind.value for route in file.routes],
    }
    return [
        (path.format(n), f"«{value}» уже встречалось выше")
        for path, values in lists.items()
        for n, value in enumerate(values)
        if value in values[:n]
    ]


def _incomplete(file: OrganisationFile) -> list[tuple[str, str]]:
    """Find legal entities without what every document needs of them."""
    needed = ("address", "bank_name", "bik", "account", "signatory_name", "signatory_position")
    return [
        (f"legal_entities[{n}].{name}", f"{LegalEntityInput.model_fields[name].title} — обязательное поле")
        for n, entity in enumerate(file.legal_entities)
        for name in needed
        if not getattr(entity, name)
    ]
