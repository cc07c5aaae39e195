"""What the doctor looks at: each check says what it found and, where it matters, what to do."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from docsvc.config import Settings

OLDEST_PYTHON: Final = (3, 11)
LEAST_FREE: Final = 200 * 2**20
LITTLE_FREE: Final = 2 * 2**30
FONTS: Final = ("PT Sans", "PT Serif")
VENDOR: Final = Path(__file__).parents[2] / "api" / "web" / "static" / "vendor"


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


def examine(settings: "Settings") -> tuple[Check, ...]:
    """Look at everything; a check that fails itself is a finding too."""
    from docsvc.cli.installed import database, keys, mail, secret

    looks: tuple[tuple[str, Callable[[Settings], Iterator[Check]]], ...] = (
        ("Python", _python),
        ("PDF", _pango),
        ("Шрифты", _fonts),
        ("Страницы", _pages),
        ("Адрес", _address),
        ("Папка данных", _disk),
        ("Секрет", secret),
        ("Ключи", keys),
        ("База данных", database),
        ("Почта", mail),
    )
    return tuple(check for what, look in looks for check in _looked(what, look, settings))


def _looked(what: str, look: "Callable[[Settings], Iterator[Check]]", settings: "Settings") -> list[Check]:
    try:
        return list(look(settings))
    except Exception as error:  # noqa: BLE001 -- the doctor reports whatever it meets and goes on
        words = str(error).splitlines() or [type(error).__name__]
        return [Check(what, State.BLOCKS, words[0], "исправьте и запустите docsvc doctor ещё раз")]


def _python(_settings: "Settings") -> Iterator[Check]:
    version = sys.version.split()[0]
    if sys.version_info >= OLDEST_PYTHON:
        yield Check("Python", State.FINE, version)
    else:
        yield Check("Python", State.BLOCKS, version, "нужен Python 3.11 или новее")


def _pango(_settings: "Settings") -> Iterator[Check]:
    try:
        import templates.html  # noqa: F401 -- loads WeasyPrint and with it Pango
    except OSError as error:
        advice = "установите Pango: apt install libpango-1.0-0 libpangoft2-1.0-0"
        yield Check("PDF", State.BLOCKS, str(error).splitlines()[0], advice)
    else:
        yield Check("PDF", State.FINE, "Pango и WeasyPrint на месте")


def _fonts(_settings: "Settings") -> Iterator[Check]:
    import subprocess

    try:
        listed = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        yield Check("Шрифты", State.ADVICE, "не проверить: нет fc-list", "apt install fontconfig")
        return
    absent = [font for font in FONTS if font not in listed.stdout]
    if absent:
        yield Check(
            "Шрифты", State.BLOCKS, f"нет {', '.join(absent)}", "apt install fonts-paratype fonts-dejavu"
        )
    else:
        yield Check("Шрифты", State.FINE, ", ".join(FONTS))


def _pages(_settings: "Settings") -> Iterator[Check]:
    if VENDOR.is_dir() and any(VENDOR.iterdir()):
        yield Check("Страницы", State.FINE, "стили и программы на месте")
    else:
        yield Check("Страницы", State.BLOCKS, "нет стилей и программ для браузера", "выполните make setup")


def _address(settings: "Settings") -> Iterator[Check]:
    if settings.secure:
        yield Check("Адрес", State.FINE, settings.base_url)
    else:
        advice = (
            "клиенты ссылку не откроют: задайте DOCSVC_BASE_URL с https и адресом, по которому вас находят"
        )
        yield Check("Адрес", State.ADVICE, f"{settings.base_url}, только этот компьютер", advice)


def _disk(settings: "Settings") -> Iterator[Check]:
    existing = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        advice = "дайте пользователю docsvc право записи или задайте DOCSVC_DATA"
        yield Check("Папка данных", State.BLOCKS, f"{settings.data}: {error.strerror}", advice)
        return
    free = shutil.disk_usage(existing).free
    found = f"{settings.data}, свободно {free / 2**30:.1f} ГиБ"
    if free < LEAST_FREE:
        yield Check("Папка данных", State.BLOCKS, found, "освободите место: документы негде хранить")
    elif free < LITTLE_FREE:
        yield Check("Папка данных", State.ADVICE, found, "места скоро не хватит")
    else:
        yield Check("Папка данных", State.FINE, found)
