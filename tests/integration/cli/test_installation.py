from pathlib import Path

import pytest

from docsvc.cli import run

EXAMPLES = Path(__file__).parents[3] / "docsvc" / "demo" / "examples"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("DOCSVC_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DOCSVC_SMTP_URL", raising=False)
    return tmp_path / "data"


def test_an_installation_from_a_file_is_whole(data: Path, capfd: Capture) -> None:
    assert run(["init", "--from", str(EXAMPLES / "organisation.yaml")]) == 0
    shown = capfd.readouterr().out
    assert "admin@tehnopole.example" in shown
    assert "docsvc serve" in shown
    assert (data / "secret").stat().st_mode & 0o077 == 0
    assert run(["doctor"]) in {0, 1}  # fonts and pages are the machine's matter
    assert "docsvc init" not in capfd.readouterr().out
    assert run(["init", "--admin-email", "a@b.ru"]) == 1
    assert "уже есть установка" in capfd.readouterr().err


def test_an_administrator_works_from_the_command_line(data: Path, capfd: Capture) -> None:
    assert run(["init", "--admin-email", "Admin@Office.example", "--organisation", "ООО «Север»"]) == 0
    assert run(["organisation", "load", str(EXAMPLES / "organisation.yaml")]) == 0
    add = ["user", "add", "new@office.example", "--name", "Новикова Яна", "--role", "manager"]
    assert run(add) == 0
    assert run(add) == 1
    assert run(["user", "passwd", "new@office.example"]) == 0
    assert run(["deal", "import", str(EXAMPLES / "deal.json")]) == 0
    assert run(["api-key", "create", "CRM", "--scope", "deals:write"]) == 0
    capfd.readouterr()
    assert run(["user", "list"]) == 0
    assert {"admin@office.example", "new@office.example"} <= _first_column(capfd)
    assert run(["api-key", "list"]) == 0
    [key_id] = _first_column(capfd)
    assert run(["api-key", "revoke", key_id]) == 0
    assert run(["upgrade"]) == 0
    assert run(["audit", "verify"]) == 0
    assert "Журнал цел" in capfd.readouterr().out


def test_a_bad_organisation_file_makes_no_installation(data: Path, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text("organisation: {name: А}\nusers: [{email: a@b.ru, name: А, roles: [boss]}]")
    assert run(["init", "--from", str(file)]) == 1
    assert "users[0].roles[0]" in capfd.readouterr().err
    assert not data.exists()


def _first_column(capfd: Capture) -> set[str]:
    return {row.split("\t")[0] for row in capfd.readouterr().out.splitlines()[1:]}
