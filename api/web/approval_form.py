"""The form of a decision by the link of a letter: what was typed, and what has to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext

from api.errors import words_of
from api.told import as_sentence
from docsvc.actions.approval_link import Answer
from docsvc.actions.guard_facts import Accepted
from docsvc.errors import BadInput, CommentRequired, ConditionsRequired, DocsvcError, FactsDrifted
from docsvc.model import FOR, Verdict

_FIELDS = {"комментарий": "comment", "условия": "conditions"}
_KEPT = ("verdict", "comment", "conditions", "accept", "why")


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and ticked, kept when something has to be mended, and what has to be: by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


def read_answer() -> Answer:
    """Read the posted form; raise `BadInput` without a verdict."""
    form = request.form
    if form.get("verdict") not in set(Verdict):
        raise BadInput([("verdict", gettext("выберите решение"))])
    return Answer(
        verdict=Verdict(form["verdict"]),
        seen_sha256=form.get("seen", ""),
        comment=form.get("comment", ""),
        conditions=form.get("conditions", ""),
        checklist=tuple(form.getlist("criterion")),
        accept=Accepted(form["accept"], form.get("why", "")) if "accept" in form else None,
    )


def with_errors(errors: Mapping[str, str]) -> Form:
    """Return the posted form again, with what has to be mended."""
    values = {name: request.form[name] for name in _KEPT if name in request.form}
    return Form(values, tuple(request.form.getlist("criterion")), errors)


def placed(error: DocsvcError) -> dict[str, str]:
    """Place a refusal at the field that it is about."""
    match error:
        case BadInput():
            return {_FIELDS.get(path, path): as_sentence(text) for path, text in error.problems}
        case FactsDrifted():
            return {"accept": gettext("Отметьте, что согласны с этим, или верните документ автору.")}
        case ConditionsRequired():
            return {"conditions": words_of(error)}
        case CommentRequired() if _accepts():
            return {"why": gettext("Напишите, почему документ остаётся прежним.")}
        case _:
            return {"comment": words_of(error)}


def _accepts() -> bool:
    """Tell whether the words that are missing are those for data that changed."""
    return "accept" in request.form and Verdict(request.form["verdict"]) in FOR
