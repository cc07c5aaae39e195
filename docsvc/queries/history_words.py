"""What happened, in one sentence: «Подписан Петровым П.П.», «Отправлен клиенту Петрову П.П.»."""

from collections.abc import Callable
from typing import Final

from docsvc.mail.catalogue import catalogue
from docsvc.model.event_words import EVENT_WORDS
from docsvc.queries.history import HistoryRow
from templates.cases import Case, decline_name, is_name

BY: Final = {
    "approval.approve": "Согласован",
    "approval.conditions": "Согласован с условиями",
    "document.accepted": "Принят",
    "document.created": "Создан",
    "document.declined": "Отклонён",
    "document.downloaded": "Скачан",
    "document.edited": "Отредактирован в Word",
    "document.issued": "Выпущен",
    "document.revised": "Создана новая версия",
    "document.signed": "Подписан",
    "document.submitted": "Отправлен на согласование",
    "document.uploaded": "Загружен",
    "document.viewed": "Просмотрен",
    "document.voided": "Аннулирован",
    "document.withdrawn": "Отозван",
    "recipient.downloaded": "Скачан",
    "recipient.opened": "Открыт",
    "recipient.viewed": "Просмотрен",
}
"""Of these it is said by whom, in the instrumental case."""

TO: Final = {"recipient.invited": "Отправлен", "recipient.reminded": "Отправлен повторно"}
"""Of these it is said to whom, in the dative."""

CLOSED: Final = {"document.sealed": "Документ закрыт"}
_CLIENT: Final = {Case.INSTRUMENTAL: "клиентом", Case.DATIVE: "клиенту"}
_INITIALS_FROM: Final = 3  # words of a name: what follows the family name is shortened


def what_happened(row: HistoryRow, *, language: str = "ru") -> str:
    """Say what an entry records, and by whom or to whom where that is known."""
    words: Callable[[str], str] = catalogue(language).gettext
    said = words({**EVENT_WORDS, **CLOSED}.get(row.kind, row.kind))
    if not row.who or row.who == "docsvc":
        return said
    if row.kind in BY:
        return f"{words(BY[row.kind])} {_by(row, language)}{_mail(row)}"
    if row.kind in TO:
        return f"{words(TO[row.kind])} {_to(row, language)}{_mail(row)}"
    return f"{said}: {short(row.who)}" if row.actor_kind != "system" else said


def short(name: str) -> str:
    """Shorten a Russian name to family name and initials; any other stays as it is."""
    words = name.split()
    if len(words) < _INITIALS_FROM or not is_name(name):
        return name
    return f"{words[0]} {''.join(f'{word[0]}.' for word in words[1:])}"


def _by(row: HistoryRow, language: str) -> str:
    if language != "ru":
        return f"by {row.who}"
    return _in_case(row, Case.INSTRUMENTAL)


def _to(row: HistoryRow, language: str) -> str:
    if language != "ru":
        return f"to {row.who}"
    return _in_case(row, Case.DATIVE)


def _in_case(row: HistoryRow, case: Case) -> str:
    declined = decline_name(row.who, case) if is_name(row.who) else row.who
    known = f"{_CLIENT[case]} " if case is Case.DATIVE and row.party.startswith("client") else ""
    return known + short(declined)


def _mail(row: HistoryRow) -> str:
    """Give the address where somebody is named for the first time: who made it, and whom it went to."""
    return f" ({row.email})" if row.email and row.kind in {"document.created", *TO} else ""
