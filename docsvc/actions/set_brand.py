"""Setting the looks of our documents once for all: logo, colour, letterhead and stamp."""

from dataclasses import dataclass

from docsvc.access import Right, require
from docsvc.actions.edit_legal_entity import check_colour
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import LegalEntity
from docsvc.model.pictures import LOGO, STAMP, STAMP_OFF, picture_uri
from docsvc.work import ORGANISATION, Actor, Work

LONGEST_LETTERHEAD = 600


@dataclass(frozen=True, slots=True)
class Brand:
    """What a person sets. A picture that is None stays as it is; empty bytes remove it."""

    color: str = ""
    letterhead: str = ""
    logo: bytes | None = None
    stamp: bytes | None = None
    print_stamp: bool = True


def set_brand(work: Work, entity_id: str, *, actor: Actor, brand: Brand) -> None:
    """Write the brand down; documents already made keep theirs.

    Raises `Forbidden`, `NotFound`, or `BadInput` naming each wrong field.
    """
    require(actor, Right.ADMINISTER)
    entity = work.get(LegalEntity, entity_id)
    before = dict(entity.details)
    logo = _picture(brand.logo, before.get("logo"), name="logo", most=LOGO)
    kept_stamp = before.get("stamp") or before.get(STAMP_OFF)
    stamp = _picture(brand.stamp, kept_stamp, name="stamp", most=STAMP)
    after = {
        "brand_color": brand.color.strip(),
        "letterhead": _letterhead(brand.letterhead),
        "logo": logo,
        "stamp": stamp if brand.print_stamp else "",
        STAMP_OFF: "" if brand.print_stamp else stamp,
    }
    check_colour(after["brand_color"])
    changed = sorted(name for name, value in after.items() if (before.get(name) or "") != value)
    if not changed:
        return
    untouched = {name: value for name, value in before.items() if name not in after}
    entity.details = untouched | {name: value for name, value in after.items() if value}
    work.record(ORGANISATION, "legal_entity.edited", actor, legal_entity=entity.id, fields=changed)


def _picture(given: bytes | None, kept: str | None, *, name: str, most: tuple[int, int]) -> str:
    if given is None:
        return kept or ""
    return picture_uri(given, name=name, most=most) if given else ""


def _letterhead(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    letterhead = "\n".join(line for line in lines if line)
    if len(letterhead) > LONGEST_LETTERHEAD:
        raise BadInput([("letterhead", Phrase("не больше %(most)s знаков", most=LONGEST_LETTERHEAD))])
    if any(not line.isprintable() for line in letterhead.split("\n")):
        raise BadInput([("letterhead", "недопустимые знаки")])
    return letterhead
