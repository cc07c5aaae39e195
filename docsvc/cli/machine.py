"""What the doctor finds on this machine: programs, fonts, walls, the address and the room that is left."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docsvc.cli.checks import Check, State
from docsvc.errors.phrase import Phrase, phrase_of
from docsvc.health.looks import LEAST_FREE, free

if TYPE_CHECKING:
    from docsvc.config import Settings

OLDEST_PYTHON: Final = (3, 11)
LITTLE_FREE: Final = 2 * 2**30
FONTS: Final = ("PT Sans", "PT Serif")
VENDOR: Final = Path(__file__).parents[2] / "api" / "web" / "static" / "vendor"


def python(_settings: "Settings") -> Iterator[Check]:
    """Look at Python's version."""
    version = sys.version.split()[0]
    if sys.version_info >= OLDEST_PYTHON:
        yield Check("Python", State.FINE, version)
    else:
        yield Check("Python", State.BLOCKS, version, "нужен Python 3.11 или новее")


def pango(_settings: "Settings") -> Iterator[Check]:
    """Look whether WeasyPrint finds what it draws with."""
    try:
        import templates.html  # noqa: F401 -- loads WeasyPrint and with it Pango
    except OSError as error:
        advice = "установите Pango: apt install libpango-1.0-0 libpangoft2-1.0-0"
        yield Check("PDF", State.BLOCKS, str(error).splitlines()[0], advice)
    else:
        yield Check("PDF", State.FINE, "Pango и WeasyPrint на месте")


def fonts(_settings: "Settings") -> Iterator[Check]:
    """Look whether the fonts of the shipped templates are there."""
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
            "Шрифты",
            State.BLOCKS,
            Phrase("нет %(absent)s", absent=", ".join(absent)),
            "apt install fonts-paratype fonts-dejavu",
        )
    else:
        yield Check("Шрифты", State.FINE, ", ".join(FONTS))


def office(_settings: "Settings") -> Iterator[Check]:
    """Look for LibreOffice and how it is shut in."""
    from templates import OfficeMissing, office

    try:
        found = Phrase("%(version)s: PDF из шаблонов Word", version=office.version())
        is_shut_in = office.protection() is office.Protection.SANDBOX
    except OfficeMissing as error:
        yield Check(
            "LibreOffice",
            State.ADVICE,
            Phrase("нет %(absent)s: шаблоны Word без PDF", absent=phrase_of(error.absent)),
            error.advice,
        )
        return
    if is_shut_in:
        yield Check("LibreOffice", State.FINE, Phrase("%(found)s, в песочнице bubblewrap", found=found))
    else:
        advice = "чужие файлы открываются без песочницы: apt install bubblewrap"
        yield Check("LibreOffice", State.ADVICE, Phrase("%(found)s, в отдельной папке", found=found), advice)


def sandbox(_settings: "Settings") -> Iterator[Check]:
    """Try whether bubblewrap shuts a process in here: a container may forbid what it needs."""
    from templates.limits.walls import bubblewrap_works

    if bubblewrap_works():
        yield Check("Песочница", State.FINE, "bubblewrap закрывает шаблоны и чужие файлы")
    else:
        advice = "пределы памяти и времени действуют и без неё; для полной защиты: apt install bubblewrap"
        yield Check("Песочница", State.ADVICE, "bubblewrap нет или ему не разрешено", advice)


def pages(_settings: "Settings") -> Iterator[Check]:
    """Look whether what browsers load was made."""
    if VENDOR.is_dir() and any(VENDOR.iterdir()):
        yield Check("Страницы", State.FINE, "стили и программы на месте")
    else:
        yield Check("Страницы", State.BLOCKS, "нет стилей и программ для браузера", "выполните make setup")


def address(settings: "Settings") -> Iterator[Check]:
    """Look whether clients can open our links, and whether their own addresses are known."""
    if settings.secure and not settings.trusted_proxies:
        advice = "задайте DOCSVC_TRUSTED_PROXIES=1: иначе в протоколах у всех стоит адрес прокси"
        found = Phrase("%(base_url)s, а прокси не указан", base_url=settings.base_url)
        yield Check("Адрес", State.ADVICE, found, advice)
    elif settings.secure:
        yield Check("Адрес", State.FINE, settings.base_url)
    else:
        advice = (
            "клиенты ссылку не откроют: задайте DOCSVC_BASE_URL с https и адресом, по которому вас находят"
        )
        yield Check(
            "Адрес",
            State.ADVICE,
            Phrase("%(base_url)s, только этот компьютер", base_url=settings.base_url),
            advice,
        )


def disk(settings: "Settings") -> Iterator[Check]:
    """Look at the data folder: writable, with room left."""
    existing = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        yield _read_only(settings, error)
        return
    left = free(existing)
    found = Phrase("%(folder)s, свободно %(left)s ГиБ", folder=settings.data, left=f"{left / 2**30:.1f}")
    if left < LEAST_FREE:
        yield Check("Папка данных", State.BLOCKS, found, "освободите место: документы негде хранить")
    elif left < LITTLE_FREE:
        yield Check("Папка данных", State.ADVICE, found, "места скоро не хватит")
    else:
        yield Check("Папка данных", State.FINE, found)


def _read_only(settings: "Settings", error: OSError) -> Check:
    """Judge a folder that cannot be written: fine on a node that only reads its secret and keys there."""
    from docsvc.work import secret_file

    kept_here = settings.database_url.startswith("sqlite") or not secret_file(settings.data).exists()
    if not kept_here:
        return Check(
            "Папка данных",
            State.FINE,
            Phrase("%(folder)s, только чтение: база в другом месте", folder=settings.data),
        )
    advice = "дайте пользователю docsvc право записи или задайте DOCSVC_DATA"
    return Check("Папка данных", State.BLOCKS, f"{settings.data}: {error.strerror}", advice)
