"""The folders of the shipped library: what several templates share is put into each when it is read.

Templates may not include each other, and a blob stands alone; so the sharing ends here: `{# shared party #}`
in a template becomes library/shared/<language>/party.html, `/* shared base */` in a style
library/shared/base.css.
"""

import re
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"
_SHARED = LIBRARY / "shared"
_PIECE = re.compile(r"\{# shared ([a-z]+) #\}\n")
_STYLE = re.compile(r"/\* shared ([a-z]+) \*/\n")
_ORDER = ("ru", "ru-word", "en", "en-word")


def shipped_folders() -> list[Path]:
    """Give the folders of the library, by code and in each the Russian ones first."""
    folders = (file.parent for file in LIBRARY.glob("*/*/fields.yaml"))
    return sorted(folders, key=lambda folder: (folder.parent.name, _rank(folder.name)))


def shipped_files(folder: Path) -> dict[str, bytes]:
    """Read the files of a shipped template, with shared pieces and what the same code's folder lends it."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    if "template.html" in files:
        files |= _lent(folder, "style.css", files)
        files["style.css"] = _put_in(files["style.css"], _STYLE, _SHARED, ".css")
        files["template.html"] = _put_in(files["template.html"], _PIECE, _SHARED / _language(folder), ".html")
    return files | _lent(folder, "sample.json", files)


def _lent(folder: Path, name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """Take a missing file from the folder that has it: a style serves every language, a sample its own."""
    language = "ru" if name == "style.css" else _language(folder)
    lender = folder.parent / language / name
    return {} if name in files or not lender.is_file() else {name: lender.read_bytes()}


def _put_in(text: bytes, marker: re.Pattern[str], shared: Path, suffix: str) -> bytes:
    def piece(found: re.Match[str]) -> str:
        return (shared / f"{found[1]}{suffix}").read_text(encoding="utf-8")

    return marker.sub(piece, text.decode()).encode()


def _language(folder: Path) -> str:
    return folder.name.partition("-")[0]


def _rank(variant: str) -> int:
    return _ORDER.index(variant) if variant in _ORDER else len(_ORDER)
