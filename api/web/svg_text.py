"""Text in SVG pictures: how wide it is about, how it breaks into lines, and its element."""

from collections.abc import Iterator
from html import escape

FONT = "system-ui, -apple-system, 'Segoe UI', 'PT Sans', Roboto, Arial, sans-serif"
INK, SOFT, LINE, ACCENT, PAPER, TINT = "#1f2933", "#5b6770", "#c3ccd3", "#0f5c6e", "#ffffff", "#f4f7f8"
WARN, WARN_TINT = "#8a4b08", "#fdf0d9"
"""Colours of a picture that stands alone; a page overrides them by class, for its dark theme."""

COLOURS = {"ink": INK, "soft": SOFT, "line": LINE, "accent": ACCENT, "paper": PAPER, "tint": TINT}
COLOURS |= {"warn": WARN, "warn-tint": WARN_TINT}

_THIN = frozenset(" .,:;!'|()[]iljtfrI1\u00a0")
_BROAD = frozenset("ЖШЩЮМФЫжшщюмфыWMwm@%—")
_THIN_SHARE, _BROAD_SHARE, _CAPITAL_SHARE, _USUAL_SHARE, _BOLD = 0.34, 0.88, 0.72, 0.6, 1.12
_BOLD_WEIGHT = 600


def text_width(text: str, *, size: float, weight: int = 400) -> float:
    """Return how wide a text is about in pixels, rather too wide: nobody knows which font will draw it."""
    share = sum(_share(each) for each in text)
    return share * size * (_BOLD if weight >= _BOLD_WEIGHT else 1)


def broken(text: str, *, width: float, size: float, weight: int = 400) -> list[str]:
    """Return the lines of a text that fit into a width; a word that is longer is cut."""
    lines: list[str] = []
    for word in _words(text, width=width, size=size, weight=weight):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size=size, weight=weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def element(text: str, x: float, y: float, *, size: float, tone: str = "ink", weight: int = 400) -> str:
    """Return a text element that starts at `x`, its baseline at `y`."""
    bold = f' font-weight="{weight}"' if weight >= _BOLD_WEIGHT else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{bold} class="{tone}" '
        f'fill="{COLOURS[tone]}">{escape(text)}</text>'
    )


def _words(text: str, *, width: float, size: float, weight: int) -> Iterator[str]:
    most = max(4, int(width / text_width("а", size=size, weight=weight)))
    for word in text.split(" "):
        if text_width(word, size=size, weight=weight) <= width:
            yield word
        else:
            yield from (word[start : start + most] for start in range(0, len(word), most))


def _share(letter: str) -> float:
    if letter in _THIN:
        return _THIN_SHARE
    if letter in _BROAD:
        return _BROAD_SHARE
    return _CAPITAL_SHARE if letter.isupper() else _USUAL_SHARE
