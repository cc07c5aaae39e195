"""What a browser calls itself, in words: «iPhone, Safari», «Windows, Chrome». Browsers freeze the rest."""

import re
from typing import Final

_SYSTEMS: Final = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android.*?;\s*+(?!K\b|wv\b|Mobile\b|rv:)([^;)]+?)(?: Build/[^;)]*)?[;)]", r"\1"),
    (r"Android", "Android"),
    (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux|X11", "Linux"),
)
_BROWSERS: Final = (
    (r"YaBrowser/", "Яндекс Браузер"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"EdgA?(?:iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"Vivaldi/", "Vivaldi"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"CriOS/|Chrome/|Chromium/", "Chrome"),
    (r"Version/[\d.]+.*Safari/", "Safari"),
    (r"MSIE |Trident/", "Internet Explorer"),
)
_LONGEST: Final = 60


def device_words(agent: str) -> str:
    """Name the device and the browser; what is not known stays as it was written, shortened."""
    if not agent.startswith(("Mozilla/", "Opera/")):
        return agent[:_LONGEST]
    found = (_first(_SYSTEMS, agent), _first(_BROWSERS, agent))
    return ", ".join(part for part in found if part) or agent[:_LONGEST]


def _first(table: tuple[tuple[str, str], ...], agent: str) -> str:
    for pattern, name in table:
        if match := re.search(pattern, agent):
            return match.expand(name).strip()
    return ""
