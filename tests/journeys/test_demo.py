"""The demonstration, and what it gives away checked with tools that are not ours."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FILES = {
    "archive.zip",
    "audit.json",
    "contract-certificate.pdf",
    "contract-signed.pdf",
    "contract.pdf",
    "invoice.pdf",
    "quote.pdf",
    "root.pem",
    "summary.json",
}


def run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def docsvc(*arguments: str | Path) -> str:
    return run(sys.executable, "-m", "docsvc", *arguments)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    printed = docsvc("demo", "--out", folder / "out", "--data", folder / "data")
    assert "make serve" in printed
    return folder / "out"


def test_every_document_is_there_and_every_step_timed(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == FILES
    steps = json.loads((out / "summary.json").read_bytes())["steps"]
    assert len(steps) > 10
    assert all(step["seconds"] >= 0 for step in steps)


def test_our_verifier_confirms_them_with_the_root_alone(out: Path) -> None:
    root = out / "root.pem"
    for name in (
        "contract-signed.pdf",
        "contract-certificate.pdf",
        "quote.pdf",
        "invoice.pdf",
        "archive.zip",
    ):
        docsvc("verify", "--root", root, out / name)
    docsvc(
        "verify",
        "--root",
        root,
        "--certificate",
        out / "contract-certificate.pdf",
        out / "contract-signed.pdf",
    )


@pytest.mark.needs("pdfsig")
def test_pdfsig_finds_two_seals_and_two_signers_valid(out: Path) -> None:
    found = run("pdfsig", out / "contract-signed.pdf")
    assert found.count("Signature is Valid") == 4
    assert found.count("Total document signed") == 1
    assert re.findall(r"Field Name: (\w+)", found) == ["certification", "seller", "client", "seal"]
    assert "Орлова Марина Викторовна" in found
    assert "Соколов Андрей Петрович" in found


@pytest.mark.needs("pdftoppm")
def test_the_text_is_searchable_russian(out: Path) -> None:
    text = " ".join(run("pdftotext", out / "contract-signed.pdf", "-").split())
    for words in ("Договор оказания услуг", "действующего на основании Устава", "Невский Причал Логистик"):
        assert words in text
    assert "ST00012" not in text
    assert "Счёт на оплату" in run("pdftotext", out / "invoice.pdf", "-")


@pytest.mark.needs("openssl")
def test_openssl_confirms_the_manifest_of_the_package(out: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(out / "archive.zip") as package:
        assert package.testzip() is None
        package.extractall(tmp_path)
    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-purpose",
        "any",
        "-out",
        "/dev/null",
    ]
    command += ["-in", f"{tmp_path}/manifest.json.p7s", "-content", f"{tmp_path}/manifest.json"]
    run(*command, "-CAfile", out / "root.pem")


def test_a_folder_that_no_demonstration_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    command = [sys.executable, "-m", "docsvc", "demo", "--out", f"{tmp_path}/out", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert (tmp_path / "precious.txt").read_text() == "mine"
