"""The form by which a colleague signs without a link: consent, agreements, typed name, code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType

from flask import request
from flask_babel import gettext as _

from api.context import cookie_name
from api.errors import words_of
from api.told import as_sentence
from api.web.reading import field
from api.web.signing.words import consent
from docsvc.errors import BadInput, DocsvcError, TooManyAttempts, WrongCode
from docsvc.model import Act
from docsvc.model.will import Offer, Will
from docsvc.queries.agreement import Agreement
from docsvc.queries.who_is import session_hash

NOTHING_SHOWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Form:
    """What was given so far, and what has to be mended, by field; `asked` once a code is on its way."""

    typed: str = ""
    consent: bool = False
    agreed: bool = False
    asked: bool = False
    errors: Mapping[str, str] = dataclass_field(default_factory=dict)


def read_form(errors: Mapping[str, str], *, asked: bool = False) -> Form:
    """Return what was posted, with what has to be mended."""
    return Form(
        typed=field("typed"),
        consent="consent" in request.form,
        agreed="agreed" in request.form,
        asked=asked or "code" in request.form,
        errors=errors,
    )


def unfilled(*, code: bool = False) -> dict[str, str]:
    """Return what is still to be filled in, by field."""
    errors: dict[str, str] = {}
    if request.form.getlist("agreement") and "agreed" not in request.form:
        errors["agreed"] = _("Отметьте, что принимаете соглашение: без него подписать нельзя.")
    if "consent" not in request.form:
        errors["consent"] = _("Отметьте согласие: без него подпись не будет иметь силы.")
    if not field("typed").strip():
        errors["typed"] = _("Напишите фамилию, имя и отчество: это ваша подпись.")
    if code and not field("code").strip():
        errors["code"] = _("Введите 6 цифр из письма.")
    return errors


def errors_of(refusal: DocsvcError) -> dict[str, str]:
    """Place a refusal at the field that it is about."""
    match refusal:
        case WrongCode() | TooManyAttempts():
            return {"code": words_of(refusal)}
        case BadInput():
            return {path: as_sentence(words) for path, words in refusal.problems}
        case _:
            return {"form": words_of(refusal)}


def _agreed_to(agreement: Agreement) -> str:
    """Return the hash of an agreement if the page offered this very text and it was ticked, or nothing."""
    ticked = "agreed" in request.form and agreement.sha256 in request.form.getlist("agreement")
    return agreement.sha256 if ticked else ""


def read_will(agreement: Agreement, shown: Mapping[str, str] = NOTHING_SHOWN) -> Will:
    """Return what was given to sign with; `shown` says of each document which bytes the page showed."""
    return Will(
        typed=field("typed"),
        code=field("code"),
        consent=consent(Act.SIGN) if "consent" in request.form else "",
        agreement=Offer(agreement.version, agreement.sha256, agreement.text),
        agreed_sha256=_agreed_to(agreement),
        shown=shown,
    )


def new_ones(agreements: Iterable[tuple[Agreement, bool]]) -> tuple[Agreement, ...]:
    """Return the agreements that were not accepted yet, each once."""
    return tuple({each.sha256: each for each, known in agreements if not known}.values())


def browser() -> str:
    """Return the hash of this browser's session: a code holds in it alone."""
    return session_hash(request.cookies.get(cookie_name(), ""))
