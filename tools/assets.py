#!/usr/bin/env python3
"""Copy the front-end assets that the pages use from node_modules to one folder served by ourselves.

Usage: assets.py NODE_MODULES TARGET. The target is replaced whole. Made beside the files: `icons.svg` (a
sprite of the icons named in icons.txt), `fonts.css` with its fonts, and the licences. A style sheet that
would load anything from elsewhere is refused.
"""

import gzip
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FILES: Mapping[str, str] = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "pdf.min.mjs": "pdfjs-dist/legacy/build/pdf.min.mjs",
    "pdf.worker.min.mjs": "pdfjs-dist/legacy/build/pdf.worker.min.mjs",
    "signature_pad.min.js": "signature_pad/dist/signature_pad.umd.min.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
    "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
}
ICONS = Path(__file__).with_name("icons.txt")
REMOTE = re.compile(r"""@import|url\(\s*["']?(?:[a-z]+:)?//""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"\n/[/*]# sourceMappingURL=[^\n]*")
FACE = re.compile(r"@font-face \{.*?\n\}", re.DOTALL)
FACE_FILE = re.compile(r"url\(\./files/([\w-]+)\.woff2\)")
FACE_SOURCE = re.compile(r"src: [^;]+;")


@dataclass(frozen=True, slots=True)
class Family:
    """One typeface of an npm package and the alphabets of it that are served."""

    package: str
    alphabets: tuple[str, ...]


INTERFACE = Family("@fontsource-variable/golos-text", ("cyrillic-ext", "cyrillic", "latin-ext", "latin"))
FAMILIES = (
    INTERFACE,
    *(
        Family(f"@fontsource/{name}", ("cyrillic", "latin"))
        for name in ("bad-script", "caveat", "marck-script")
    ),
)

CUT: Mapping[str, tuple[str, str]] = {
    "rouble": ("latin-ext", "₽"),
    "ascii": ("latin", "".join(map(chr, range(0x20, 0x7F))) + "\xa0«»§©®°±·×–—‘’‚“”„•…−\u2009\u202f"),
}
"""Of which alphabet how much is enough for a page in Russian."""


def copy_files(modules: Path, target: Path) -> None:
    """Copy FILES without their references to source maps, which are not served."""
    for name, source in FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        if name.endswith(".css") and (found := REMOTE.search(text)):
            raise SystemExit(f"{source} would load from elsewhere: {text[found.start() :][:80]}")
        (target / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")


def sprite(icons: Path, names: list[str]) -> str:
    """Return one SVG with a symbol for each icon, for `<use href="icons.svg#name">`."""
    return "".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg">\n',
            *(f"{_symbol(icons, name)}\n" for name in names),
            "</svg>\n",
        )
    )


def _symbol(icons: Path, name: str) -> str:
    path = icons / f"{name}.svg"
    if not path.is_file():
        raise SystemExit(f"{ICONS.name}: there is no icon named {name}")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    shapes = re.findall(r"<[^>]+>", drawing[1] if drawing else "")
    # The first shape of each icon is an invisible square.
    visible = "".join(shape for shape in shapes if "M0 0h24v24H0z" not in shape)
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{visible}</symbol>'
    )


def copy_fonts(modules: Path, target: Path) -> str:
    """Copy the fonts and return the style sheet that declares them."""
    fonts = target / "fonts"
    fonts.mkdir()
    faces = [face for family in FAMILIES for face in _faces(modules, family, fonts)]
    cut = [_cut(modules, fonts, name, *pair) for name, pair in CUT.items()]
    return "\n".join((*faces, *cut)) + "\n"


def _faces(modules: Path, family: Family, fonts: Path) -> Iterator[str]:
    folder = modules / family.package
    for face in FACE.findall((folder / "index.css").read_text(encoding="utf-8")):
        file = FACE_FILE.search(face)
        if file and any(
            f"-{alphabet}-{weight}-" in file[1] for alphabet in family.alphabets for weight in ("400", "wght")
        ):
            shutil.copy(folder / "files" / f"{file[1]}.woff2", fonts)
            yield FACE_SOURCE.sub(f"src: url(fonts/{file[1]}.woff2) format('woff2');", face)


def _cut(modules: Path, fonts: Path, name: str, alphabet: str, characters: str) -> str:
    """Cut a few characters out of the interface's typeface, or a page in Russian loads alphabets for them.

    Their rules must come last: of rules that claim the same character the last one wins.
    """
    font = TTFont(modules / INTERFACE.package / "files" / f"golos-text-{alphabet}-wght-normal.woff2")
    subsetter = Subsetter(Options(layout_features=["*"]))
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    font.save(fonts / f"golos-text-{name}.woff2")
    return (
        "@font-face {\n  font-family: 'Golos Text Variable';\n  font-style: normal;\n  font-display: swap;\n"
        f"  font-weight: 400 900;\n  src: url(fonts/golos-text-{name}.woff2) format('woff2');\n"
        f"  unicode-range: {','.join(f'U+{ord(each):04X}' for each in characters)};\n}}"
    )


def copy_licences(modules: Path, target: Path) -> None:
    """Copy the licence of every package that something was taken from."""
    licences = target / "licenses"
    licences.mkdir()
    packages = {family.package for family in FAMILIES} | {"@tabler/icons"}
    packages |= {"/".join(source.split("/")[: 1 + source.startswith("@")]) for source in FILES.values()}
    for package in sorted(packages):
        for licence in (modules / package).glob("LICENSE*"):
            shutil.copy(licence, licences / f"{package.replace('/', '-').lstrip('@')}-{licence.stem}.txt")


def report(target: Path) -> str:
    """Return a line for each file: its size, and its size gzipped, in kB."""
    files = sorted(path for path in target.rglob("*") if path.is_file() and path.parent.name != "licenses")
    lines = [f"{'kB':>9} {'gzipped':>9}"]
    for path in files:
        content = path.read_bytes()
        packed = len(gzip.compress(content))
        lines.append(f"{len(content) / 1000:9.1f} {packed / 1000:9.1f}  {path.relative_to(target)}")
    return "\n".join(lines) + "\n"


def main(modules: Path, target: Path) -> None:
    """Make the folder beside the old one, then put it in its place."""
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy_files(modules, fresh)
    names = ICONS.read_text(encoding="utf-8").split()
    (fresh / "icons.svg").write_text(sprite(modules / "@tabler/icons/icons/outline", names), encoding="utf-8")
    (fresh / "fonts.css").write_text(copy_fonts(modules, fresh), encoding="utf-8")
    copy_licences(modules, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    sys.stdout.write(report(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
