"""The templates' language for parts of a Word document: what is printed becomes text of a run."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup, escape

from templates.errors import RenderFailed
from templates.run import MAX_OUTPUT
from templates.sandbox import Sandbox
from templates.sandbox import _print as say_printed
from templates.word.drawing import MARKS
from templates.word.sheet import sheet

_TEXT = '</w:t>{}<w:t xml:space="preserve">'
_BREAKS = {"\n": _TEXT.format("<w:br/>"), "\t": _TEXT.format("<w:tab/>"), "\r": ""}
_BREAK = re.compile("[\n\t\r]")
_SPECIAL = re.compile("[&<>\"'{\n\t\r]")
_ENDS = re.compile(r"(?:</w:p>|<w:p/>)(?:<w:bookmark(?:Start|End) [^>]*/>|</w:sdtContent>|</w:sdt>)*\s*$")


@pass_context
def print_text(context: Context, value: object) -> str:
    """Write what a tag prints as text of a run, escaped: line breaks and tabs become Word's own."""
    text = say_printed(context, value)
    if isinstance(text, Markup) or not _SPECIAL.search(text):
        return text
    return _as_xml(text)


def _as_xml(text: str) -> str:
    xml = str(escape(str(text)))
    if "{" in xml:
        xml = xml.replace("{", "&#123;")  # docxtpl reads `{_{` as its own, were it to see it
    if _BREAK.search(xml):
        plain = sheet.get().plain
        xml = _BREAK.sub(lambda found: " " if plain else _BREAKS[found[0]], xml)
    return xml


@pass_context
def _run(context: Context, value: object) -> Markup:
    """Give a place between runs what may stand there: a drawing as it is, a text in a run of its own."""
    if isinstance(value, Markup):
        return value
    text = print_text(context, value)
    return Markup(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else "")  # noqa: S704 - escaped


def _cell(content: str) -> Markup:
    """End a cell with a paragraph, as Word wants every cell to."""
    xml = escape(content)
    return xml if _ENDS.search(xml) else xml + Markup("<w:p/>")


def _table(content: str) -> Markup:
    """Leave a table out that has lost all rows: Word opens none such."""
    xml = escape(content)
    return xml if "<w:tr>" in xml or "<w:tr " in xml else Markup("")


FILTERS = {"word_cell": _cell, "word_run": _run, "word_table": _table}


@lru_cache(maxsize=1)
def word_sandbox() -> Sandbox:
    """Give the one environment of all Word templates."""
    return WordSandbox()


class Buffer(list[str]):
    """Keeps what a block prints before anything goes on with it, up to the limit of output."""

    __slots__ = ("_size",)

    def __init__(self, pieces: Iterable[str] = ()) -> None:
        super().__init__()
        self._size = 0
        self.extend(pieces)

    def append(self, piece: str) -> None:
        """Take a piece. Raises RenderFailed over the limit."""
        self.extend((piece,))

    def extend(self, pieces: Iterable[str]) -> None:
        """Take pieces. Raises RenderFailed over the limit."""
        keep = super().append
        for piece in pieces:
            self._size += len(piece)
            if self._size > MAX_OUTPUT:
                raise RenderFailed("template.docx", "шаблон печатает слишком много")
            keep(piece)


class _Plainly(CodeGenerator):
    """Prints what `print_text` gives as it is: it has escaped it already, and twice takes time."""

    def buffer(self, frame: Any) -> None:
        """Bound what is kept in memory: repeated text of the template is counted nowhere else."""
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = environment.new_buffer()")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        del node, frame
        self.write(f"({finalize.src}")


class WordSandbox(Sandbox):
    """The sandbox with Word's own marks; spaces and lines of a part are left as they are."""

    code_generator_class = _Plainly
    new_buffer = Buffer

    def __init__(self, **settings: Any) -> None:
        super().__init__(MARKS)
        self.filters.update(FILTERS)
        self.finalize = print_text
        self.trim_blocks = self.lstrip_blocks = False
        self.keep_trailing_newline = True
        for name, value in settings.items():
            setattr(self, name, value)
