"""Build the handwriting face from its npm package: `python -m signing.fonts node_modules signing/assets`.

The packages split a face by unicode range; the parts are joined, so that one file serves a name in any of
them.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.ttLib import TTFont

FACE: Final = "marck-script"
SUBSETS: Final = ("cyrillic", "latin", "latin-ext")
OUTPUT: Final = "signature.ttf"
_LAYOUT: Final = ("GPOS", "GSUB", "GDEF")  # shaping is not used, and the tables would only cost time


def build(node_modules: Path, assets: Path) -> Path:
    """Write the joined face into the assets folder and return its path.

    Raises FileNotFoundError when the npm package is not installed.
    """
    files = node_modules / "@fontsource" / FACE / "files"
    parts = [files / f"{FACE}-{subset}-400-normal.woff2" for subset in SUBSETS]
    assets.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = [_unpack(part, Path(folder) / f"{part.stem}.ttf") for part in parts]
        merged = Merger(options=MergeOptions(drop_tables=list(_LAYOUT))).merge([str(p) for p in plain])
        merged.recalcTimestamp = False
        merged["head"].created = merged["head"].modified = _age(plain[0])  # the same parts make the same file
        target = assets / OUTPUT
        temporary = target.with_suffix(".part")
        merged.save(temporary)
        temporary.replace(target)
    return target


def _unpack(source: Path, target: Path) -> Path:
    with TTFont(source, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(target)
    return target


def _age(path: Path) -> int:
    with TTFont(path) as font:
        return int(font["head"].modified)


def main(arguments: list[str]) -> int:
    """Run from the command line: two arguments, the npm folder and the folder to write to."""
    wanted = 2
    if len(arguments) != wanted:
        sys.stderr.write("usage: python -m signing.fonts NODE_MODULES ASSETS\n")
        return 2
    sys.stdout.write(f"{build(Path(arguments[0]), Path(arguments[1]))}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
