"""What a sender chooses from in each row of recipients: values and words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from api.web.sending_form import GROUPS
from api.web.words import ACTS, CHANNELS
from docsvc.model import Act, Channel
from docsvc.model.levels import LEVELS

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """The lists of the form, each as pairs of value and word."""

    acts: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    languages: tuple[Choice, ...]


def choices(parties: Iterable[str], *, texts: bool) -> Choices:
    """Return what there is to choose from; codes go by SMS only where `texts` can be sent."""
    ways = [way for way in Channel if texts or way is not Channel.SMS]
    return Choices(
        acts=(
            (Act.SIGN, str(ACTS[Act.SIGN].word)),
            (Act.ACCEPT, str(ACTS[Act.ACCEPT].word)),
            (Act.RECEIVE, _("получает, когда все ответят")),
            (Act.COPY, _("видит копию сразу")),
        ),
        parties=(("", "—"), *((party, party_word(party)) for party in _with_usual(parties))),
        levels=tuple((level, _(LEVELS[level].name)) for level in LEVELS),
        channels=tuple((way, str(CHANNELS[way].word)) for way in ways),
        groups=(("", "—"), *((group, group) for group in GROUPS)),
        languages=(("ru", "Русский"), ("en", "English")),
    )


def party_word(party: str) -> str:
    """Return what a place to sign is called."""
    known: Mapping[str, str] = {"seller": _("от нас"), "client": _("от клиента")}
    return known.get(party, party)


def _with_usual(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*("seller", "client"), *parties)))
