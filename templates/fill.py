"""Fill a template in with Facts: the text that an engine lays out, and what the template printed."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError

from templates.bind import bind
from templates.errors import Missing, MissingFields, RenderFailed
from templates.infer import infer, undeclared
from templates.labels import named
from templates.language.blocks import block_texts, expand, in_html
from templates.language.names import ALIASES
from templates.language.translate import translate
from templates.phrase import Phrase
from templates.reasons import reason_of
from templates.run import MAX_OUTPUT, Run, current
from templates.sandbox import Sandbox
from templates.schema import Field, FieldSchema, empty_fields
from templates.source import Source
from templates.writing import in_language

_FAILURES = (
    *(jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, SyntaxError),
)


@lru_cache(maxsize=1)
def sandbox() -> Sandbox:
    """Give the one environment of HTML templates and of conditions."""
    return Sandbox()


def compiled(source: Source, facts: Mapping[str, Any] = MappingProxyType({})) -> jinja2.Template:
    """Parse once for each blob, the blocks that it inserts, and process.

    Raises TemplateFaults with the mistakes of its tags, RenderFailed for what Jinja refuses, naming the line.
    """
    known = block_texts(facts) if "BLOCK" in source.text(source.main) else {}
    return _compiled(source, tuple(sorted(known.items())))


@lru_cache(maxsize=64)
def _compiled(source: Source, blocks: tuple[tuple[str, str], ...]) -> jinja2.Template:
    part = source.main
    text = translate(expand(source.text(part), dict(blocks), write=in_html))
    try:
        code = sandbox().compile(text, part, part)
        return jinja2.Template.from_code(sandbox(), code, sandbox().globals)
    except jinja2.TemplateSyntaxError as error:
        raise RenderFailed(
            Phrase("%(part)s, строка %(line)s", part=part, line=error.lineno),
            error.message or "ошибка в шаблоне",
        ) from error
    except (RecursionError, SyntaxError, ValueError, MemoryError) as error:
        raise RenderFailed(part, "слишком глубокая вложенность или слишком длинное число") from error


@lru_cache(maxsize=512)
def _condition(expression: str) -> jinja2.Template:
    return sandbox().from_string("{% if (" + expression + ") %}1{% endif %}")


def fill(source: Source, facts: Mapping[str, Any], *, block: str | None = None) -> tuple[str, Run]:
    """Give the filled-in text of a template, or of one block of it, and the record of the run.

    Raises MissingFields with every empty field that a word tag printed, TemplateFaults, and RenderFailed with
    the part and line where the template went wrong.
    """
    template = compiled(source, facts)
    with running(source.main, template, source.language, answers_for(source)) as run:
        about = {"code": source.code, "title": source.title, "version": source.version}
        values = in_language(bind(facts, source.fields), source.language)
        context = template.new_context({**values, "template": about})
        render = template.blocks.get(block, template.root_render_func) if block else template.root_render_func
        text = _bounded(render(context))
    demand(source, facts, run)
    return text, run


def missing(source: Source, facts: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Give every required field that is empty, by the name that people know it by, in the schema's order.

    Fields that word tags print without the schema knowing of them come after; they count as required.
    """
    fields = (*source.fields.fields, *undeclared(source).fields)
    # Once for all conditions, and not at all where none is.
    context = cache(lambda: bind(facts, FieldSchema((*fields, *infer(source).fields))))
    return empty_fields((field for field in fields if _required(field, context)), facts)


def demand(source: Source, facts: Mapping[str, Any], run: Run) -> None:
    """Raise MissingFields, all at once, where a run met empty fields that nobody has declared."""
    if run.lacking:
        lacking = (named(ALIASES.get(path, path)) for path in run.lacking)
        found = {each.path: each for each in (*missing(source, facts), *lacking)}
        raise MissingFields(tuple(found.values()))


def answers_for(source: Source) -> frozenset[str]:
    """Give the paths whose emptiness a template's schema decides on."""
    return frozenset(field.path.lower() for field in source.fields.fields)


def _required(field: Field, context: Callable[[], Mapping[str, Any]]) -> bool:
    if isinstance(field.required, bool):
        return field.required
    with running(f"fields.yaml, {field.path}", None):
        return bool(_condition(field.required).render(context()))


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
def running(
    part: str,
    template: jinja2.Template | None,
    language: str = "ru",
    declared: frozenset[str] = frozenset(),
) -> Iterator[Run]:
    """Keep the record of a run; what goes wrong in it becomes RenderFailed with the line."""
    run = Run(language, declared=declared)
    token = current.set(run)
    try:
        yield run
    except SecurityError as error:
        refused = "шаблон обращается к тому, что не разрешено"
        raise RenderFailed(_where(error, part, template), refused) from error
    except _FAILURES as error:
        raise RenderFailed(_where(error, part, template), reason_of(error)) from error
    finally:
        current.reset(token)


def _where(error: BaseException, part: str, template: jinja2.Template | None) -> str:
    """Name the line of the template that the last of its frames stands for."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == part]
    if not frames or template is None:
        return part
    return Phrase(
        "%(part)s, строка %(line)s",
        part=part,
        line=template.get_corresponding_lineno(frames[-1].lineno or 1),
    )
