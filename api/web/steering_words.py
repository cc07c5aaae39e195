"""The words of steering an approval: what may be done with it, and why a seat was given on."""

from flask_babel import lazy_gettext as _

from api.web.words import Sign
from docsvc.model import Replaced
from docsvc.queries.acts import Control
from docsvc.queries.batch import Alone

CONTROLS = {
    Control.PAUSE: Sign(_("Приостановить"), "player-pause"),
    Control.RESUME: Sign(_("Продолжить"), "player-play"),
    Control.STEP_BACK: Sign(_("На этап назад"), "arrow-left"),
    Control.RESTART: Sign(_("Начать заново"), "refresh"),
    Control.CHANGE: Sign(_("Изменить согласующих"), "users"),
}

ASKED = {
    Control.PAUSE: (
        _("Приостановить согласование?"),
        _("Документ уйдёт из входящих у всех, сроки остановятся. Потом его можно продолжить."),
    ),
    Control.RESUME: (
        _("Продолжить согласование?"),
        _("Документ вернётся во входящие, сроки сдвинутся на время паузы."),
    ),
    Control.STEP_BACK: (
        _("Вернуться на этап назад?"),
        _("Предыдущий этап откроется снова, его решения больше не считаются. В истории они останутся."),
    ),
    Control.RESTART: (
        _("Начать согласование заново?"),
        _("Все решения этого круга перестанут считаться, маршрут будет выбран снова."),
    ),
}
"""What is asked before each, and what it does."""

REPLACED = {
    Replaced.DELEGATED: _("передано коллеге"),
    Replaced.HANDED_OVER: _("передано, потому что срок прошёл"),
    Replaced.CHANGED: _("заменён автором"),
    Replaced.REMOVED: _("убран автором"),
    Replaced.STEPPED_BACK: _("решает снова"),
}

ALONE = {
    Alone.ROUTE: _("Маршрут просит решать этот документ отдельно."),
    Alone.CHECKLIST: _("Здесь нужно отметить, что проверено."),
    Alone.DRIFT: _("Данные сделки изменились после того, как документ был сделан."),
    Alone.CHANGED: _("Документ изменился с тех пор, как вы по нему решали: посмотрите, что нового."),
    Alone.OVER: _("Вашего решения здесь больше не ждут."),
}
"""Why a document is not approved together with others."""

MANY = {
    "done": Sign(_("Согласовано"), "circle-check", "good"),
    "failed": Sign(_("Не вышло"), "alert-triangle", "warn"),
}
