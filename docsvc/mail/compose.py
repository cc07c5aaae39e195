"""Writing a message: one sentence, one button, the organisation's colour; the same in plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from docsvc.config import Settings
from docsvc.mail.catalogue import catalogue, known_language
from docsvc.mail.colour import brand_colour, ink_on
from docsvc.mail.insides import Insides, masked_insides
from docsvc.mail.letter import Letter, Subject, read_letter
from docsvc.model.kinds import KINDS
from docsvc.urls import (
    FIGURES,
    INBOX,
    OPERATIONS,
    OUTGOING_MAIL,
    SEAL,
    document_path,
    inbox_path,
    sending_path,
)
from templates.money import format_money

PAGES: Final = Path(__file__).with_name("pages")
NAMES: Final = tuple(sorted(file.stem for file in PAGES.glob("[a-z]*.txt") if file.stem != "letter"))
"""Every message that can be posted; `_asking.txt` is what several of them share."""

_DATES: Final = {"ru": "dd.MM.yyyy", "en": "d MMMM yyyy"}  # no full stop at the end: sentences end with it
_TIMES: Final = {"ru": "d MMMM 'в' HH:mm", "en": "d MMMM, HH:mm"}
ABOUT_SENDING: Final = frozenset({"invitation", "reminder", "deadline_near", "corrected", "replaced"})
"""Messages to a recipient about all that they are asked, not about one document of it."""
_LINES: Final = ("who", "to", "stage", "outcome", "starts", "ends", "task")
_PARAGRAPHS: Final = ("reason", "text", "question", "conditions", "answer", "comment")
"""What messages are posted with: one line, or as many as a person wrote."""
_SPOKEN: Final = ("sentence", "detail", "title", "quote", "button", "url", "hint")
"""What a page says, beside its subject and rows."""
_MAX_LINE: Final = 250
_MAX_PARAGRAPH: Final = 2000
_MAX_SHORT: Final = 200
"""Characters of a text message: three parts in Cyrillic. Source: 3GPP TS 23.040, 9.2.3.24.1."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message as a person reads it; `short` is what it says as a text message, where it may be one."""

    subject: str
    text: str
    html: str
    short: str = ""


def preview(session: Session, mail_id: str, *, settings: Settings) -> Words:
    """Write a kept message with its link and code masked; raise `NotFound`."""
    letter = read_letter(session, mail_id)
    return compose(letter, masked_insides(letter, base_url=settings.base_url), settings=settings)


def compose(letter: Letter, insides: Insides, *, settings: Settings) -> Words:
    """Write a message in its reader's language."""
    pages = _pages(known_language(letter.language))
    said = _said(letter, insides, settings) | {"code": insides.code}
    words = pages.get_template(f"{letter.template}.txt").make_module(said)
    parts = {name: getattr(words, name, "") for name in _SPOKEN}
    colour = brand_colour(letter.colour)
    around = parts | {
        "subject": one_line(str(words.subject)),  # type: ignore[attr-defined]  # set in the page
        "rows": [(name, str(value)) for name, value in getattr(words, "rows", ()) if value],
        "code": insides.code,
        "language": known_language(letter.language),
        "to_name": said["to_name"],
        "organisation": said["organisation"],
        "colour": colour,
        "ink": ink_on(colour),
    }
    text = pages.get_template("letter.txt").render(around)
    short = one_line(getattr(words, "short", ""))[:_MAX_SHORT]
    return Words(around["subject"], text, pages.get_template("letter.html").render(around), short)


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
        **dict.fromkeys(_LINES, ""),
        "many": "1",
        **words,
        **{name: _paragraph(str(letter.params.get(name, ""))) for name in _PARAGRAPHS},
        **_asked(letter, settings.timezone),
        **_about(letter),
        "to_name": one_line(letter.to_name),
        "organisation": one_line(letter.organisation) or "docsvc",
        "recipient": reader is not None,
        "act": reader.act if reader else "",
        "asked_by": one_line(reader.asked_by) if reader else "",
        "handed_by": one_line(reader.handed_by) if reader else "",
        "note": _paragraph(reader.note) if reader and not letter.veiled else "",
        **_sending(letter),
        "deadline": _deadline(letter, settings.timezone),
        "minutes": letter.code_minutes or 10,
        "link": insides.link,
        "page": settings.base_url + (document_path(subject.id) if subject else OUTGOING_MAIL),
        "sending": settings.base_url + (sending_path(subject.id) if subject else OUTGOING_MAIL),
        "figures": settings.base_url + FIGURES,
        "seal": settings.base_url + SEAL,
        "operations": settings.base_url + OPERATIONS,
        "inbox": settings.base_url + (inbox_path(subject.id) if subject else INBOX),
    }


