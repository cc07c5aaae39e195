"""Refusals of mailings: one document to many people."""

from docsvc.errors.general import DocsvcError


class NotForMany(DocsvcError):
    """The document needs more than one person outside, or nobody: it cannot go to many as copies."""

    code = "not-for-many"
    message = (
        "Многим отправляют документ, на который отвечает один человек с той стороны, а этот не такой. "
        "Отправьте его обычным способом."
    )


class IsCopy(DocsvcError):
    """A copy for one person has no versions of its own."""

    code = "is-copy"
    message = (
        "Это копия для одного получателя рассылки, своих версий у неё нет. "
        "Исправьте исходный документ и отправьте его этому человеку заново."
    )


class BaseChanged(DocsvcError):
    """The document of a mailing is no longer what it was when the mailing began."""

    code = "base-changed"
    message = (
        "Исходный документ с начала рассылки изменился или отозван, поэтому эта копия не отправлена. "
        "Начните новую рассылку."
    )
