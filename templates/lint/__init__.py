"""A look at a template before it is used: every mistake with its place and what to write instead."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from templates.findings import Finding, Severity, TemplateFaults
from templates.lint import checks
from templates.lint.analysis import Analysis, analyse, analyse_docx, has_strangers
from templates.lint.inserts import lacking
from templates.lint.known import Known, paths_of, plain_paths

if TYPE_CHECKING:
    from templates.source import Source


def lint(
    source: "Source", *, known: Collection[str] = (), blocks: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Give every finding about a template, errors first, each group in the order of the document.

    `known` are paths of own fields beside those that the template declares (`deal.object_address`); `blocks`
    the names of the content library, where there is one. Raises BadTemplate.
    """
    declared = (field.path for field in source.fields.fields)
    return _sorted(analyse(source), Known.of(declared, plain_paths(known), _sample(source)), blocks)


def lint_docx(docx: bytes, *, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """Give every finding about a Word file that is no template yet. Raises BadTemplate, as the gate does."""
    return _sorted(analyse_docx(docx), Known.of(plain_paths(known)))


def check(source: "Source", facts: Mapping[str, Any]) -> None:
    """Raise TemplateFaults with every reason why these facts cannot be filled into this template."""
    from templates.language.blocks import block_texts

    blocks = tuple(sorted(block_texts(facts).items())) if facts.get("blocks") else ()
    analysis = analyse(source, blocks)
    faults = [*analysis.errors]
    if has_strangers(source, blocks):
        declared = [field.path for field in source.fields.fields]
        faults += checks.unknown_fields(analysis.parts, Known.of(declared, paths_of(facts)))
    if faults:
        raise TemplateFaults(faults)


def _sorted(analysis: Analysis, known: Known, blocks: Collection[str] | None = None) -> tuple[Finding, ...]:
    found = [*analysis.findings, *checks.unknown_fields(analysis.parts, known)]
    if blocks is not None:
        found += lacking(analysis.inserts, blocks)

    def place(finding: Finding) -> tuple[bool, int, int]:
        spot = finding.spot
        return finding.severity is not Severity.ERROR, analysis.order.get(spot, -1), spot.line or 0

    return tuple(sorted(dict.fromkeys(found), key=place))


def _sample(source: "Source") -> Collection[str]:
    """Know the fields of the sample that a template brings along."""
    import json

    try:
        return frozenset(paths_of(json.loads(source.files.get("sample.json", b"{}"))))
    except ValueError:
        return frozenset()


__all__ = ["check", "lint", "lint_docx", "paths_of"]
