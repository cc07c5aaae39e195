"""Refusals of signing on somebody else's device."""

from docsvc.errors.general import WrongCode


class WrongPin(WrongCode):
    """The PIN is not the person's, or they have none; the same answer for both."""

    code = "wrong-pin"
    message = "PIN-код не подходит. Проверьте его или подтвердите подпись кодом с почты или из SMS."
