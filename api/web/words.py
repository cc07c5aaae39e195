"""The words, icons and colours of what pages show: one table for each list of values."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from docsvc.model import (
    Act,
    Kind,
    MailState,
    OutboxState,
    RecipientState,
    Role,
    StageState,
    State,
    Verdict,
)
from docsvc.queries.acts import Offer
from docsvc.queries.files import File


@dataclass(frozen=True, slots=True)
class Sign:
    """A word with its icon and tone: a status is never told by colour alone."""

    word: LazyString
    icon: str
    tone: str = "quiet"


STATES = {
    State.DRAFT: Sign(_("Черновик"), "pencil"),
    State.IN_APPROVAL: Sign(_("На согласовании"), "list-check", "busy"),
    State.APPROVED: Sign(_("Согласован"), "thumb-up", "good"),
    State.PREPARING: Sign(_("Готовим к отправке"), "hourglass", "busy"),
    State.SENT: Sign(_("Отправлен"), "send", "busy"),
    State.SEALING: Sign(_("Скрепляем печатью"), "hourglass", "busy"),
    State.COMPLETED: Sign(_("Завершён"), "circle-check", "good"),
    State.ARCHIVED: Sign(_("В архиве"), "archive", "good"),
    State.REJECTED: Sign(_("Не согласован"), "circle-x", "bad"),
    State.DECLINED: Sign(_("Клиент отказался"), "thumb-down", "bad"),
    State.EXPIRED: Sign(_("Срок истёк"), "clock", "warn"),
    State.WITHDRAWN: Sign(_("Отозван"), "ban"),
    State.VOIDED: Sign(_("Аннулирован"), "ban"),
}

KINDS = {
    Kind.QUOTE: Sign(_("Коммерческое предложение"), "file-dollar"),
    Kind.CONTRACT: Sign(_("Договор"), "file-text"),
    Kind.INVOICE: Sign(_("Счёт на оплату"), "file-invoice"),
    Kind.ACT: Sign(_("Акт"), "file-check"),
}

ROLES = {
    Role.ADMINISTRATOR: _("Администратор"),
    Role.HEAD: _("Руководитель отдела"),
    Role.MANAGER: _("Менеджер"),
    Role.LAWYER: _("Юрист"),
    Role.FINANCE: _("Финансы"),
    Role.DIRECTOR: _("Директор"),
    Role.BOARD: _("Совет директоров"),
    Role.ACCOUNTANT: _("Бухгалтер"),
}

VERDICTS = {
    Verdict.APPROVE: Sign(_("Согласовано"), "circle-check", "good"),
    Verdict.RETURN: Sign(_("Возвращено"), "corner-up-left", "warn"),
    Verdict.REJECT: Sign(_("Отклонено"), "circle-x", "bad"),
}

STAGES = {
    StageState.WAITING: Sign(_("Ждёт очереди"), "clock"),
    StageState.OPEN: Sign(_("Ждём решения"), "hourglass", "busy"),
    StageState.PASSED: Sign(_("Пройден"), "circle-check", "good"),
    StageState.STOPPED: Sign(_("Остановлен"), "ban"),
}

RECIPIENTS = {
    RecipientState.WAITING: Sign(_("Ждёт очереди"), "clock"),
    RecipientState.INVITED: Sign(_("Приглашён"), "mail", "busy"),
    RecipientState.OPENED: Sign(_("Открыл"), "mail-opened", "busy"),
    RecipientState.ACTED: Sign(_("Готово"), "circle-check", "good"),
    RecipientState.DECLINED: Sign(_("Отказался"), "thumb-down", "bad"),
    RecipientState.CANCELLED: Sign(_("Отменено"), "ban"),
}

ACTS = {
    Act.SIGN: Sign(_("подписывает"), "signature"),
    Act.ACCEPT: Sign(_("принимает"), "check"),
    Act.RECEIVE: Sign(_("получает"), "mail"),
}

OFFERS = {
    Offer.DECIDE: Sign(_("Принять решение"), "scale"),
    Offer.SUBMIT: Sign(_("Отправить на согласование"), "list-check"),
    Offer.SEND: Sign(_("Отправить клиенту"), "send"),
    Offer.ISSUE: Sign(_("Выпустить и отправить"), "send"),
    Offer.REVISE: Sign(_("Сделать новую версию"), "git-branch"),
    Offer.WITHDRAW: Sign(_("Отозвать…"), "ban"),
    Offer.TRASH: Sign(_("Убрать в корзину"), "trash"),
    Offer.RESTORE: Sign(_("Вернуть из корзины"), "arrow-back-up"),
}

FILES = {
    File.FINAL: Sign(_("Подписанный документ"), "file-certificate"),
    File.PACKAGE: Sign(_("Архивный пакет"), "file-zip"),
    File.CERTIFICATE: Sign(_("Протокол подписания"), "certificate"),
    File.SENT: Sign(_("Как отправлен"), "file-check"),
    File.RENDERED: Sign(_("Документ для согласования"), "file-text"),
}

MAILS = {
    MailState.QUEUED: Sign(_("В очереди"), "clock", "busy"),
    MailState.HELD: Sign(_("Хранится здесь"), "inbox", "warn"),
    MailState.SENT: Sign(_("Принято сервером"), "circle-check", "good"),
    MailState.FAILED: Sign(_("Не доставлено"), "alert-triangle", "bad"),
}

JOBS = {
    OutboxState.WAITING: Sign(_("Ждёт срока"), "clock"),
    OutboxState.LEASED: Sign(_("Выполняется"), "player-play", "busy"),
    OutboxState.DONE: Sign(_("Сделано"), "circle-check", "good"),
    OutboxState.DEAD: Sign(_("Не получилось"), "alert-triangle", "bad"),
}

REQUISITES = {
    "name": _("Название"),
    "full_name": _("Полное название"),
    "inn": _("ИНН"),
    "kpp": _("КПП"),
    "ogrn": _("ОГРН"),
    "address": _("Адрес"),
    "city": _("Город"),
    "bank_name": _("Банк"),
    "bik": _("БИК"),
    "account": _("Расчётный счёт"),
    "corr_account": _("Корреспондентский счёт"),
    "email": _("Почта"),
    "phone": _("Телефон"),
    "position": _("Должность"),
    "authority": _("Действует на основании"),
    "name_genitive": _("Имя в родительном падеже"),
    "position_genitive": _("Должность в родительном падеже"),
    "payment_terms": _("Порядок оплаты"),
    "additional_conditions": _("Дополнительные условия"),
    "signatory_name": _("Кто подписывает"),
    "signatory_position": _("Должность подписанта"),
    "signatory_name_genitive": _("Подписант в родительном падеже"),
    "signatory_position_genitive": _("Должность подписанта в родительном падеже"),
    "accountant_name": _("Главный бухгалтер"),
    "brand_color": _("Фирменный цвет"),
}

TEMPLATES = {
    "approval_asked": _("Просьба согласовать"),
    "returned": _("Возвращено на доработку"),
    "rejected": _("Не согласовано"),
    "approved": _("Согласовано"),
    "withdrawn": _("Отозвано"),
    "invitation": _("Приглашение"),
    "code": _("Код подтверждения"),
    "completed": _("Документ завершён"),
    "declined": _("Отказ"),
    "expired": _("Срок истёк"),
    "issued": _("Документ выпущен"),
    "opened": _("Открыли документ"),
    "failed": _("Задание остановилось"),
}
