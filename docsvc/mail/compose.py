"""Writing a message: one sentence, one button, the organisation's colour; the same in plain text."""

from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from docsvc.config import Settings
from docsvc.mail.catalogue import catalogue, known_language
from docsvc.mail.colour import brand_colour, ink_on
from docsvc.mail.insides import Insides, masked_insides
from docsvc.mail.letter import Letter, Subject, read_letter
from docsvc.model.kinds import KINDS
from docsvc.urls import INBOX, OUTGOING_MAIL, document_path
from templates.money import format_money

PAGES: Final = Path(__file__).with_name("pages")
NAMES: Final = tuple(sorted(file.stem for file in PAGES.glob("*.txt") if file.stem != "letter"))
"""Every message that can be posted."""

_DATES: Final = {"ru": "dd.MM.yyyy", "en": "d MMMM yyyy"}  # no full stop at the end: sentences end with it
_MAX_LINE: Final = 250
_MAX_PARAGRAPH: Final = 2000


@dataclass(frozen=True, slots=True)
class Words:
    """A message as a person reads it."""

    subject: str
    text: str
    html: str


def preview(session: Session, mail_id: str, *, settings: Settings) -> Words:
    """Write a kept message with its link and code masked; raise `NotFound`."""
    letter = read_letter(session, mail_id)
    return compose(letter, masked_insides(letter, base_url=settings.base_url), settings=settings)


def compose(letter: Letter, insides: Insides, *, settings: Settings) -> Words:
    """Write a message in its reader's language."""
    pages = _pages(known_language(letter.language))
    said = _said(letter, insides, settings)
    words = pages.get_template(f"{letter.template}.txt").make_module(said)
    parts = {
        name: getattr(words, name, "") for name in ("sentence", "detail", "quote", "button", "url", "hint")
    }
    colour = brand_colour(letter.colour)
    around = parts | {
        "subject": one_line(str(words.subject)),  # type: ignore[attr-defined]  # set in the page
        "code": insides.code,
        "language": known_language(letter.language),
        "to_name": said["to_name"],
        "organisation": said["organisation"],
        "colour": colour,
        "ink": ink_on(colour),
    }
    text = pages.get_template("letter.txt").render(around)
    return Words(around["subject"], text, pages.get_template("letter.html").render(around))


def one_line(text: str) -> str:
    """Return the text without line breaks and other control characters, so that no header can be added."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())[:_MAX_LINE]


def _paragraph(text: str) -> str:
    """Return what a person wrote, line by line."""
    lines = (one_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:_MAX_PARAGRAPH]


def _said(letter: Letter, insides: Insides, settings: Settings) -> dict[str, Any]:
    """Return what the pages may speak of; all of it is hostile input, so each is one printable line."""
    reader, subject = letter.reader, letter.subject
    words = {name: one_line(str(value)) for name, value in letter.params.items()}
    return {
        **dict.fromkeys(("who", "job", "error"), ""),
        **words,
        "reason": _paragraph(str(letter.params.get("reason", ""))),
        **_document(subject, letter.language),
        "to_name": one_line(letter.to_name),
        "organisation": one_line(letter.organisation) or "docsvc",
        "recipient": reader is not None,
        "act": reader.act if reader else "",
        "asked_by": one_line(reader.asked_by) if reader else "",
        "note": _paragraph(reader.note) if reader else "",
        "deadline": _deadline(letter, settings.timezone),
        "minutes": letter.code_minutes or 10,
        "link": insides.link,
        "page": settings.base_url + (document_path(subject.id) if subject else OUTGOING_MAIL),
        "inbox": settings.base_url + INBOX,
    }


def _document(subject: Subject | None, language: str) -> dict[str, str]:
    if subject is None:
        return dict.fromkeys(("document", "company", "amount"), "")
    _ = catalogue(known_language(language)).gettext
    kind = _(KINDS[subject.kind].name)
    label = _("%(kind)s № %(number)s от %(date)s") % {
        "kind": kind[0].lower() + kind[1:],
        "number": subject.number,
        "date": format_date(subject.date, _DATES[known_language(language)], locale=known_language(language)),
    }
    money = format_money(subject.amount, subject.currency)
    return {"document": one_line(label), "company": one_line(subject.company), "amount": money}


def _deadline(letter: Letter, zone: tzinfo) -> str:
    if letter.reader is None or letter.reader.deadline is None:
        return ""
    day = letter.reader.deadline.astimezone(zone).date()
    return format_date(day, "long", locale=known_language(letter.language))


@lru_cache(maxsize=4)
def _pages(language: str) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translations = catalogue(language)
    pages.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        translations.gettext, translations.ngettext, newstyle=True
    )
    return pages
