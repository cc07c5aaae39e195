"""Fill a template in with Facts: the text that an engine lays out, and what the template printed."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError

from templates.bind import bind
from templates.errors import Missing, RenderFailed
from templates.run import MAX_OUTPUT, Run, current
from templates.sandbox import Sandbox
from templates.schema import Field, FieldSchema, empty_fields
from templates.source import Source

_FAILURES = (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


@lru_cache(maxsize=1)
def _sandbox() -> Sandbox:
    return Sandbox()


@lru_cache(maxsize=64)
def compiled(source: Source) -> jinja2.Template:
    """Parse once for each blob and process. Raises RenderFailed, naming the line."""
    part = source.main
    try:
        code = _sandbox().compile(source.text(part), part, part)
        return jinja2.Template.from_code(_sandbox(), code, _sandbox().globals)
    except jinja2.TemplateSyntaxError as error:
        raise RenderFailed(f"{part}, строка {error.lineno}", error.message or "ошибка в шаблоне") from error


@lru_cache(maxsize=512)
def _condition(expression: str) -> jinja2.Template:
    return _sandbox().from_string("{% if (" + expression + ") %}1{% endif %}")


def fill(source: Source, facts: Mapping[str, Any], *, block: str | None = None) -> tuple[str, Run]:
    """Give the filled-in text of a template, or of one block of it, and the record of the run.

    Raises RenderFailed with the part and line where the template went wrong.
    """
    template = compiled(source)
    with _running(source.main, template) as run:
        about = {"code": source.code, "title": source.title, "version": source.version}
        context = template.new_context({**bind(facts, source.fields), "template": about})
        render = template.blocks.get(block, template.root_render_func) if block else template.root_render_func
        return _bounded(render(context)), run


def missing(source: Source, facts: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Give every required field that is empty, by the name that people know it by, in the schema's order."""
    return empty_fields((field for field in source.fields.fields if _required(field, facts)), facts)


def _required(field: Field, facts: Mapping[str, Any]) -> bool:
    if isinstance(field.required, bool):
        return field.required
    with _running(f"fields.yaml, {field.path}", None):
        return bool(_condition(field.required).render(bind(facts, FieldSchema((field,)))))


def _bounded(pieces: Iterator[str]) -> str:
    done: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_OUTPUT:
            raise RenderFailed("template.html", "шаблон печатает слишком много")
        done.append(piece)
    return "".join(done)


@contextmanager
def _running(part: str, template: jinja2.Template | None) -> Iterator[Run]:
    run = Run()
    token = current.set(run)
    try:
        yield run
    except SecurityError as error:
        refused = "шаблон обращается к тому, что не разрешено"
        raise RenderFailed(_where(error, part, template), refused) from error
    except _FAILURES as error:
        raise RenderFailed(_where(error, part, template), str(error) or type(error).__name__) from error
    finally:
        current.reset(token)


def _where(error: BaseException, part: str, template: jinja2.Template | None) -> str:
    """Name the line of the template that the last of its frames stands for."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == part]
    if not frames or template is None:
        return part
    return f"{part}, строка {template.get_corresponding_lineno(frames[-1].lineno or 1)}"
