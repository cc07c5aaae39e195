"""Refusals of the database: it is away for a moment, or its schema is not what this code needs."""

from docsvc.errors.general import DocsvcError


class DatabaseUnavailable(DocsvcError):
    """The database is restarting, overloaded or waits for others; the same request may succeed in a moment.

    Where the answer to a commit was lost, nobody knows whether it was written.
    """

    code = "database-unavailable"
    message = (
        "База данных сейчас не отвечает. Подождите несколько секунд, обновите страницу и, "
        "если ваше действие не записалось, попробуйте ещё раз."
    )


class NoRoomLeft(DatabaseUnavailable):
    """The disk of the database is full: reading goes on, and nothing is written until somebody makes room."""

    code = "no-room-left"
    message = (
        "На сервере кончилось место, поэтому ничего не записалось. Скажите администратору: когда он "
        "освободит место, повторите то же самое."
    )


class FilesUnavailable(DocsvcError):
    """The store of files does not answer, or takes nothing more."""

    code = "files-unavailable"
    message = (
        "Хранилище файлов сейчас не отвечает или заполнено, поэтому ничего не изменилось. Повторите через "
        "минуту; если не поможет, скажите администратору."
    )


class FileDamaged(DocsvcError):
    """A file that the database names is not in the store, or is not what was put there."""

    code = "file-damaged"
    message = (
        "Файл этого документа на сервере пропал или повреждён, и показать его нельзя. Сообщите тому, от кого "
        "документ: администратор узнает из «docsvc doctor», что вернуть из копии."
    )


class DatabaseLost(DocsvcError):
    """The data folder has an installation, and the database that is named knows of none."""

    code = "database-lost"
    message = (
        "В папке %(path)s установка есть, а база пуста: %(database)s. Проверьте DOCSVC_DATABASE_URL или "
        "верните базу из копии. Если документов ещё не было, выполните «docsvc init --or-upgrade»."
    )


class SchemaNewer(DocsvcError):
    """The database was brought to a schema that this code does not know."""

    code = "schema-newer"
    message = "База данных новее этой программы (схема %(revision)s). Обновите docsvc на этом узле."


class UpgradeBlocked(DocsvcError):
    """Somebody holds a table for so long that it cannot be changed."""

    code = "upgrade-blocked"
    message = (
        "Базу не удаётся обновить: долгий запрос держит таблицу. Ничего не потеряно, готовые шаги сохранены. "
        "Дождитесь его конца (pg_stat_activity) и повторите «docsvc upgrade»."
    )
