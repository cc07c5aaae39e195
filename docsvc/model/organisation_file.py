"""An organisation as a file tells it: our legal entities, people and approval routes, in YAML."""

import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.authority import AuthorityTerms, kept_authority
from docsvc.model.deal_input import CompanyInput
from docsvc.model.input_errors import Strict, checked
from docsvc.model.input_fields import Email, MaybeDay, Name, Text, refusal
from docsvc.model.people import Role
from docsvc.model.route_input import RouteInput
from docsvc.model.strict_yaml import read_yaml

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")

MAX_LOGO = 300_000
"""Characters of the logo's data: URI; it travels in the facts of every document."""


def _zone(name: str) -> str:
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refusal(Phrase("«%(name)s» неизвестен; ожидался, например, Europe/Moscow", name=name)) from None
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
    authority_until: MaybeDay = Field(None, title="полномочия действуют до")
    signatory_name_genitive: Text = Field("", title="подписант в родительном падеже")
    signatory_position_genitive: Text = Field("", title="должность подписанта в родительном падеже")
    accountant_name: Text = Field("", title="главный бухгалтер")
    brand_color: Annotated[Text, AfterValidator(_colour)] = Field("", title="фирменный цвет")
    logo: Annotated[str, AfterValidator(_logo)] = Field("", title="логотип", max_length=MAX_LOGO)
    city: Text = Field("", title="город")
    authority_terms: AuthorityTerms | None = Field(None, title="полномочия подписанта")
    data_transfer_to: Text = Field("", title="кому и для чего передаются данные людей")
    marketing_about: Text = Field("", title="о чём рассылка")

    @property
    def own_authority(self) -> dict[str, Any]:
        """Return the authority as it is kept: words and last day too, where only its terms are told."""
        return kept_authority(self.authority_terms, words=self.authority, until=self.authority_until)


class UserInput(Strict):
    """A person who works here; without a password a random one is made.

    `manager` is the e-mail of whom they report to, `deputy` of who stands in for them.
    """

    model_config = ConfigDict(title="Сотрудник")

    email: Account = Field(title="почта")
    name: Name = Field(title="имя")
    position: Text = Field("", title="должность")
    phone: Text = Field("", title="телефон")
    department: Text = Field("", title="отдел")
    roles: list[Role] = Field(title="роли", min_length=1)
    manager: Email = Field("", title="начальник")
    deputy: Email = Field("", title="заместитель")
    timezone: Annotated[Text, AfterValidator(_zone)] = Field("", title="часовой пояс")
    password: str | None = Field(None, title="пароль", repr=False)


class OrganisationFile(Strict):
    """The file whole."""

    model_config = ConfigDict(title="Файл организации")

    organisation: OrganisationInput = Field(title="организация")
    legal_entities: list[LegalEntityInput] = Field([], title="юрлица")
    departments: list[Name] = Field([], title="отделы")
    users: list[UserInput] = Field([], title="сотрудники")
    routes: list[RouteInput] = Field([], title="маршруты")


def read_organisation(text: str) -> OrganisationFile:
    """Read the file; raises `BadInput` with the line where it is no YAML, or with every bad field by path."""
    tree = read_yaml(text)
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
        "routes[{}].code": [route.code for route in file.routes],
    }
    return [
        (path.format(n), Phrase("«%(value)s» уже встречалось выше", value=value))
        for path, values in lists.items()
        for n, value in enumerate(values)
        if value in values[:n]
    ]


def _incomplete(file: OrganisationFile) -> list[tuple[str, str]]:
    """Find legal entities without what every document needs of them."""
    needed = ("address", "bank_name", "bik", "account", "signatory_name", "signatory_position")
    return [
        (
            f"legal_entities[{n}].{name}",
            Phrase(
                "%(label)s — обязательное поле", label=Phrase(str(LegalEntityInput.model_fields[name].title))
            ),
        )
        for n, entity in enumerate(file.legal_entities)
        for name in needed
        if not getattr(entity, name)
    ]
