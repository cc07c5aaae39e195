"""On what somebody signs for another: charter, power of attorney, machine-readable power of attorney (МЧД).

Source: ГК РФ ст. 53, 185–186; 63-ФЗ ст. 17.2 and 17.5.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from stdnum.ru import inn

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.dispatches import Asked, AuthorityKind
from docsvc.model.input_errors import Strict, checked
from docsvc.model.input_fields import PHRASE, LongText, MaybeDay, Text, refusal

AUTHORITY_WORDS: Mapping[AuthorityKind, str] = {
    AuthorityKind.CHARTER: "Устав",
    AuthorityKind.PROXY: "Доверенность",
    AuthorityKind.MCHD: "Машиночитаемая доверенность (МЧД)",
    AuthorityKind.OTHER: "Другое основание",
}
NOT_IN_REGISTRY = "в реестре ФНС не проверялась"
"""What is said of every МЧД: asking the registry is a step that an installation may add."""

FIELDS = ("kind", "number", "date", "until", "principal", "principal_inn", "powers")
"""What a form asks for, each named `authority_<field>`."""

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PHRASES = {
    "ru": {
        AuthorityKind.CHARTER: ("Устава", "", ""),
        AuthorityKind.PROXY: ("доверенности", "№", "от"),
        AuthorityKind.MCHD: ("машиночитаемой доверенности", "№", "от"),
        AuthorityKind.OTHER: ("", "", "от"),
    },
    "en": {
        AuthorityKind.CHARTER: ("the Charter", "", ""),
        AuthorityKind.PROXY: ("power of attorney", "No.", "of"),
        AuthorityKind.MCHD: ("machine-readable power of attorney", "No.", "of"),
        AuthorityKind.OTHER: ("", "", "of"),
    },
}


def _inn(digits: str) -> str:
    if digits and not inn.is_valid(digits):
        raise refusal(Phrase("— «%(digits)s» не может быть ИНН: проверьте цифры", digits=digits))
    return digits


def _refused(field: str, phrase: str) -> PydanticCustomError:
    return PydanticCustomError(PHRASE, "{phrase}", {"phrase": phrase, "field": field})


class AuthorityTerms(Strict):
    """What is known of an authority; `file` is the blob of the МЧД's XML, `powers` are codes or words."""

    model_config = ConfigDict(title="Полномочия")

    kind: AuthorityKind = Field(AuthorityKind.OTHER, title="вид")
    number: Text = Field("", title="номер", description="Для МЧД — единый номер (GUID)")
    date: MaybeDay = Field(None, title="дата")
    until: MaybeDay = Field(None, title="действует до")
    principal: Text = Field("", title="доверитель")
    principal_inn: Annotated[Text, AfterValidator(_inn)] = Field("", title="ИНН доверителя")
    agent: Text = Field("", title="представитель")
    agent_inn: Annotated[Text, AfterValidator(_inn)] = Field("", title="ИНН представителя")
    agent_snils: Text = Field("", title="СНИЛС представителя")
    powers: LongText = Field("", title="полномочия")
    file: Text = Field("", title="файл")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse what its kind could not be without. Source: ГК РФ ст. 186 ч. 1."""
        by_proxy = self.kind in {AuthorityKind.PROXY, AuthorityKind.MCHD}
        if by_proxy and not self.number:
            raise _refused("number", "— укажите номер доверенности")
        if self.kind is AuthorityKind.PROXY and not self.date:
            raise _refused("date", "— укажите её: без даты доверенность ничтожна")
        if self.kind is AuthorityKind.MCHD and not _GUID.fullmatch(self.number.lower()):
            raise _refused("number", "— у МЧД это 36 знаков, как 4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f")
        if self.date and self.until and self.until < self.date:
            raise _refused("until", "— кончается раньше, чем начинается")
        return self

    def plain(self) -> dict[str, str]:
        """Return what is told, as it is kept; nothing where nothing is."""
        told = {name: value for name, value in self.model_dump(mode="json").items() if value}
        return told if told.keys() - {"kind"} or self.kind is not AuthorityKind.OTHER else {}

    def phrase(self, language: str = "ru") -> str:
        """Return what follows «на основании»: «доверенности № 5 от 01.02.2026»."""
        word, sign, of = _PHRASES.get(language, _PHRASES["en"])[self.kind]
        if self.kind is AuthorityKind.CHARTER:
            return word
        number = f"{sign} {self.number}".strip() if self.number else ""
        when = f"{of} {self.date:%d.%m.%Y}" if self.date else ""
        return " ".join(part for part in (word, number, when) if part)


def read_terms(raw: Mapping[str, Any], *, at: str = "") -> AuthorityTerms:
    """Read the terms of an authority; raises `BadInput` with each bad field, its path beginning with `at`."""
    try:
        return checked(AuthorityTerms, dict(raw))
    except BadInput as error:
        prefix = f"{at}." if at else ""
        raise BadInput([(f"{prefix}{path}", text) for path, text in error.problems]) from None


def kept_authority(
    terms: AuthorityTerms | None, *, words: str = "", until: dt.date | None = None
) -> dict[str, Any]:
    """Return terms as they are kept beside a signatory, with words and last day for documents.

    Words that are not about these terms give way to theirs.
    """
    if terms is None or not terms.plain():
        return {}
    last = until or terms.until
    told = {"authority": words if _tells(words, terms) else terms.phrase(), "authority_terms": terms.plain()}
    return told | ({"authority_until": last.isoformat()} if last else {})


def terms_of(row: Mapping[str, str]) -> dict[str, str]:
    """Take the terms out of a form's fields (`authority_kind`, `authority_number`, …)."""
    told = {name: row.get(f"authority_{name}", "").strip() for name in FIELDS}
    return {name: value for name, value in told.items() if value}


