"""Files from outside, made harmless: PDFs and pictures of signatures for documents, tables of people."""

from templates.incoming.gate import MOST_BYTES, MOST_PAGES, Taken, take_pdf
from templates.incoming.reasons import Change, PdfRefused, ScanRefused, Why, reason_of
from templates.incoming.scan import clean_scan
from templates.incoming.table import TableRefused, read_table

__all__ = [
    "MOST_BYTES",
    "MOST_PAGES",
    "Change",
    "PdfRefused",
    "ScanRefused",
    "TableRefused",
    "Taken",
    "Why",
    "clean_scan",
    "read_table",
    "reason_of",
    "take_pdf",
]
