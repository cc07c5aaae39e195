"""The words, icons and colours of what pages show: one table for each list of values."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from docsvc.mail.pointless import NEEDLESS
from docsvc.model import (
    Act,
    Channel,
    Kind,
    Level,
    MailState,
    OutboxState,
    RecipientState,
    Role,
    RowState,
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
    Kind.SPECIFICATION: Sign(_("Спецификация"), "layout-grid"),
    Kind.SUPPLEMENT: Sign(_("Дополнительное соглашение"), "paperclip"),
    Kind.NDA: Sign(_("Соглашение о неразглашении"), "lock"),
    Kind.INVOICE: Sign(_("Счёт на оплату"), "file-invoice"),
    Kind.ACT: Sign(_("Акт"), "file-check"),
    Kind.UPD: Sign(_("УПД"), "receipt-2"),
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

ROLE_MEANS = {
    Role.ADMINISTRATOR: _("настраивает всё, видит все документы"),
    Role.HEAD: _("видит и ведёт документы своего отдела"),
    Role.MANAGER: _("делает и отправляет документы по своим сделкам"),
    Role.LAWYER: _("согласует, ведёт шаблоны"),
    Role.FINANCE: _("согласует суммы и условия оплаты"),
    Role.DIRECTOR: _("согласует и подписывает, видит все документы"),
    Role.BOARD: _("согласует крупные сделки"),
    Role.ACCOUNTANT: _("видит подписанное, забирает архив"),
}
"""What each role is for: beside its tick on the page of a person."""

VERDICTS = {
    Verdict.APPROVE: Sign(_("Согласовано"), "circle-check", "good"),
    Verdict.CONDITIONS: Sign(_("Согласовано с условиями"), "circle-check", "warn"),
    Verdict.RETURN: Sign(_("Возвращено"), "corner-up-left", "warn"),
    Verdict.REJECT: Sign(_("Отклонено"), "circle-x", "bad"),
}

STAGES = {
    StageState.WAITING: Sign(_("Ждёт очереди"), "clock"),
    StageState.OPEN: Sign(_("Ждём решения"), "hourglass", "busy"),
    StageState.PASSED: Sign(_("Пройден"), "circle-check", "good"),
    StageState.SKIPPED: Sign(_("Пропущен"), "ban"),
    StageState.STOPPED: Sign(_("Остановлен"), "ban"),
}

RECIPIENTS = {
    RecipientState.WAITING: Sign(_("Ждёт очереди"), "clock"),
    RecipientState.INVITED: Sign(_("Приглашён"), "mail", "busy"),
    RecipientState.OPENED: Sign(_("Открыл"), "mail-opened", "busy"),
    RecipientState.ACTED: Sign(_("Готово"), "circle-check", "good"),
    RecipientState.DECLINED: Sign(_("Отказался"), "thumb-down", "bad"),
    RecipientState.CANCELLED: Sign(_("Отменено"), "ban"),
    RecipientState.SPARED: Sign(_("Не потребовался"), "users"),
    RecipientState.REPLACED: Sign(_("Заменён"), "arrow-right"),
    RecipientState.RETURNED: Sign(_("Просит изменить"), "corner-up-left", "warn"),
}

SENT_TO = Sign(_("Отправлено"), "mail", "busy")
"""Of whoever only receives a document: nothing is asked of them."""

ACTS = {
    Act.SIGN: Sign(_("подписывает"), "signature"),
    Act.ACCEPT: Sign(_("принимает"), "check"),
    Act.RECEIVE: Sign(_("получает"), "mail"),
    Act.COPY: Sign(_("видит копию"), "eye"),
}

LEVELS = {
    Level.SIMPLE: Sign(_("простая подпись"), "check"),
    Level.ADVANCED: Sign(_("усиленная подпись"), "signature"),
    Level.QUALIFIED: Sign(_("квалифицированная подпись"), "certificate"),
}

CHANNELS = {
    Channel.EMAIL: Sign(_("код на почту"), "mail"),
    Channel.SMS: Sign(_("код в SMS"), "device-mobile"),
    Channel.PIN: Sign(_("PIN-код на вашем устройстве"), "key"),
}

OFFERS = {
    Offer.DECIDE: Sign(_("Принять решение"), "scale"),
    Offer.SUBMIT: Sign(_("Отправить на согласование"), "list-check"),
    Offer.SEND: Sign(_("Отправить клиенту"), "send"),
    Offer.ISSUE: Sign(_("Выпустить и отправить"), "send"),
    Offer.MAIL: Sign(_("Отправить многим…"), "users"),
    Offer.REVISE: Sign(_("Сделать новую версию"), "git-branch"),
    Offer.EDIT: Sign(_("Поправить в Word"), "pencil"),
    Offer.WITHDRAW: Sign(_("Отозвать…"), "ban"),
    Offer.VOID: Sign(_("Аннулировать…"), "ban"),
    Offer.TRASH: Sign(_("Убрать в корзину"), "trash"),
    Offer.RESTORE: Sign(_("Вернуть из корзины"), "arrow-back-up"),
}

FILES = {
    File.FINAL: Sign(_("Подписанный документ"), "file-certificate"),
    File.LASTING: Sign(_("PDF с доказательствами на годы"), "shield-check"),
    File.PACKAGE: Sign(_("Архивный пакет"), "file-zip"),
    File.CERTIFICATE: Sign(_("Протокол подписания"), "certificate"),
    File.SENT: Sign(_("Как отправлен"), "file-check"),
    File.RENDERED: Sign(_("Документ для согласования"), "file-text"),
    File.DOCX: Sign(_("Файл Word"), "file-text"),
}

MAILS = {
    MailState.QUEUED: Sign(_("В очереди"), "clock", "busy"),
    MailState.HELD: Sign(_("Хранится здесь"), "inbox", "warn"),
    MailState.SENT: Sign(_("Принято сервером"), "circle-check", "good"),
    MailState.FAILED: Sign(_("Не доставлено"), "alert-triangle", "bad"),
}
UNNEEDED = Sign(_("Не понадобилось"), "ban")


def mail_sign(state: MailState, answer: str) -> Sign:
    """Return how far a message is; what was not sent because nobody needs it any more has not failed."""
    return UNNEEDED if answer.startswith(NEEDLESS) else MAILS[state]


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
    "authority_until": _("Полномочия действуют до"),
    "data_transfer_to": _("Кому и для чего передаются данные людей"),
    "marketing_about": _("О чём рассылка клиентам"),
    "name_genitive": _("Имя в родительном падеже"),
    "position_genitive": _("Должность в родительном падеже"),
    "tags": _("Метки"),
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
    "approval_reminder": _("Напоминание о решении"),
    "approval_handed_over": _("Решение передано"),
    "approval_delegated": _("Решение поручено"),
    "approval_resumed": _("Согласование продолжается"),
    "approval_released": _("Решать больше не нужно"),
    "approval_paused": _("Пауза в согласовании"),
    "approval_restarted": _("Согласование начато заново"),
    "approval_stepped_back": _("Согласование на этап назад"),
    "approval_escalated": _("Нет решения в срок"),
    "approval_stuck": _("Некому решить"),
    "approval_timed_out": _("Не согласовано в срок"),
    "approval_started": _("Началось согласование"),
    "approval_ended": _("Согласование закончено"),
    "approved_with_conditions": _("Согласовано с условиями"),
    "conditions_answered": _("Ответ на условия"),
    "question_asked": _("Вопрос о документе"),
    "question_answered": _("Ответ на вопрос"),
    "returned": _("Возвращено на доработку"),
    "rejected": _("Не согласовано"),
    "approved": _("Согласовано"),
    "withdrawn": _("Отозвано"),
    "stands": _("Остаётся в силе"),
    "spared": _("Подпись не нужна"),
    "delegated": _("Передано коллеге"),
    "changes_requested": _("Просят изменить"),
    "own_code": _("Код для подписи"),
    "figures_weekly": _("Показатели за неделю"),
    "seal_ends": _("Срок печати кончается"),
    "invitation": _("Приглашение"),
    "code": _("Код подтверждения"),
    "completed": _("Документ завершён"),
    "declined": _("Отказ"),
    "expired": _("Срок истёк"),
    "issued": _("Документ выпущен"),
    "opened": _("Открыли документ"),
    "failed": _("Задание остановилось"),
    "deputy_named": _("Назначение заместителем"),
    "reminder": _("Напоминание получателю"),
    "deadline_near": _("Срок скоро выйдет"),
    "bounced": _("Письмо не дошло"),
    "signatory_lost": _("Подписант больше не подписывает"),
    "replaced": _("Отвечать не нужно"),
    "corrected": _("Изменился срок ответа"),
    "voided": _("Аннулировано"),
    "my_link": _("Ссылка на свои документы"),
    "pin_set": _("Задан PIN-код"),
    "consent_withdrawn": _("Отозвано согласие"),
    "sms_test": _("Проверка SMS"),
    "mail_test": _("Проверка почты"),
}

IN_LANGUAGE = {"ru": _("на русском"), "en": _("на английском")}
"""In which language a template writes."""

VERSIONS_IN_USE = {
    "draft": Sign(_("Черновик"), "pencil", "warn"),
    "current": Sign(_("В работе"), "circle-check", "good"),
    "earlier": Sign(_("Прежняя"), "history"),
    "retired": Sign(_("Снята"), "ban"),
    "none": Sign(_("Не используется"), "ban"),
}
"""What a version of a template is good for."""

TRIALS = {
    "running": Sign(_("Идёт проба"), "hourglass", "busy"),
    "green": Sign(_("Всё собралось"), "circle-check", "good"),
    "red": Sign(_("Собралось не всё"), "alert-triangle", "bad"),
}

TRIAL_ROWS = {
    RowState.WAITING: Sign(_("Ждёт очереди"), "clock"),
    RowState.RENDERED: Sign(_("Собрался"), "circle-check", "good"),
    RowState.LACKING: Sign(_("Не хватает данных"), "alert-circle", "warn"),
    RowState.FAILED: Sign(_("Не собрался"), "circle-x", "bad"),
}
