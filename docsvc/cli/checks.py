"""What the doctor looks at: each check says what it found and, where it matters, what to do."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import inf
from threading import Thread
from typing import TYPE_CHECKING, Final

from docsvc.errors.phrase import Phrase

if TYPE_CHECKING:
    from docsvc.config import Settings

PATIENCE_S: Final = 30.0


class State(StrEnum):
    """How a finding bears on the work."""

    FINE = "fine"
    ADVICE = "advice"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    what: str
    state: State
    found: str
    advice: str = ""


Look = Callable[["Settings"], Iterator[Check]]


def examine(settings: "Settings", *, letter_to: str = "", all_files: bool = False) -> tuple[Check, ...]:
    """Look at everything at once; a check that fails itself, or hangs, is a finding too.

    With `letter_to` the mail server is tried with a letter to that address. With `all_files` every file of
    every document is read, however long that takes.
    """
    from docsvc.cli import around, installed, kept, machine, named

    looks: dict[str, Look] = {
        "Python": machine.python,
        "PDF": machine.pango,
        "Шрифты": machine.fonts,
        "LibreOffice": machine.office,
        "Песочница": machine.sandbox,
        "Страницы": machine.pages,
        "Настройки": named.variables,
        "Адрес": machine.address,
        "Папка данных": machine.disk,
        "Секрет": installed.secret,
        "Ключи": installed.keys,
        "База данных": installed.database,
        "Файл базы": kept.sqlite_file,
        "Хранилище файлов": around.blobs,
        "Файлы документов": partial(kept.files, seconds=inf) if all_files else kept.files,
        "Redis": around.redis,
        "Почта": installed.mail,
        "SMS": named.sms,
        "Города": named.places,
        "Удостоверяющие центры": named.authorities,
        "Метки времени": around.stamping,
        "Работа": around.work,
    }
    if letter_to:
        from docsvc.cli.letter import letter

        looks["Проверочное письмо"] = partial(letter, to=letter_to)
    asked = {what: _asked(what, look, settings) for what, look in looks.items()}
    wait(asked.values(), timeout=None if all_files else PATIENCE_S)
    return tuple(check for what, each in asked.items() for check in _answer(what, each))


def _asked(what: str, look: Look, settings: "Settings") -> "Future[list[Check]]":
    """Begin a look in a thread that does not keep the command from ending."""
    answer: Future[list[Check]] = Future()
    Thread(target=lambda: answer.set_result(_looked(what, look, settings)), daemon=True).start()
    return answer


def _answer(what: str, asked: "Future[list[Check]]") -> list[Check]:
    if asked.done():
        return asked.result()
    found = Phrase("нет ответа за %(seconds)s с", seconds=f"{PATIENCE_S:.0f}")
    return [Check(what, State.BLOCKS, found, "проверьте, что отвечает по этому адресу, и повторите")]


def _looked(what: str, look: Look, settings: "Settings") -> list[Check]:
    try:
        return list(look(settings))
    except Exception as error:  # noqa: BLE001 -- the doctor reports whatever it meets and goes on
        words = str(error).splitlines() or [type(error).__name__]
        return [Check(what, State.BLOCKS, words[0], "исправьте и запустите docsvc doctor ещё раз")]
