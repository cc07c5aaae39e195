"""Data in, documents out: templates, the facts they are filled in with, and PDF."""

from templates.attachment import Attachment
from templates.errors import (
    BadFacts,
    BadTemplate,
    ConversionFailed,
    Missing,
    MissingFields,
    OfficeMissing,
    Problem,
    ProofFailed,
    RenderFailed,
    TemplateError,
    TooManyLines,
)
from templates.facts import complete
from templates.fill import missing
from templates.places import Place
from templates.render import Rendered, merge_docx, render, render_html, warm
from templates.schema import Field, FieldSchema
from templates.shape import MAX_LINES
from templates.source import Engine, Source, library

__all__ = [
    "MAX_LINES",
    "Attachment",
    "BadFacts",
    "BadTemplate",
    "ConversionFailed",
    "Engine",
    "Field",
    "FieldSchema",
    "Missing",
    "MissingFields",
    "OfficeMissing",
    "Place",
    "Problem",
    "ProofFailed",
    "RenderFailed",
    "Rendered",
    "Source",
    "TemplateError",
    "TooManyLines",
    "complete",
    "library",
    "merge_docx",
    "missing",
    "render",
    "render_html",
    "warm",
]
