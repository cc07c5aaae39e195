"""The words of one answer: how each document stands, what the level asks, where the code goes."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from docsvc.mail.address import masked
from docsvc.model import Act, Channel
from docsvc.model.means import means_of
from docsvc.queries.recipient import EnvelopeDocument, RecipientView
from docsvc.queries.standing import Standing
from docsvc.sms.phone import masked_phone


@dataclass(frozen=True, slots=True)
class Hand:
    """A face in which a name can be written as a signature: its name in the form, and what people call it."""

    name: str
    label: LazyString


@dataclass(frozen=True, slots=True)
class Means:
    """How the signer proves who they are, and where the code goes, as its owner recognises it."""

    channel: Channel
    to: str

    @property
    def sms(self) -> bool:
        """Tell whether the code comes as a text message."""
        return self.channel is Channel.SMS

    @property
    def pin(self) -> bool:
        """Tell whether the signer has a PIN of their own instead of a code."""
        return self.channel is Channel.PIN


HANDS = (
    Hand("marck-script", lazy_gettext("Почерк первый, округлый")),
    Hand("caveat", lazy_gettext("Почерк второй, беглый")),
    Hand("bad-script", lazy_gettext("Почерк третий, мелкий")),
)

_STEPS: dict[Standing, tuple[LazyString, str, str]] = {
    Standing.ANSWERED: (lazy_gettext("ваш ответ получен"), "check", "is-good"),
    Standing.SEALING: (lazy_gettext("ваш ответ получен"), "check", "is-good"),
    Standing.COMPLETED: (lazy_gettext("готов, можно скачать"), "check", "is-good"),
    Standing.SHOWN: (lazy_gettext("только прочитать"), "file", "is-plain"),
    Standing.NOT_YET: (lazy_gettext("пока отвечают другие"), "clock", "is-warning"),
    Standing.DECLINED: (lazy_gettext("вы отказались"), "stop", "is-bad"),
    Standing.RETURNED: (lazy_gettext("вы попросили изменить"), "back", "is-warning"),
    Standing.SPARED: (lazy_gettext("ваша подпись не нужна"), "check", "is-good"),
    Standing.VOIDED: (lazy_gettext("аннулирован"), "stop", "is-bad"),
    Standing.EXPIRED: (lazy_gettext("срок прошёл"), "clock", "is-warning"),
}


def step(document: EnvelopeDocument, act: Act) -> tuple[str, str, str]:
    """Return what is asked at a document of the envelope or what became of it, its icon and its colour."""
    if document.standing is Standing.ASKED and document.asked:
        words = gettext("принять") if act is Act.ACCEPT else gettext("подписать")
        return words, "pen", "is-open"
    known = (lazy_gettext("больше не действует"), "stop", "is-bad")
    words, icon, colour = _STEPS.get(document.standing, known)
    return str(words), icon, colour


def means(view: RecipientView) -> Means:
    """Return how this recipient proves who they are."""
    channel = means_of(view.channel, phone=view.phone, in_person=view.in_person)
    return Means(channel, masked_phone(view.phone) if channel is Channel.SMS else masked(view.email))
