"""Refusals of signatures made outside, and of authority that has run out."""

from collections.abc import Callable, Sequence

from docsvc.errors.general import DocsvcError
from docsvc.errors.phrase import Phrase


class _Found(DocsvcError):
    """A refusal that lists what was found."""

    def __init__(self, found: Sequence[Phrase]) -> None:
        self.found = tuple(found)
        super().__init__(found=self._listed(str))

    def text(self, translate: Callable[[str], str]) -> str:
        """Return message and findings in the reader's language."""
        return translate(self.message) % {"found": self._listed(translate)}

    def _listed(self, translate: Callable[[str], str]) -> str:
        return "; ".join(phrase.text(translate) for phrase in self.found)


class BadDetached(_Found):
    """A signature made outside cannot be taken; `found` says each thing that is wrong."""

    code = "bad-detached-signature"
    message = "Подпись не принята: %(found)s."


class DetachedDoubtful(_Found):
    """A signature made outside is good, but perhaps not of the person who was asked: they have to confirm."""

    code = "confirm-detached-signature"
    message = "Проверьте: %(found)s. Если так и должно быть, подтвердите и отправьте подпись ещё раз."


class AuthorityOver(DocsvcError):
    """What somebody signs on has run out."""

    code = "authority-over"
    message = "Полномочия подписанта истекли %(until)s. Оформите новые и попросите отправителя указать их."


class AuthorityNotInForce(DocsvcError):
    """The registry says that a machine-readable power of attorney is revoked, over, or not there."""

    code = "authority-not-in-force"
    message = (
        "Реестр %(host)s не подтверждает доверенность %(number)s: она отозвана, истекла или не найдена. "
        "Оформите новую и попросите отправителя указать её. Ничего не изменено."
    )
