"""What a document will look like while its data is being typed: gaps are named in place of values."""

from collections.abc import Mapping
from typing import Any

from templates.errors import Missing
from templates.fill import missing
from templates.schema import FieldSchema
from templates.shape import Kind
from templates.source import Engine, Source


def with_gaps(source: Source, facts: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Missing, ...]]:
    """Give facts in which each missing field holds its own name in brackets, and all that is missing.

    A date that is missing is today's, a figure nothing at all: neither can hold words.
    """
    lacking = missing(source, facts)
    filled: dict[str, Any] = {
        name: dict(each) if isinstance(each, Mapping) else each for name, each in facts.items()
    }
    for field in lacking:
        section, _, name = field.path.partition(".")
        if isinstance(filled.get(section), dict) and name and "." not in name and "[" not in name:
            filled[section][name] = _gap(field, _kind(source.fields, field.path), facts)
    return filled, lacking


def preview_pdf(source: Source, facts: Mapping[str, Any], watermark: str) -> bytes:
    """Give the PDF of an HTML template with gaps. Raises what `render` raises."""
    from templates.render import render

    filled, _lacking = with_gaps(source, facts)
    return render(source, filled, watermark=watermark).pdf


def preview_text(source: Source, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the text with gaps by paragraphs: all there is of a Word template without LibreOffice."""
    from templates.compare.edited import word_paragraphs
    from templates.compare.paragraphs import filled_paragraphs
    from templates.render import merge_docx

    filled, _lacking = with_gaps(source, facts)
    if source.engine is Engine.DOCX:
        return tuple(text for text in word_paragraphs(merge_docx(source, filled)) if text.strip())
    return filled_paragraphs(source, filled)


def _gap(field: Missing, kind: Kind, facts: Mapping[str, Any]) -> str | None:
    if kind is Kind.TEXT:
        return f"[{field.label}]"
    return str(facts["current"]["date"]) if kind is Kind.DATE else None


def _kind(schema: FieldSchema, path: str) -> Kind:
    return next((field.kind for field in schema.fields if field.path == path), Kind.TEXT)
