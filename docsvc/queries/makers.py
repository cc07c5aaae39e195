"""What can be made of a deal: the kinds that have a template, and the templates to choose from."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Kind, Template
from docsvc.queries.block_names import block_names
from docsvc.queries.content import BlockRow, block_list
from docsvc.queries.sources import source_at
from storage import Blobs


@dataclass(frozen=True, slots=True)
class Choice:
    """A template that a person may choose; `condition` says when it is chosen without being asked for."""

    id: str
    title: str
    language: str
    engine: str
    condition: str


@dataclass(frozen=True, slots=True)
class Maker:
    """A kind of document with its templates in the order in which they are tried."""

    kind: Kind
    choices: tuple[Choice, ...]

    @property
    def by_condition(self) -> bool:
        """Tell whether the deal decides which template is taken where nobody chooses one."""
        return any(choice.condition for choice in self.choices)


def makers(session: Session) -> tuple[Maker, ...]:
    """Return the kinds that have a template in use, in the order of the kinds."""
    found = session.scalars(
        select(Template).where(~Template.internal, Template.current_version_id.is_not(None))
    )
    templates = sorted(
        found, key=lambda each: (each.rank, not each.condition, each.language != "ru", each.code)
    )
    made = (
        Maker(kind, tuple(_choice(each) for each in templates if each.kind == kind.value)) for kind in Kind
    )
    return tuple(maker for maker in made if maker.choices)


def usual_templates(session: Session) -> frozenset[str]:
    """Return the ids of those templates that are taken where no condition holds: one a kind."""
    plain = ([choice for choice in maker.choices if not choice.condition] for maker in makers(session))
    return frozenset(choices[0].id for choices in plain if choices)


def pickable_blocks(session: Session, blobs: Blobs, template_id: str) -> tuple[BlockRow, ...]:
    """Return the blocks to pick from for a template: none where it has no `{BLOCK:picked}`.

    What the template inserts by name is not offered: it would be printed twice.
    """
    template = session.get(Template, template_id)
    if template is None or template.current is None:
        return ()
    named = block_names(source_at(blobs, template.current.source_blob))
    if "picked" not in named:
        return ()
    return tuple(row for row in block_list(session, language=template.language) if row.name not in named)


def _choice(template: Template) -> Choice:
    engine = template.current.engine if template.current else ""
    return Choice(template.id, template.title, template.language, engine, template.condition)
