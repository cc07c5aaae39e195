"""What the stations of a mailing are called."""

from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from api.language import zone
from api.told import told
from api.web.words import Sign
from docsvc.queries.mailing import MailingView, Reached

REACHED = {
    Reached.WAITING: Sign(_("Ждёт отправки"), "clock"),
    Reached.FAILED: Sign(_("Не отправлено"), "alert-triangle", "bad"),
    Reached.PREPARING: Sign(_("Готовим файл"), "hourglass", "busy"),
    Reached.OURS: Sign(_("Ждёт нашей подписи"), "signature", "warn"),
    Reached.INVITED: Sign(_("Письмо ушло"), "mail", "busy"),
    Reached.BOUNCED: Sign(_("Письмо не дошло"), "alert-triangle", "bad"),
    Reached.OPENED: Sign(_("Открыл"), "mail-opened", "busy"),
    Reached.DONE: Sign(_("Готово"), "circle-check", "good"),
    Reached.DECLINED: Sign(_("Отказался"), "thumb-down", "bad"),
    Reached.RETURNED: Sign(_("Просит изменить"), "corner-up-left", "warn"),
    Reached.EXPIRED: Sign(_("Срок истёк"), "clock", "warn"),
    Reached.WITHDRAWN: Sign(_("Отозвано"), "ban"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """How many people are at one station."""

    reached: Reached
    sign: Sign
    count: int


def tiles_of(view: MailingView) -> tuple[Tile, ...]:
    """Return the stations that have people, in their order."""
    return tuple(Tile(each, REACHED[each], view.counts[each]) for each in Reached if view.counts.get(each))


def result_lines(view: MailingView | None) -> list[list[str]]:
    """Return the table with its headings, as people download it."""
    headings = [
        gettext("№"),
        gettext("Имя"),
        gettext("Почта"),
        gettext("Организация"),
        gettext("Номер копии"),
        gettext("Состояние"),
        gettext("Когда"),
        gettext("Причина"),
    ]
    rows = view.rows if view else ()
    return [
        headings,
        *(
            [
                str(row.position),
                row.name,
                row.email,
                row.organisation,
                row.number,
                str(REACHED[row.reached].word),
                f"{row.at.astimezone(zone()):%d.%m.%Y %H:%M}" if row.at else "",
                told(row.reason),
            ]
            for row in rows
        ),
    ]
