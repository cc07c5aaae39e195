"""What each figure counts, in one line, and how its target is told: the same on the page and in the files."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from api.web.filters import NBSP, figure
from api.web.words import Sign
from docsvc.model.figures import TARGETS, Metric, Share

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_DAYS_FROM = 2 * _DAY
"""From when on a length is told in days."""


@dataclass(frozen=True, slots=True)
class About:
    """The name of a figure and what it counts."""

    name: LazyString
    counts: LazyString


ABOUT = {
    Metric.SLA: About(
        lazy_gettext("Решено в срок"),
        lazy_gettext("Доля решений, принятых до срока этапа. Срок прошёл без решения — не в срок."),
    ),
    Metric.FIRST_TIME: About(
        lazy_gettext("Согласовано с первого раза"),
        lazy_gettext("Доля документов, которые согласовали сразу: без возврата, отказа и нового круга."),
    ),
    Metric.ESCALATED: About(
        lazy_gettext("Дошло до эскалации"),
        lazy_gettext(
            "Доля согласований, где из-за молчания подключали руководителя, заместителя или отказали."
        ),
    ),
}

NOTHING = Sign(lazy_gettext("Пока нечего считать"), "info-circle")
KEPT = Sign(lazy_gettext("Цель выполнена"), "circle-check", "good")
MISSED = {
    False: Sign(lazy_gettext("Ниже цели"), "alert-triangle", "bad"),
    True: Sign(lazy_gettext("Выше цели"), "alert-triangle", "bad"),
}
"""By whether the target is to stay below."""


def verdict(share: Share) -> Sign:
    """Return whether the target is kept as an icon, a word and a tone."""
    if share.kept is None:
        return NOTHING
    return KEPT if share.kept else MISSED[TARGETS[share.metric].below]


def target(metric: Metric) -> str:
    """Write the target of a metric."""
    wanted = TARGETS[metric]
    words = _("цель: меньше %(num)s %%") if wanted.below else _("цель: больше %(num)s %%")
    return str(words) % {"num": wanted.percent}


def percent(value: Decimal | None) -> str:
    """Write a share: «97,5 %»; a dash of nothing."""
    return "—" if value is None else f"{figure(value)}{NBSP}%"


def length(seconds: int, *, worked: bool = False) -> str:
    """Write a length: «25 мин», «3 ч 20 мин», «2 дн. 5 ч»; working time always in hours."""
    span = timedelta(seconds=seconds)
    if span >= _DAYS_FROM and not worked:
        return _joined((_("дн."), span // _DAY), (_("ч"), span % _DAY // _HOUR))
    return _joined((_("ч"), span // _HOUR), (_("мин"), span % _HOUR // timedelta(minutes=1)))


def _joined(*parts: tuple[str, int]) -> str:
    """Write units that are there, the smaller one also where it is all there is."""
    told = [f"{count}{NBSP}{unit}" for unit, count in parts if count]
    return NBSP.join(told) or f"0{NBSP}{parts[-1][0]}"