def _asked(letter: Letter, zone: tzinfo) -> dict[str, Any]:
    """Return what is said of the task that the message speaks of; nothing of it where it speaks of none."""
    ask = letter.ask
    if ask is None:
        names = ("initiator", "justification", "taken_from", "criteria", "due", "opened", "overdue")
        return dict.fromkeys(names, "")
    return {
        "stage": one_line(ask.stage),
        "initiator": one_line(ask.initiator),
        "justification": _paragraph(ask.justification),
        "taken_from": one_line(ask.taken_from),
        "criteria": ask.criteria or "",
        "due": _moment(ask.due_at, ask.zone or zone, letter.language),
        "opened": _moment(ask.opened_at, ask.zone or zone, letter.language),
        "overdue": ask.overdue,
    }


def _moment(at: datetime | None, zone: tzinfo, language: str) -> str:
    """Write a time as people say it: «24 ноября в 15:00 (UTC+3)»."""
    if at is None:
        return ""
    local, known = at.astimezone(zone), known_language(language)
    hours = f"{local:%z}"
    offset = f"UTC{hours[0]}{int(hours[1:3])}" + (f":{hours[3:5]}" if hours[3:5] != "00" else "")
    return f"{format_datetime(local, _TIMES[known], locale=known)} ({offset})"


def _about(letter: Letter) -> dict[str, str]:
    """Return what is said of the document; of one behind an access code, that there is one."""
    if not letter.veiled:
        return _document(letter.subject, letter.language)
    _ = catalogue(known_language(letter.language)).gettext
    veil = _("документ, закрытый кодом доступа")
    return {"document": veil, "accusative": veil, "company": "", "amount": ""}


def _document(subject: Subject | None, language: str) -> dict[str, str]:
    if subject is None:
        return dict.fromkeys(("document", "accusative", "company", "amount"), "")
    rules = KINDS[subject.kind]
    name = catalogue(known_language(language)).gettext(rules.name)
    declined = rules.accusative if rules.accusative and known_language(language) == "ru" else name
    money = format_money(subject.amount, subject.currency) if subject.amount else ""  # zero: nobody gave it
    return {
        "document": _label(name, subject, language),
        "accusative": _label(declined, subject, language),
        "company": one_line(subject.company),
        "amount": money,
    }


def _label(kind: str, subject: Subject, language: str) -> str:
    known = known_language(language)
    label = catalogue(known).gettext("%(kind)s № %(number)s от %(date)s") % {
        "kind": kind[0].lower() + kind[1:],
        "number": subject.number,
        "date": format_date(subject.date, _DATES[known], locale=known),
    }
    return one_line(label)


def _sending(letter: Letter) -> dict[str, Any]:
    """Return what is said of the sending: its title, all of its documents, and what the reader is asked."""
    reader = letter.reader
    said: dict[str, Any] = {
        "heading": "",
        "enclosed": (),
        "locked": reader is not None and reader.locked,
        "standing": _labels(() if letter.veiled else letter.standing, letter.language),
        "fallen": _labels(() if letter.veiled else letter.fallen, letter.language),
    }
    if reader is None or letter.veiled:
        return said
    said["heading"] = one_line(reader.heading)
    said["enclosed"] = _labels(reader.documents, letter.language) if len(reader.documents) > 1 else ()
    if letter.template in ABOUT_SENDING and (asked := reader.asked or reader.documents):
        said["document"] = _together(asked, letter.language, case="document")
        said["accusative"] = _together(asked, letter.language, case="accusative")
    return said


def _labels(subjects: Sequence[Subject], language: str) -> tuple[str, ...]:
    return tuple(_document(each, language)["document"] for each in subjects)


def _together(subjects: Sequence[Subject], language: str, *, case: str) -> str:
    """Name several documents in one phrase: «договор № 7 от 05.11.2026 и ещё 2 документа»."""
    first, more = _document(subjects[0], language)[case], len(subjects) - 1
    if not more:
        return first
    ngettext = catalogue(known_language(language)).ngettext
    words = {"first": first, "more": more}
    return ngettext("%(first)s и ещё %(more)s документ", "%(first)s и ещё %(more)s документов", more) % words


def _deadline(letter: Letter, zone: tzinfo) -> str:
    at = letter.reader.deadline if letter.reader else letter.ends_at
    if at is None:
        return ""
    day = at.astimezone(zone).date()
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
