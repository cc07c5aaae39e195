"""Showing an administrator the link or code of a message that could not be sent: never without a trace."""

from dataclasses import dataclass

from docsvc.access import Right, require
from docsvc.errors import Forbidden
from docsvc.mail.insides import open_insides
from docsvc.mail.letter import read_letter
from docsvc.mail.own_page import MY_LINK
from docsvc.work import ORGANISATION, Actor, Work


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a message carries; None where it carries none. `link` is absolute if `base_url` was given."""

    link: str | None
    code: str | None

    def __repr__(self) -> str:
        """Keep both out of logs and tracebacks."""
        return "Revealed(…)"


def reveal_mail(work: Work, mail_id: str, *, actor: Actor, base_url: str = "") -> Revealed:
    """Return the link and code of a message; the document's evidence says for good that it was done.

    Raises `Forbidden` for all but an administrator, and for the links that a colleague decides by (they have
    a way in of their own, and nobody else decides for them) and that open everything of one person.
    """
    require(actor, Right.ADMINISTER)
    letter = read_letter(work.session, mail_id)
    if (letter.ask and letter.ask.claim) or letter.template == MY_LINK:
        raise Forbidden
    insides = open_insides(letter, work.secrets, base_url=base_url)
    subject = letter.subject.id if letter.subject else ORGANISATION
    work.record(
        subject,
        "mail.revealed",
        actor,
        private={"to": letter.to_email},
        mail=letter.id,
        template=letter.template,
        recipient=letter.reader.id if letter.reader else None,
        link=bool(insides.link),
        code=bool(insides.code),
    )
    return Revealed(link=insides.link or None, code=insides.code or None)
