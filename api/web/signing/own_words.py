"""What a person's own page says of each document, by where they stand with it."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from docsvc.queries.standing import Standing

STANDINGS: dict[Standing, LazyString] = {
    Standing.ASKED: lazy_gettext("Ждёт вас"),
    Standing.SHOWN: lazy_gettext("Для сведения"),
    Standing.NOT_YET: lazy_gettext("Ваша очередь ещё не подошла"),
    Standing.ANSWERED: lazy_gettext("Вы ответили, ждём остальных"),
    Standing.SEALING: lazy_gettext("Все ответили, готовим итоговый файл"),
    Standing.COMPLETED: lazy_gettext("Завершён"),
    Standing.VOIDED: lazy_gettext("Аннулирован"),
    Standing.DECLINED: lazy_gettext("Вы отказались"),
    Standing.RETURNED: lazy_gettext("Вы попросили изменить"),
    Standing.SPARED: lazy_gettext("Подписи других достаточно"),
    Standing.REPLACED: lazy_gettext("Подписывает другой человек"),
    Standing.STOPPED: lazy_gettext("Остановлен: ответа больше не ждут"),
    Standing.WITHDRAWN: lazy_gettext("Отозван отправителем"),
    Standing.EXPIRED: lazy_gettext("Срок ответа прошёл"),
}
