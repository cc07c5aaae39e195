"""Which blocks of the content library a template, or another block, inserts."""

from collections.abc import Iterator
from functools import lru_cache

from templates import Engine, Source
from templates.language import Tag, TagKind, scan
from templates.language.blocks import block_name


@lru_cache(maxsize=256)
def block_names(source: Source) -> tuple[str, ...]:
    """Return the names in a template's `{BLOCK:name}` tags, in its order, each once."""
    return tuple(dict.fromkeys(name for text in _texts(source) for name in named_blocks(text)))


def named_blocks(text: str) -> tuple[str, ...]:
    """Return the names in the `{BLOCK:name}` tags of a text."""
    return tuple(block_name(tag) for tag in scan(text) if isinstance(tag, Tag) and tag.kind is TagKind.BLOCK)


def _texts(source: Source) -> Iterator[str]:
    if source.engine is Engine.HTML:
        yield source.text(source.main)
        return
    from templates.word.walk import located

    yield from (paragraph.text for paragraph in located(source.files[source.main]))
