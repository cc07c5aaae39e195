"""Refusals of sendings: access codes, corrections and replacements."""

from docsvc.errors.general import DocsvcError


class WrongAccessCode(DocsvcError):
    """The access code is not the one that the sender chose."""

    code = "wrong-access-code"
    message = "Код доступа не подходит. Его сообщил вам отправитель: проверьте и введите ещё раз."


class AccessCodeRequired(DocsvcError):
    """The recipient has not given the access code yet."""

    code = "access-code-required"
    message = "Сначала введите код доступа, который сообщил отправитель."


class SendingOver(DocsvcError):
    """The sending is closed: everybody has answered, or it was withdrawn or has expired."""

    code = "sending-over"
    message = "Эта отправка уже закончена, менять в ней нечего. Обновите страницу."


class HasAnswered(DocsvcError):
    """A recipient who has answered cannot be replaced or reminded."""

    code = "has-answered"
    message = "%(who)s уже не отвечает по этой отправке, поэтому ничего не изменено. Обновите страницу."


class SignsNoMore(DocsvcError):
    """Who was to sign for us has left, or has no right to sign any more: their link opens nothing."""

    code = "signs-no-more"
    message = "%(who)s больше не подписывает за нас, письмо не поможет. Попросите вместо него другого."
