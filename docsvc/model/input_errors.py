"""From pydantic's errors to words: every bad field at once, by its path and by its human name."""

from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from docsvc.errors import BadInput
from docsvc.model.input_fields import PHRASE, REQUIRED
from docsvc.model.strict_json import ROOT

Model = TypeVar("Model", bound=BaseModel)
Step = str | int

_PHRASES: Mapping[str, str] = {
    "missing": REQUIRED,
    "bool_type": "— нужно true или false",
    "bool_parsing": "— нужно true или false",
    "dict_type": "— нужен объект с полями",
    "int_parsing": "— нужно целое число",
    "int_type": "— нужно целое число",
    "list_type": "— нужен список",
    "model_attributes_type": "— нужен объект с полями",
    "model_type": "— нужен объект с полями",
    "string_type": "— нужна строка",
    "string_unicode": "— недопустимый символ: такой не может стоять в документе",
    "too_short": "— нужна хотя бы одна запись",
}
_BOUNDS: Mapping[str, str] = {
    "greater_than_equal": "не может быть меньше {ge}",
    "less_than_equal": "не может быть больше {le}",
    "string_too_long": "— не больше {max_length} знаков",
    "too_long": "— {actual_length}, а может быть не больше {max_length}",
}


class Strict(BaseModel):
    """A schema that refuses what it does not know; `title` of the config names it to people."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def checked(model: type[Model], tree: object) -> Model:
    """Return `tree` as a `model`; raises `BadInput` that lists every bad field as (path, words)."""
    if not isinstance(tree, dict):
        raise BadInput([(ROOT, "нужен объект JSON с полями")])
    try:
        return model.model_validate(tree)
    except ValidationError as refused:
        errors = refused.errors(include_url=False, include_input=False)
        raise BadInput([_problem(model, error) for error in errors]) from None


def _problem(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    context = error.get("ctx", {})
    steps = (*error["loc"], *((str(context["field"]),) if "field" in context else ()))
    place, owner = _place(model, steps)
    name = str(steps[-1]) if steps else ROOT
    if isinstance(steps[-1] if steps else None, int):
        return _path(steps), f"{place.removesuffix(': ')} {_phrase(error, context)}"
    if error["type"] == "extra_forbidden":
        return _path(steps), place + _unknown(name, owner)
    field = owner.model_fields.get(name)
    label = field.title if field is not None and field.title else f"поле «{name}»"
    return _path(steps), _sentence(place, label, _phrase(error, context))


def _phrase(error: ErrorDetails, context: Mapping[str, Any]) -> str:
    kind = error["type"]
    if kind == PHRASE:
        return str(context["phrase"])
    if kind in _BOUNDS:
        return _BOUNDS[kind].format_map(context)
    if "expected" in context:
        return "— можно: " + str(context["expected"]).replace("'", "").replace(" or ", ", ")
    return _PHRASES.get(kind, "— такое значение не принимается")


def _place(model: type[BaseModel], steps: tuple[Step, ...]) -> tuple[str, type[BaseModel]]:
    """Return the words for where the field is («Строка 3: ») and the schema that it belongs to."""
    place = ""
    for step, after in pairwise(steps):
        inner = _nested(model.model_fields.get(str(step)))
        if inner is None:
            continue
        model = inner
        which = f" {after + 1}" if isinstance(after, int) else ""
        place = f"{model.model_config.get('title', '')}{which}: "
    return place, model


def _nested(field: FieldInfo | None) -> type[BaseModel] | None:
    """Return the schema inside a field's type: of an object, or of the items of a list."""
    pending: list[Any] = [field.annotation] if field is not None else []
    for kind in pending:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        pending.extend(get_args(kind))
    return None


def _unknown(name: str, owner: type[BaseModel]) -> str:
    close = get_close_matches(name, owner.model_fields, n=1)
    hint = f"; похоже на «{close[0]}»" if close else ""
    return f"неизвестное поле «{name[:40]}»{hint}"


def _sentence(place: str, label: str, phrase: str) -> str:
    words = f"{label} {phrase}"
    return place + words if place else words[0].upper() + words[1:]


def _path(steps: tuple[Step, ...]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".") or ROOT
