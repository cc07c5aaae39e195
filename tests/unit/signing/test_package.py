"""The package from outside: what it offers, what it costs to import, how its assets are built."""

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

import signing
from signing.fonts import FACES, SUBSETS, build, main


def test_importing_the_package_does_not_import_pyhanko() -> None:
    script = (
        "import sys, signing; from signing import links, codes, token, code, Field, Status, SigningError\n"
        "heavy = {'pyhanko', 'asn1crypto', 'cryptography', 'fontTools', 'httpx'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there() -> None:
    for name in signing.__all__:
        assert getattr(signing, name).__module__.startswith("signing.")


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        signing.__getattr__("forge")


def test_a_function_stays_a_function_whichever_module_was_imported_first() -> None:
    script = "import signing.verification, signing.sealing\nfrom signing import verify, seal\nverify.__call__"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_warming_up_loads_what_the_first_signature_needs() -> None:
    script = "import sys\nfrom signing import warm_up\nwarm_up()\nsys.exit('pyhanko' not in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def part(path: Path, letters: str) -> None:
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in letters})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((0, 500))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupPost()
    builder.font.flavor = "woff2"
    builder.save(path)


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    for face in FACES:
        files = tmp_path / "node_modules" / "@fontsource" / face / "files"
        files.mkdir(parents=True)
        for subset, letters in zip(SUBSETS, ("Жя", "Az", "ő"), strict=True):
            part(files / f"{face}-{subset}-400-normal.woff2", letters)
    return tmp_path / "node_modules"


def test_the_parts_of_a_face_are_joined_into_one_file(node_modules: Path, tmp_path: Path) -> None:
    for made in build(node_modules, tmp_path / "assets"):
        with TTFont(made) as font:
            assert {chr(letter) for letter in font.getBestCmap()} == set("ЖяAző")
            assert font.flavor is None


def test_building_twice_makes_the_same_file(node_modules: Path, tmp_path: Path) -> None:
    first, second = (build(node_modules, tmp_path / name) for name in ("one", "two"))
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]


def test_the_build_step_is_a_command(
    node_modules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(node_modules), str(tmp_path / "assets")]) == 0
    assert "signature.ttf" in capsys.readouterr().out
    assert main([]) == 2


def test_without_the_npm_package_the_build_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build(tmp_path, tmp_path / "assets")
