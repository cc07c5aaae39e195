"""The history of a document in words: what each recorded event means to people."""

from flask_babel import lazy_gettext as _

from api.web.words import Sign

EVENTS = {
    "document.created": Sign(_("Создан"), "plus"),
    "document.rendered": Sign(_("PDF готов"), "file-text"),
    "document.render_failed": Sign(_("PDF не получился"), "alert-triangle", "bad"),
    "document.revised": Sign(_("Новая версия"), "git-branch"),
    "document.submitted": Sign(_("Отправлен на согласование"), "list-check"),
    "approval.stage_opened": Sign(_("Открыт этап согласования"), "list-check"),
    "approval.approve": Sign(_("Согласовал"), "thumb-up", "good"),
    "approval.return": Sign(_("Вернул на доработку"), "corner-up-left", "warn"),
    "approval.reject": Sign(_("Отклонил"), "circle-x", "bad"),
    "document.approved": Sign(_("Согласован"), "thumb-up", "good"),
    "document.sent": Sign(_("Отправлен"), "send"),
    "dispatch.created": Sign(_("Создана рассылка"), "send"),
    "recipient.invited": Sign(_("Приглашение отправлено"), "mail"),
    "recipient.reminded": Sign(_("Приглашение отправлено ещё раз"), "mail"),
    "recipient.link_replaced": Sign(_("Ссылка заменена"), "link"),
    "recipient.opened": Sign(_("Открыл ссылку"), "mail-opened"),
    "recipient.viewed": Sign(_("Получатель смотрит документ"), "eye"),
    "recipient.downloaded": Sign(_("Получатель скачал"), "download"),
    "code.sent": Sign(_("Код отправлен"), "key"),
    "code.refused": Sign(_("Неверный код"), "alert-circle", "warn"),
    "agreement.accepted": Sign(_("Принято соглашение об электронной подписи"), "file-check"),
    "document.accepted": Sign(_("Принял"), "circle-check", "good"),
    "document.signed": Sign(_("Подписал"), "signature", "good"),
    "document.finished": Sign(_("Все участники ответили"), "checks", "good"),
    "signature.applied": Sign(_("Подпись поставлена в файл"), "signature"),
    "mail.bounced": Sign(_("Письмо не принято сервером"), "alert-triangle", "warn"),
    "document.issued": Sign(_("Выпущен"), "send"),
    "document.certified": Sign(_("Заверен печатью организации"), "certificate"),
    "document.sealed": Sign(_("Скреплён печатью"), "shield-check", "good"),
    "document.completed": Sign(_("Завершён"), "circle-check", "good"),
    "document.archived": Sign(_("Сдан в архив"), "archive", "good"),
    "document.withdrawn": Sign(_("Отозван"), "ban", "bad"),
    "document.declined": Sign(_("Отказ"), "thumb-down", "bad"),
    "document.expired": Sign(_("Срок истёк"), "clock", "warn"),
    "document.trashed": Sign(_("Убран в корзину"), "trash"),
    "document.restored": Sign(_("Возвращён из корзины"), "arrow-back-up"),
    "document.viewed": Sign(_("Просмотрен"), "eye"),
    "document.downloaded": Sign(_("Скачан"), "download"),
    "mail.revealed": Sign(_("Администратор открыл письмо со ссылкой или кодом"), "eye", "warn"),
}

UNKNOWN = "info-circle"


def event_sign(kind: str) -> Sign:
    """Return the words of an event; an unknown one shows its own name."""
    return EVENTS.get(kind) or Sign(_("Событие %(kind)s", kind=kind), UNKNOWN)
