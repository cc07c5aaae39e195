"""The word user's language as Jinja: `{DEAL.AMOUNT * 0.85}`, `{IF …}…{ENDIF}`, `{FOREACH …}…{ENDFOREACH}`."""

from templates.language.blocks import expand
from templates.language.excerpt import excerpt
from templates.language.scan import scan
from templates.language.scope import Scope
from templates.language.tags import JINJA, STEERING, BadExpression, BadTag, Fault, Tag, TagKind
from templates.language.translate import translate

__all__ = [
    "JINJA",
    "STEERING",
    "BadExpression",
    "BadTag",
    "Fault",
    "Scope",
    "Tag",
    "TagKind",
    "excerpt",
    "expand",
    "scan",
    "translate",
]
