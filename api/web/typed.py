"""What a person has typed on the page of a document: read for the act, and given back when it is refused."""

from dataclasses import dataclass, field
from itertools import zip_longest

from flask import request

from api.web.reading import whole
from docsvc.model.remarks import RemarkInput

MOST_REMARKS = 50


@dataclass(frozen=True, slots=True)
class Typed:
    """The words and ticks of a form; empty for a page that is only looked at."""

    comment: str = ""
    justification: str = ""
    accept_reason: str = ""
    checklist: tuple[str, ...] = ()
    skip: tuple[int, ...] = ()
    remarks: tuple[RemarkInput, ...] = field(default=())


NOTHING_TYPED = Typed()


def read_typed() -> Typed:
    """Read what the posted form holds."""
    form = request.form
    return Typed(
        comment=form.get("comment", "").strip(),
        justification=form.get("justification", "").strip(),
        accept_reason=form.get("accept_reason", "").strip(),
        checklist=tuple(form.getlist("checklist")),
        skip=tuple(n for each in form.getlist("skip") if (n := whole(each)) is not None),
        remarks=_remarks(),
    )


def _remarks() -> tuple[RemarkInput, ...]:
    """Read the remarks that go with a verdict; one without words is none."""
    names = ("remark_page", "remark_quote", "remark_text")
    rows = zip_longest(*(request.form.getlist(name)[:MOST_REMARKS] for name in names), fillvalue="")
    return tuple(
        RemarkInput(text.strip(), page=whole(page), quote=quote.strip())
        for page, quote, text in rows
        if text.strip()
    )
