"""Refusals and their parts in the reader's language."""

import re
from collections.abc import Iterable

from flask_babel import gettext

from docsvc.errors.phrase import Worded

_OF_LINE = re.compile(r"(.+) в строке (\d+)")
"""How `templates.labels` names a field of a line."""

_PLACE = re.compile(r"%\\\((\w+)\\\)s")


def _shape(message: str) -> re.Pattern[str]:
    """Return what finds a message that was filled in and kept as text."""
    return re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(message)))


_NOTES = {
    message: _shape(message)
    for message in (
        "Автор пропустил необязательный этап",
        "Загружен готовый PDF",
        "Копия документа %(number)s",
        "Первая версия",
        "Поставляется с docsvc",
        "Решения сохранены с версии %(version)s",
        "Создан на основе шаблона «%(title)s» %(version)s",
        "Создан на основе шаблона «%(title)s»",
        "Условие не выполнено: %(condition)s",
        "задание не уложилось в %(seconds)s с и было остановлено",
        (
            "в файле есть подпись от %(when)s, это позже, чем сейчас: сверьте часы машин (NTP), "
            "а после этого времени повторите задание"
        ),
        "исполнитель пропал, не закончив: его процесс погиб или завис",
        "процесс завершился с кодом %(code)s",
    )
}
"""What docsvc itself writes into the notes of versions, stages and jobs."""


def told(text: str) -> str:
    """Return words of ours in the reader's language; what a person wrote is no phrase and stays."""
    return text.text(gettext) if isinstance(text, Worded) else text


def told_reason(text: str) -> str:
    """Return what is wrong with a field in the reader's language: all of these words are ours."""
    return told(text) if isinstance(text, Worded) else gettext(text) if text else ""


def told_label(label: str) -> str:
    """Return the name of a field in the reader's language; a name that a lawyer gave stays as it is."""
    of_line = _OF_LINE.fullmatch(label)
    if of_line is None:
        return told_reason(label)
    return str(gettext("%(name)s в строке %(number)s", name=told_reason(of_line[1]), number=of_line[2]))


def told_note(text: str) -> str:
    """Return a note in the reader's language where docsvc wrote it; what a person wrote stays as it is."""
    for message, shape in _NOTES.items():
        if found := shape.fullmatch(text):
            told = {name: told_reason(value) for name, value in found.groupdict().items()}
            return str(gettext(message, **told))
    return text


def told_problems(problems: Iterable[tuple[str, str]], *, paths: bool) -> str:
    """Return what is wrong with each field; its name in programs only with `paths`, or where needed."""
    return "; ".join(_of_field(told_reason(path), told_reason(text), paths=paths) for path, text in problems)


def _of_field(path: str, words: str, *, paths: bool) -> str:
    if words.startswith("—"):
        return f"{path} {words}"
    return f"{path} — {words}" if path and (paths or not path.isascii()) else words


def as_sentence(text: str) -> str:
    """Return what is wrong with a field as a sentence."""
    words = told_reason(text)
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
