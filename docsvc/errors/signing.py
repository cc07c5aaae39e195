"""Why a recipient cannot act (any more)."""

from docsvc.errors.general import DocsvcError


class RecipientReplaced(DocsvcError):
    """Somebody else is asked instead of this recipient."""

    code = "recipient-replaced"
    message = "Теперь вместо вас отвечает другой человек. Делать ничего не нужно, ничего не изменено."


class NoLongerNeeded(DocsvcError):
    """Enough of the recipient's group have acted."""

    code = "no-longer-needed"
    message = "Подписей уже достаточно, ваша не требуется. Делать ничего не нужно, ничего не изменено."


class VersionSpent(DocsvcError):
    """This version has been sent before: what was signed of it must not be mixed with a new sending."""

    code = "version-spent"
    message = "Эту версию уже отправляли. Сделайте новую версию: в ней получатель увидит, что изменилось."


class SignatureNotOffered(DocsvcError):
    """The document cannot be signed together with this approval."""

    code = "signature-not-offered"
    message = (
        "Подписать вместе с согласованием здесь нельзя: ваше решение не последнее, или первым подписывает "
        "другой человек. Согласуйте документ, а подпишете по письму. Ничего не изменено."
    )


class MayNotDelegate(DocsvcError):
    """The sender has not allowed this recipient to hand their part on."""

    code = "may-not-delegate"
    message = "Отправитель не разрешил передавать ответ другому. Напишите ему: он может заменить получателя."
