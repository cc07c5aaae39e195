"""Word documents as templates: tags over any runs, loops over rows and paragraphs, merged without Word."""

from templates.word.gate import open_docx
from templates.word.walk import Located, located

__all__ = ["Located", "located", "open_docx"]
