import json
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from pypdf import PdfReader

from docsvc.cli import run
from docsvc.cli.output import complain
from storage import StorageError

LIBRARY = Path(__file__).parents[3] / "templates" / "library"
SAMPLE = LIBRARY / "invoice" / "ru" / "sample.json"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCSVC_DATA", str(tmp_path / "nowhere"))


def test_help_names_every_command_at_once(capfd: Capture) -> None:
    assert run(["--help"]) == 0
    shown = capfd.readouterr().out
    for command in (
        "init",
        "serve",
        "demo",
        "doctor",
        "render",
        "verify",
        "user",
        "api-key",
        "deal",
        "audit",
    ):
        assert command in shown


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "import sys; from docsvc.cli import run; run(['--help']); print([m for m in sys.modules if m in %s])"
    )
    names = {"sqlalchemy", "weasyprint", "pyhanko", "flask", "pydantic", "cryptography", "babel"}
    ended = subprocess.run([sys.executable, "-c", heavy % names], capture_output=True, text=True, check=True)
    assert ended.stdout.rstrip().endswith("[]")


def test_help_is_there_at_once() -> None:
    def seconds() -> float:
        before = getrusage(RUSAGE_CHILDREN)
        code = "from docsvc.cli import run; run(['--help'])"
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Of a processor, for others may keep it from us: 0.3 s on a quiet machine.
    assert any(seconds() < 1 for _ in range(3))


@pytest.mark.parametrize("name", ["invoice", str(SAMPLE.parent)], ids=["code", "folder"])
def test_a_template_is_rendered_by_code_or_folder(name: str, tmp_path: Path, capfd: Capture) -> None:
    pdf = tmp_path / "out" / "счёт.pdf"
    assert run(["render", name, str(SAMPLE), "-o", str(pdf)]) == 0
    assert "страниц" in capfd.readouterr().out
    assert json.loads(SAMPLE.read_text())["company"]["inn"] in PdfReader(pdf).pages[0].extract_text()
    assert list(pdf.parent.iterdir()) == [pdf]


def test_every_missing_field_is_named_and_nothing_is_written(tmp_path: Path, capfd: Capture) -> None:
    tree = json.loads(SAMPLE.read_text())
    del tree["company"]["inn"], tree["seller"]["bik"]
    data, pdf = tmp_path / "data.json", tmp_path / "x.pdf"
    data.write_text(json.dumps(tree))
    assert run(["render", "invoice", str(data), "-o", str(pdf)]) == 1
    told = capfd.readouterr().err
    assert "company.inn" in told
    assert "seller.bik" in told
    assert not pdf.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "это не JSON"),
        ('{"deal": 1, "deal": 2}', "поле повторяется"),
        ('{"deal": {"amount": NaN}}', "NaN"),
        ('{"deal": {"products": [{"name": "a", "price": -1}]}}', "не может быть меньше нуля"),
        ('{"company": {"name": "\\ud800"}}', "недопустимый символ"),
    ],
)
def test_bad_data_is_told_in_words(text: str, words: str, tmp_path: Path, capfd: Capture) -> None:
    data = tmp_path / "data.json"
    data.write_text(text)
    assert run(["render", "invoice", str(data), "-o", str(tmp_path / "x.pdf")]) == 1
    told = capfd.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_an_unknown_template_names_those_there_are(tmp_path: Path, capfd: Capture) -> None:
    assert run(["render", "nothing", str(SAMPLE), "-o", str(tmp_path / "x.pdf")]) == 1
    assert "invoice, invoice-en" in capfd.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capfd: Capture) -> None:
    assert run(["render", "invoice", str(tmp_path / "none.json"), "-o", str(tmp_path / "x.pdf")]) == 1
    assert "none.json" in capfd.readouterr().err


def test_the_templates_are_listed_for_programs_too(capfd: Capture) -> None:
    assert run(["template", "list"]) == 0
    heading, *rows = capfd.readouterr().out.splitlines()
    assert heading.split("\t")[0] == "Код"
    assert "invoice" in [row.split("\t")[0] for row in rows]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04 cut", b"{}", b"\0" * 100])
def test_what_is_no_proof_does_not_verify(content: bytes, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert run(["verify", str(file)]) == 1
    assert "Traceback" not in capfd.readouterr().err


def test_a_check_that_was_misspelled_answers_nothing(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"%PDF-1.7")
    for wrong in (
        [],
        ["--nothing", str(file)],
        [str(file), "--root", str(file)],
        [str(file), "--seal", "ab"],
    ):
        assert run(["verify", *wrong]) == 64
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_that_cannot_be_opened_does_not_hide_the_others(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"neither")
    assert run(["verify", str(tmp_path / "none"), str(file), str(tmp_path)]) == 1
    told = capfd.readouterr().out
    assert told.count("Файл не открывается") == 2
    assert "Это не PDF, не пакет и не журнал" in told


@pytest.mark.parametrize("command", [["user", "list"], ["audit", "verify"], ["api-key", "list"], ["upgrade"]])
def test_without_an_installation_a_command_says_what_to_do(command: list[str], capfd: Capture) -> None:
    assert run(command) == 1
    assert "docsvc init" in capfd.readouterr().err


def test_init_without_an_administrator_makes_nothing(tmp_path: Path, capfd: Capture) -> None:
    assert run(["init"]) == 1
    assert "--admin-email" in capfd.readouterr().err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [["init", "--from"], ["route", "lint"]])
def test_a_file_in_another_encoding_is_told_in_words(
    command: list[str], tmp_path: Path, capfd: Capture
) -> None:
    (tmp_path / "our.yaml").write_bytes("organisation: {name: Привет}".encode("cp1251"))
    assert run([*command, str(tmp_path / "our.yaml")]) == 1
    assert "сохраните файл в кодировке UTF-8" in capfd.readouterr().err


def test_a_store_that_is_full_is_told_in_one_line(capfd: Capture) -> None:
    complain(
        StorageError("blob a/b could not be kept: Unexpected at write => no storage space\n\nContext:\n x")
    )
    told = capfd.readouterr().err
    assert told == "Хранилище файлов: no storage space. Что не так, покажет docsvc doctor.\n"


def test_what_is_not_there_is_told_without_addresses(capfd: Capture) -> None:
    assert run(["route", "presets", "nothing"]) == 1
    assert "командой list" in capfd.readouterr().err


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setenv("DOCSVC_BASE_URL", "http://docs.example")
    assert run(["doctor"]) == 1
    assert "DOCSVC_BASE_URL" in capfd.readouterr().err


def test_the_doctor_of_an_empty_folder_says_to_init(capfd: Capture, tmp_path: Path) -> None:
    assert run(["doctor"]) == 1
    assert "docsvc init" in capfd.readouterr().out
    assert not (tmp_path / "nowhere").exists()


def test_data_may_hold_large_pictures(tmp_path: Path, capfd: Capture) -> None:
    tree = json.loads(SAMPLE.read_text()) | {"custom": {"picture": "x" * 2**21}}
    data, pdf = tmp_path / "data.json", tmp_path / "x.pdf"
    data.write_text(json.dumps(tree))
    assert run(["render", "invoice", str(data), "-o", str(pdf)]) == 0
    assert pdf.exists()
