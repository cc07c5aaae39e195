"""A template looked through once: what its parts use, and the findings that hold for any data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from templates.errors import BadTemplate, RenderFailed
from templates.findings import Finding, Severity, Spot, TemplateFaults
from templates.lint import checks
from templates.lint.inserts import inserted
from templates.lint.known import Known
from templates.lint.literal import literals
from templates.lint.passages import Passage, of_blocks, of_docx, of_source
from templates.lint.program import read_program
from templates.schema import FieldSchema
from templates.source import Engine, Source


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a template before any data; `findings` are without unknown fields: data decides.

    `order` gives the place of a spot in the document; `inserts` are the blocks that it names, each with what
    there is to say where the library lacks it.
    """

    parts: tuple[checks.Part, ...]
    findings: tuple[Finding, ...]
    order: Mapping[Spot, int]
    inserts: tuple[tuple[str, Finding], ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Give what makes the template unusable whatever the data."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)


@lru_cache(maxsize=64)
def has_strangers(source: Source, blocks: tuple[tuple[str, str], ...] = ()) -> bool:
    """Tell whether a template uses fields that neither the standard nor its schema knows."""
    known = Known.of(field.path for field in source.fields.fields)
    return any(checks.unknown_fields(analyse(source, blocks).parts, known))


@lru_cache(maxsize=64)
def analyse(source: Source, blocks: tuple[tuple[str, str], ...] = ()) -> Analysis:
    """Look a template through, and the blocks that it inserts. Raises BadTemplate."""
    passages = of_source(source)
    structure = _structure(source.files[source.main]) if source.engine is Engine.DOCX else ()
    return _analysed(passages, blocks, source.fields, source.kind, structure)


def analyse_docx(docx: bytes) -> Analysis:
    """Look a Word file through that is no template yet. Raises BadTemplate."""
    return _analysed(of_docx(docx), (), FieldSchema(), "", _structure(docx))


def _analysed(
    passages: list[Passage],
    blocks: tuple[tuple[str, str], ...],
    schema: FieldSchema,
    kind: str,
    structure: Iterable[Finding],
) -> Analysis:
    known_blocks: Mapping[str, str] = dict(blocks)
    every = [*passages, *of_blocks(passages, known_blocks)]
    programs = [read_program(group) for _, group in groupby(every, key=lambda each: each.part)]
    try:
        parts = [checks.walk(program) for program in programs]
    except RecursionError as error:
        raise BadTemplate("В шаблоне слишком длинное выражение или слишком глубокая вложенность.") from error
    findings = [each for program in programs for each in program.findings]
    told = {(each.spot, each.text) for each in findings} | {(each.spot, each.code) for each in findings}
    findings += [each for each in structure if not {(each.spot, each.text), (each.spot, each.code)} & told]
    for part in parts:
        findings += checks.forbidden(part)
        findings += checks.unknown_names(part)
        findings += checks.shouted(part)
        findings += checks.sums(part, schema)
        findings += checks.spelling(part)
        findings += checks.lone_lines(part)
    findings += checks.signatures(parts, kind)
    findings += checks.unused(parts, schema)
    findings += literals(every)
    order = {each.spot: place for place, each in reversed([*enumerate(every)]) if each.spot}
    return Analysis(tuple(parts), tuple(findings), order, tuple(inserted(every)))


def _structure(docx: bytes) -> tuple[Finding, ...]:
    """Ask the Word engine what it cannot put into rows and paragraphs; its preparation serves merging too."""
    from templates.word.ready import make_ready

    try:
        make_ready(docx, ())
    except TemplateFaults as error:
        return tuple(each for each in error.findings if each.code != "unknown-block")
    except RenderFailed:
        return ()  # a tag that does not compile is told by its own look
    return ()
