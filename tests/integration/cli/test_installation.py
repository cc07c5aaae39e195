import re
from pathlib import Path

import pytest

from docsvc.cli import run
from docsvc.demo import stage
from docsvc.demo.visitor import Stuck
from docsvc.work.secrets import make_secret

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


def test_a_mail_server_that_cannot_be_meant_is_told_before_anything_is_served(
    data: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[object] = []
    monkeypatch.setattr("docsvc.supervisor.serve.serve", lambda chosen, **_: served.append(chosen))
    assert run(["init", "--admin-email", "a@b.ru", "--organisation", "ООО «Север»"]) == 0
    monkeypatch.setenv("DOCSVC_MAILFROM", "docs@office.example")
    monkeypatch.setenv("DOCSVC_SMTP_URL", "mail.office.example")
    assert run(["serve"]) == 1
    assert "DOCSVC_SMTP_URL" in capfd.readouterr().err
    monkeypatch.setenv("DOCSVC_SMTP_URL", "smtps://mail.office.example")
    assert run(["serve"]) == 0
    assert "DOCSVC_MAILFROM" in capfd.readouterr().err, "what nobody reads is told, and stops nothing"
    assert len(served) == 1


def test_a_bad_organisation_file_makes_no_installation(data: Path, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text("organisation: {name: А}\nusers: [{email: a@b.ru, name: А, roles: [boss]}]")
    assert run(["init", "--from", str(file)]) == 1
    assert "users[0].roles[0]" in capfd.readouterr().err
    assert not data.exists()


def test_an_init_that_was_cut_off_is_finished_and_repeated_without_harm(data: Path, capfd: Capture) -> None:
    init = ["init", "--or-upgrade", "--no-passwords", "--admin-email", "a@b.ru", "--organisation", "ООО «Ё»"]
    make_secret(data)
    (data / "keys.new").mkdir()
    (data / "keys.new" / "root.pem").write_text("half")
    assert run(init) == 0
    first = capfd.readouterr().out
    assert "docsvc user passwd a@b.ru" in first
    assert not re.search(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b", first)
    kept = {path: path.read_bytes() for path in (data / "secret", *(data / "keys").iterdir())}
    assert run(init) == 0
    assert "Установка есть" in capfd.readouterr().out
    assert all(path.read_bytes() == content for path, content in kept.items())
    assert run(["user", "list"]) == 0
    assert capfd.readouterr().out.count("a@b.ru") == 1


def test_a_database_whose_secret_is_lost_gets_no_other_one(data: Path, capfd: Capture) -> None:
    assert run(["init", "--admin-email", "a@b.ru"]) == 0
    assert "--organisation" in capfd.readouterr().err  # its name is in the certificates for good
    (data / "secret").unlink()
    for extra in ([], ["--or-upgrade"]):
        assert run(["init", "--admin-email", "a@b.ru", *extra]) == 1
        assert "Верните из копии" in capfd.readouterr().err
    assert not (data / "secret").exists()


def test_what_does_not_belong_together_is_neither_served_nor_upgraded(data: Path, capfd: Capture) -> None:
    assert run(["init", "--admin-email", "a@b.ru", "--organisation", "ООО «Ё»"]) == 0
    secret, base = (data / "secret").read_bytes(), data / "docsvc.sqlite3"
    base.rename(data / "elsewhere")
    for command in ("upgrade", "serve"):
        assert run([command]) == 1
        assert f"а база пуста: {base}" in capfd.readouterr().err
    assert run(["doctor"]) == 1
    assert "пуста, хотя установка есть" in capfd.readouterr().out
    base.write_bytes(b"no database at all, whoever made it. " * 100)
    assert run(["doctor"]) == 1
    assert f"{base} повреждена" in capfd.readouterr().out
    base.unlink()
    (data / "elsewhere").rename(base)
    for spoiled in (b"", secret[:-1], bytes(len(secret))):
        (data / "secret").write_bytes(spoiled)
        assert run(["serve"]) == 1
        assert "Верните secret и keys из одной копии" in capfd.readouterr().err
        assert run(["doctor"]) == 1
        assert "Верните secret и keys из одной копии" in capfd.readouterr().out
    assert run(["user", "list"]) == 0, "what needs no key goes on"


def _first_column(capfd: Capture) -> set[str]:
    return {row.split("\t")[0] for row in capfd.readouterr().out.splitlines()[1:]}


def test_the_demonstration_leaves_another_folder_alone_and_says_so(tmp_path: Path, capfd: Capture) -> None:
    kept = tmp_path / "data" / "kept"
    kept.parent.mkdir()
    kept.touch()
    assert run(["demo", "--out", str(tmp_path / "out"), "--data", str(kept.parent)]) == 1
    assert f"в папке {kept.parent} лежит не показ" in capfd.readouterr().out
    assert kept.exists()


def test_a_command_of_the_demonstration_knows_no_other_installation_and_says_why_it_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCSVC_DATABASE_URL", "postgresql+psycopg://db.office.example/real")
    with pytest.raises(Stuck, match=r"docsvc user list: .*docsvc init"):
        stage.docsvc(tmp_path / "data", "user", "list")
