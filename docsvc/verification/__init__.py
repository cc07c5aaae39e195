"""Checking what docsvc gave away, with no server, database or network: a PDF, a package, an audit file."""

from docsvc.verification.file import verify_file
from docsvc.verification.report import Finding, Outcome, Report, Told, read_report

__all__ = ["Finding", "Outcome", "Report", "Told", "read_report", "verify_file"]
