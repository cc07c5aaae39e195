"""Build the handwriting faces from their npm packages: `python -m signing.fonts node_modules signing/assets`.

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

FACES: Final = {"marck-script": "signature.ttf", "caveat": "caveat.ttf", "bad-script": "bad-script.ttf"}
SUBSETS: Final = ("cyrillic", "latin", "latin-ext")
_LAYOUT: Final = ("GPOS", "GSUB", "GDEF")  # shaping is not used, and the tables would only cost time


def build(node_modules: Path, assets: Path) -> list[Path]:
    """Write the joined faces into the assets folder and return their paths.

    Raises FileNotFoundError when an npm package is not installed.
    """
    return [_build(name, node_modules, assets / output) for name, output in FACES.items()]


def _build(face: str, node_modules: Path, target: Path) -> Path:
    files = node_modules / "@fontsource" / face / "files"
    parts = [files / f"{face}-{subset}-400-normal.woff2" for subset in SUBSETS]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = [_unpack(part, Path(folder) / f"{part.stem}.ttf") for part in parts]
        merged = Merger(options=MergeOptions(drop_tables=list(_LAYOUT))).merge([str(p) for p in plain])
        merged.recalcTimestamp = False
        merged["head"].created = merged["head"].modified = _age(plain[0])  # the same parts make the same file
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
    sys.stdout.writelines(f"{made}\n" for made in build(Path(arguments[0]), Path(arguments[1])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
