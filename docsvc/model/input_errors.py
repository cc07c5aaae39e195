"""From pydantic's errors to words: every bad field at once, by its path and by its human name."""

from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
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
    "greater_than_equal": "не может быть меньше %(ge)s",
    "less_than_equal": "не может быть больше %(le)s",
    "string_too_long": "— не больше %(max_length)s знаков",
    "too_long": "— %(actual_length)s, а может быть не больше %(max_length)s",
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
        raise BadInput(
            list(dict(_problem(model, error) for error in reversed(errors)).items())[::-1]
        ) from None


def _problem(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    context = error.get("ctx", {})
    told = (*error["loc"], *((str(context["field"]),) if "field" in context else ()))
    steps = _without_arms(model, told)
    place, owner = _place(model, steps)
    name = str(steps[-1]) if steps else ROOT
    if isinstance(steps[-1] if steps else None, int):
        where = place or _listed(owner, steps)
        return _path(steps), Phrase("%(place)s %(phrase)s", place=where, phrase=_phrase(error, context))
    before = Phrase("%(place)s: ", place=place) if place else ""
    if error["type"] == "extra_forbidden":
        return _path(steps), Phrase("%(place)s%(unknown)s", place=before, unknown=_unknown(name, owner))
    field = owner.model_fields.get(name)
    label = Phrase(field.title) if field is not None and field.title else Phrase("поле «%(name)s»", name=name)
    return _path(steps), _sentence(before, label, _phrase(error, context))


def _phrase(error: ErrorDetails, context: Mapping[str, Any]) -> Phrase:
    kind = error["type"]
    if kind == PHRASE:
        phrase = context["phrase"]
        return phrase if isinstance(phrase, Phrase) else Phrase(str(phrase))
    if kind in _BOUNDS:
        return Phrase(_BOUNDS[kind], **context)
    if "expected" in context:
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return Phrase("— можно: %(expected)s", expected=expected)
    return Phrase(_PHRASES.get(kind, "— такое значение не принимается"))


def _place(model: type[BaseModel], steps: tuple[Step, ...]) -> tuple[Phrase | str, type[BaseModel]]:
    """Return the words for where the field is («Строка 3») and the schema that it belongs to."""
    place: Phrase | str = ""
    for step, after in pairwise(steps):
        inner = nested(model.model_fields.get(str(step)))
        if inner is None:
            continue
        model = inner
        title = model.model_config.get("title")
        place = Phrase(title) if title else ""
        if isinstance(after, int):
            place = Phrase("%(title)s %(number)s", title=place, number=after + 1)
    return place, model


def _without_arms(model: type[BaseModel], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps without pydantic's names for the arms of a union: they end at its field."""
    for at, (step, after) in enumerate(pairwise(steps), start=1):
        field = model.model_fields.get(str(step))
        if field is None:
            continue
        if (inner := nested(field)) is not None:
            model = inner
        elif isinstance(after, str) and len(get_args(field.annotation)) > 1 and not _is_mapping(field):
            return steps[:at]
    return steps


def _is_mapping(field: FieldInfo) -> bool:
    origin = get_origin(field.annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _listed(owner: type[BaseModel], steps: tuple[Step, ...]) -> Phrase:
    """Name an entry of a list by the list and its number: «виды документов 1»."""
    *_before, name, number = ("", *steps)
    field = owner.model_fields.get(str(name))
    title = Phrase(field.title) if field is not None and field.title else str(name)
    return Phrase("%(title)s %(number)s", title=title, number=int(number) + 1, capital=True)


def nested(field: FieldInfo | None) -> type[BaseModel] | None:
    """Return the schema inside a field's type: of an object, or of the items of a list."""
    pending: list[Any] = [field.annotation] if field is not None else []
    for kind in pending:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        pending.extend(get_args(kind))
    return None


def _unknown(name: str, owner: type[BaseModel]) -> Phrase:
    close = get_close_matches(name, owner.model_fields, n=1)
    if close:
        return Phrase("неизвестное поле «%(name)s»; похоже на «%(close)s»", name=name[:40], close=close[0])
    return Phrase("неизвестное поле «%(name)s»", name=name[:40])


def _sentence(place: Phrase | str, label: Phrase, phrase: Phrase) -> Phrase:
    return Phrase(
        "%(place)s%(label)s %(phrase)s",
        capital=not place,
        place=place,
        label=label,
        phrase=phrase,
    )


def _path(steps: tuple[Step, ...]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".") or ROOT
