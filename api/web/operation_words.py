"""The words about how the service works: its parts, what ails them and what to do, its queues and jobs."""

from datetime import timedelta
from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from api.web.filters import span
from api.web.words import Sign
from docsvc.health import Fault, Finding, Part
from docsvc.model.queues import Queue

MINUTE: Final = 60

JOB_WORDS: Final[dict[str, LazyString]] = {
    "render": _("Собрать PDF"),
    "trial": _("Проба шаблона"),
    "prepare": _("Подготовить к отправке"),
    "sign": _("Поставить подписи в файл"),
    "seal": _("Скрепить печатью"),
    "complete": _("Проверить и составить протокол"),
    "archive": _("Собрать пакет для архива"),
    "expire": _("Закончить срок отправки"),
    "remind": _("Напомнить получателям"),
    "mail": _("Отправить письмо"),
    "leave_seat": _("Заменить ушедшего согласующего"),
    "signatory_lost": _("Сообщить, что подписант больше не подписывает"),
    "approval_clock": _("Проверить срок согласования"),
    "approval_clocks": _("Пересчитать сроки согласования"),
    "weekly_figures": _("Разослать показатели за неделю"),
    "lasting": _("Поднять уровень подписи"),
    "lasting_all": _("Проверить уровни подписей"),
    "seal_ends": _("Предупредить о конце сертификата"),
    "mchd": _("Проверить доверенность"),
    "mailing": _("Разослать копии"),
    "mailing_withdraw": _("Отозвать рассылку"),
    "forget_edit": _("Убрать неподтверждённую правку"),
}

QUEUES: Final[dict[Queue, Sign]] = {
    Queue.RENDER: Sign(_("Документы"), "file-text"),
    Queue.SEAL: Sign(_("Подписи и печать"), "certificate"),
    Queue.MAIL: Sign(_("Письма"), "mail"),
    Queue.SCAN: Sign(_("Сроки и напоминания"), "clock"),
}

PARTS: Final[dict[Part, Sign]] = {
    Part.DATABASE: Sign(_("База данных"), "database"),
    Part.SCHEMA: Sign(_("Структура базы"), "database"),
    Part.CLOCK: Sign(_("Часы"), "clock"),
    Part.BLOBS: Sign(_("Хранилище файлов"), "folder"),
    Part.DISK: Sign(_("Место на диске"), "archive"),
    Part.REDIS: Sign(_("Redis"), "bell"),
    Part.RELAY: Sign(_("Раздача работы"), "send"),
    Part.WORKERS: Sign(_("Исполнители"), "users"),
    Part.OUTBOX: Sign(_("Очередь работы"), "list-check"),
}

FAULTS: Final[dict[Fault, LazyString]] = {
    Fault.FINE: _("в порядке"),
    Fault.OFF: _("не используется"),
    Fault.UNREACHABLE: _("не отвечает"),
    Fault.REFUSED: _("не пускает"),
    Fault.READ_ONLY: _("только для чтения"),
    Fault.NO_ANSWER: _("нет ответа за две секунды"),
    Fault.UNKNOWN: _("неизвестно"),
    Fault.OUTDATED: _("старее программы"),
    Fault.UNWRITABLE: _("не принимает файлы"),
    Fault.FULL: _("кончается"),
    Fault.ABSENT: _("некому работать"),
    Fault.STUCK: _("не движется"),
    Fault.APART: _("расходятся с базой"),
}

FAULTS_OF: Final[dict[tuple[Part, Fault], LazyString]] = {
    (Part.REDIS, Fault.FULL): _("переполнен"),
    (Part.REDIS, Fault.UNWRITABLE): _("не принимает записи"),
}
"""Where the general word would not fit the part."""

ADVICE: Final[dict[Part, LazyString]] = {
    Part.DATABASE: _(
        "Проверьте, запущена ли база и верен ли DOCSVC_DATABASE_URL. Ничего не потеряно, работа продолжится "
        "сама."
    ),
    Part.SCHEMA: _("Сделайте копию и выполните docsvc upgrade."),
    Part.CLOCK: _(
        "Включите на узлах и на сервере базы синхронизацию времени (chrony, NTP): иначе исполнители отнимают "
        "друг у друга работу, а сроки сдвигаются."
    ),
    Part.BLOBS: _(
        "Проверьте место и права на папку или доступ к хранилищу. Без него документы не сохраняются."
    ),
    Part.DISK: _("Свободно меньше 200 МБ. Освободите место: скоро документы будет негде хранить."),
    Part.REDIS: _(
        "Проверьте, запущен ли Redis и верен ли DOCSVC_REDIS_URL. Ничего не потеряно: работа записана в базе "
        "и пойдёт сама, как только он ответит."
    ),
    Part.RELAY: _("Никто не раздаёт работу исполнителям. Запустите docsvc serve или docsvc worker."),
    Part.WORKERS: _("Работа ждёт, пока не появится тот, кто её делает."),
    Part.OUTBOX: _("Что-то ждёт больше пяти минут. Смотрите ниже, кто работает и что не получается."),
}


ADVICE_OF: Final[dict[tuple[Part, Fault], LazyString]] = {
    (Part.DATABASE, Fault.READ_ONLY): _(
        "Это резервный сервер, или запись запрещена. Укажите главный сервер в DOCSVC_DATABASE_URL или "
        "разрешите запись. До тех пор страницы открываются, но ничего не сохраняется."
    ),
    (Part.REDIS, Fault.REFUSED): _(
        "Пароль или права не подходят: проверьте DOCSVC_REDIS_URL. Ничего не потеряно: работа записана в "
        "базе и пойдёт сама, как только он пустит."
    ),
    (Part.REDIS, Fault.FULL): _(
        "Кончилась память, которая ему отведена (maxmemory). Дайте docsvc свой Redis или больше памяти. "
        "Ничего не потеряно: работа записана в базе и пойдёт сама."
    ),
    (Part.REDIS, Fault.UNWRITABLE): _(
        "Это копия другого сервера, или он не может сохраниться на диск. Укажите главный в "
        "DOCSVC_REDIS_URL и посмотрите журнал Redis. Ничего не потеряно: работа записана в базе и пойдёт "
        "сама."
    ),
}
"""What to do where the part alone does not say it."""


def fault_word(finding: Finding) -> LazyString:
    """Return what is wrong with a part."""
    return FAULTS_OF.get((finding.part, finding.fault), FAULTS[finding.fault])


def advice(finding: Finding) -> LazyString:
    """Return what to do about it."""
    return ADVICE_OF.get((finding.part, finding.fault), ADVICE[finding.part])


def length(time: timedelta) -> str:
    """Write how long something takes: in seconds up to a minute."""
    seconds = int(time.total_seconds())
    return span(time) if seconds >= MINUTE else str(gettext("%(num)s с", num=max(0, seconds)))


def job_word(name: str) -> str:
    """Return what a job does; the name itself of one that nobody knows."""
    return str(JOB_WORDS.get(name, name))
