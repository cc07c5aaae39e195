"""The refusal that all others are, and those of people, documents and links."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from docsvc.errors.phrase import Phrase, listed, phrase_of, translated


class DocsvcError(Exception):
    """A refusal that a person or a program can act on; nothing was changed."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "Не получилось. Ничего не изменено."

    def __init__(self, **params: object) -> None:
        super().__init__(self.message % params)
        self.params = params

    def text(self, translate: Callable[[str], str]) -> str:
        """Return the message in the reader's language."""
        told = {name: translated(value, translate) for name, value in self.params.items()}
        return translate(self.message) % told

    @property
    def phrase(self) -> Phrase:
        """Return the message as words that can be said in another language later."""
        return Phrase.made(self.message, self.params)


class BadConfiguration(DocsvcError):
    """A `DOCSVC_*` variable cannot be used."""

    code = "bad-configuration"
    message = "Переменная %(variable)s: %(reason)s."

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(variable=variable, reason=reason)


class NotInitialised(DocsvcError):
    """The data folder has not been prepared."""

    code = "not-initialised"
    message = "Папка данных %(path)s не подготовлена. Выполните «docsvc init»."


class AlreadyInitialised(DocsvcError):
    """`docsvc init` met an installation that exists."""

    code = "already-initialised"
    message = (
        "В папке %(path)s уже есть установка. Её данные и ключи не тронуты. Если её подготовку прервали, "
        "добавьте --or-upgrade: команда закончит начатое."
    )


class SecretLost(DocsvcError):
    """The database holds an installation whose secret is not in the data folder."""

    code = "secret-lost"
    message = (
        "В базе уже есть установка, а её секрета в папке %(path)s нет. Верните из копии файл secret и папку "
        "keys или укажите пустую базу."
    )


class SecretUnfit(DocsvcError):
    """The secret of the data folder is damaged, or it is not the one that its keys are kept under."""

    code = "secret-unfit"
    message = (
        "Файл secret в папке %(path)s повреждён или не подходит к ключам в папке keys. Верните secret и keys "
        "из одной копии."
    )


class NotFound(DocsvcError):
    """There is nothing at this address, or this person may not know of it."""

    code = "not-found"
    message = "Здесь ничего нет: адрес неверен или у вас нет доступа."


class Forbidden(DocsvcError):
    """The person's roles do not allow the act."""

    code = "forbidden"
    message = "Вашей роли это действие недоступно. Обратитесь к администратору."


class Unauthenticated(DocsvcError):
    """Nobody is logged in, or the API key is unknown or revoked."""

    code = "unauthenticated"
    message = "Нужно войти или передать действующий ключ API."


class WrongPassword(DocsvcError):
    """The e-mail and password do not match; the same answer for an unknown e-mail."""

    code = "wrong-password"
    message = "Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз."


class TooManyAttempts(DocsvcError):
    """A limit of attempts is used up."""

    code = "too-many-attempts"
    message = "Слишком много попыток. Подождите %(minutes)s мин. и попробуйте снова."


class KeyReused(DocsvcError):
    """A program gave one `Idempotency-Key` to two different requests."""

    code = "idempotency-key-reused"
    message = "Этот Idempotency-Key уже был у другого запроса. Дайте новому запросу новый ключ."


class WrongMove(DocsvcError):
    """The document's state does not allow the act."""

    code = "wrong-state"
    message = "Документ сейчас в состоянии «%(state)s», поэтому действие невозможно. Обновите страницу."


class StalePage(DocsvcError):
    """The page was opened before somebody else acted."""

    code = "stale-page"
    message = "Пока страница была открыта, документ изменился. Обновите её и проверьте, что нового."


class AlreadyDecided(DocsvcError):
    """The approver has decided, or another one has done it for the role."""

    code = "already-decided"
    message = "Решение по этому документу уже принято: %(who)s."


class AlreadyActed(DocsvcError):
    """The recipient has signed, accepted or declined."""

    code = "already-acted"
    message = "Вы уже ответили по этому документу. Ничего повторять не нужно."


class NotYourTurn(DocsvcError):
    """Earlier recipients or stages have not acted yet."""

    code = "not-your-turn"
    message = "Сейчас очередь другого участника. Мы напишем, когда придёт ваша."


class CommentRequired(DocsvcError):
    """A return, rejection or refusal needs its reason."""

    code = "comment-required"
    message = "Напишите причину: её увидит автор документа."


class NotRendered(DocsvcError):
    """The version has no PDF yet, or its making has failed."""

    code = "not-rendered"
    message = "PDF этой версии ещё готовится. Повторите через несколько секунд."


class LinkInvalid(DocsvcError):
    """A signing link is mangled, expired, replaced or foreign; all get the same words."""

    code = "link-invalid"
    message = "Ссылка недействительна или устарела. Попросите отправителя прислать новую."


class WrongCode(DocsvcError):
    """The one-time code does not match or is too old; the same answer for both."""

    code = "wrong-code"
    message = "Код не подходит или устарел. Проверьте последнее письмо или запросите новый код."


class ConsentRequired(DocsvcError):
    """The agreement or the consent was not accepted."""

    code = "consent-required"
    message = "Отметьте согласие: без него ответ не будет иметь силы."


class BadInput(DocsvcError):
    """One or several named fields cannot be taken; `problems` lists (path, message) of each."""

    code = "invalid"
    message = "Проверьте поля: %(summary)s"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        told = [Phrase("%(path)s — %(text)s", path=path, text=phrase_of(text)) for path, text in problems]
        super().__init__(summary=listed(told))
        self.problems = tuple(problems)


class FieldsMissing(DocsvcError):
    """A document lacks required data; `fields` lists (path, human name) of every one."""

    code = "fields-missing"
    message = "Заполните все данные перед генерацией: %(summary)s."

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(summary=", ".join(label for _, label in fields))
        self.fields = tuple(fields)


class NoTemplate(DocsvcError):
    """No published template makes this kind of document."""

    code = "no-template"
    message = "Нет опубликованного шаблона для вида «%(kind)s»."


class NoRecipients(DocsvcError):
    """A dispatch needs at least one recipient who acts."""

    code = "no-recipients"
    message = "Укажите хотя бы одного получателя."


class SetupIncomplete(DocsvcError):
    """Something an administrator must set up first."""

    code = "setup-incomplete"
    message = "Сначала настройте: %(what)s."
