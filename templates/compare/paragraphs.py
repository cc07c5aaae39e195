"""The paragraphs of a rendered document: of HTML as laid out, of a PDF as well as it can be told."""

import io
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from pypdf import PdfReader

from templates.render import render_html
from templates.source import Source

_NAMES = (
    "address article aside blockquote body dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr html li main nav "
    "ol p section table tbody td tfoot th thead tr ul br"
)
_BLOCKS = frozenset(_NAMES.split())
_SILENT = frozenset({"head", "script", "style", "svg", "title", "template"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_ENDS = re.compile(r"[.:;!?»)]$")


class _Paragraphs(HTMLParser):
    """Gathers text until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self._text = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's own
        """End a paragraph at a block; leave out what is not shown."""
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph at a block's end."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        """Gather text that is shown."""
        if not self._silent:
            self._text += data

    def end(self) -> None:
        """Finish the paragraph at hand."""
        text = _SPACES.sub(" ", self._text).strip()
        self._text = ""
        if text:
            self.done.append(text)


def html_paragraphs(html: str) -> list[str]:
    """Give the text of HTML by blocks: paragraphs, list items, cells of tables."""
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    parser.end()
    return parser.done


def filled_paragraphs(source: Source, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the text of an HTML template filled in with facts. Raises MissingFields, RenderFailed."""
    return tuple(html_paragraphs(render_html(source, facts)))


def pdf_paragraphs(pdf: bytes) -> tuple[str, ...]:
    """Give the text of a PDF; lines are joined until one looks like the end of its paragraph."""
    lines = [
        line.strip() for page in PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()
    ]
    done: list[str] = []
    open_ = False
    for line in filter(None, lines):
        if open_ and done and line[:1].islower():
            done[-1] = f"{done[-1]} {line}"
        else:
            done.append(line)
        open_ = not _ENDS.search(line)
    return tuple(done)