def ends(terms: Mapping[str, Any]) -> dt.date | None:
    """Return the last day of an authority, None where it has none or does not tell."""
    try:
        return dt.date.fromisoformat(str(terms.get("until") or ""))
    except ValueError:
        return None


def settle_authority(asked: Asked, *, today: dt.date, where: str, problems: list[tuple[str, str]]) -> Asked:
    """Return a recipient with their authority checked and in words; what is wrong is added to `problems`.

    One that has run out cannot be sent to: nobody could sign on it.
    """
    if not asked.authority_terms:
        return asked
    path = f"{where}.authority_terms"
    try:
        terms = read_terms(asked.authority_terms, at=path)
    except BadInput as error:
        problems.extend(error.problems)
        return asked
    if terms.until and terms.until < today:
        over = Phrase("полномочия истекли %(day)s: нужны новые", day=f"{terms.until:%d.%m.%Y}")
        problems.append((f"{path}.until", over))
    words = asked.authority if _tells(asked.authority, terms) else terms.phrase(asked.language)
    return replace(asked, authority=words, authority_terms=terms.plain())


def authority_lines(terms: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what is kept of an authority as labels and values, for the certificate and for pages."""
    if not terms:
        return ()
    kind = AuthorityKind(terms.get("kind") or AuthorityKind.OTHER)
    lines = [("Основание", AUTHORITY_WORDS[kind])]
    lines += [
        (str(AuthorityTerms.model_fields[name].title).capitalize(), _shown(name, str(terms[name])))
        for name in AuthorityTerms.model_fields
        if name not in {"kind", "file"} and terms.get(name)
    ]
    if kind is AuthorityKind.MCHD:
        lines.append(("Проверка", NOT_IN_REGISTRY))
    return tuple((label.replace("Инн", "ИНН").replace("Снилс", "СНИЛС"), value) for label, value in lines)


def _tells(words: str, terms: AuthorityTerms) -> bool:
    """Tell whether words are about these terms, so that they may stand: those left from before are not."""
    if terms.kind is AuthorityKind.CHARTER:
        return any(word in words.casefold() for word in ("устав", "charter"))
    return bool(words) and terms.number.casefold() in words.casefold()


def _shown(name: str, value: str) -> str:
    if name not in {"date", "until"}:
        return value
    try:
        return f"{dt.date.fromisoformat(value):%d.%m.%Y}"
    except ValueError:
        return value
