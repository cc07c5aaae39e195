"""Routes on the command line of the example's organisation."""

import shutil
from pathlib import Path

import pytest

from docsvc.cli import run
from docsvc.model.route_file import presets, read_routes, write_routes

EXAMPLES = Path(__file__).parents[3] / "docsvc" / "demo" / "examples"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation of the example, which each test gets a copy of."""
    data = tmp_path_factory.mktemp("example") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCSVC_DATA", str(data))
        assert run(["init", "--from", str(EXAMPLES / "organisation.yaml")]) == 0
    return data


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: Capture, example: Path) -> str:
    """A file with all presets beside an installation with its people."""
    shutil.copytree(example, tmp_path / "data")
    monkeypatch.setenv("DOCSVC_DATA", str(tmp_path / "data"))
    file = tmp_path / "routes.yaml"
    file.write_text(write_routes(presets()), encoding="utf-8")
    capfd.readouterr()
    return str(file)


def test_the_presets_work_in_the_organisation_of_the_example(table: str, capfd: Capture) -> None:
    assert run(["route", "lint", table]) == 0
    told = capfd.readouterr().out
    assert told == "✓ routes.yaml: маршруты можно использовать — 4\n"
    deal = ["--deal", str(EXAMPLES / "deal.json")]
    assert run(["route", "explain", *deal, "--kind", "contract", "--routes", table]) == 0
    assert "директор: Орлова Марина Викторовна" in capfd.readouterr().out
    assert run(["route", "explain", *deal, "--kind", "act"]) == 0
    assert (
        "1. Руководитель отдела: Захаров Дмитрий Андреевич (руководитель отдела автора)"
        in capfd.readouterr().out
    )
    by_head = ["--by", "zaharov@tehnopole.example"]
    assert run(["route", "explain", *deal, "--kind", "act", *by_head]) == 0
    assert "1. Руководитель отдела: Орлова Марина Викторовна" in capfd.readouterr().out
    assert run(["route", "explain", *deal, "--kind", "act", "--by", "no@x.example"]) == 1


def test_routes_go_in_and_out(table: str, tmp_path: Path, capfd: Capture) -> None:
    assert run(["route", "import", table, "--note", "из примеров"]) == 0
    ended = capfd.readouterr()
    assert "contract-simple: версия 1" in ended.out
    assert "contract-simple: маршрут никогда не применится: всё забирает «contract»" in ended.err
    out = tmp_path / "out.yaml"
    assert run(["route", "export", *(each.code for each in presets()), "-o", str(out)]) == 0
    assert read_routes(out.read_text(encoding="utf-8")) == presets()
    assert run(["route", "export", "nothing"]) == 1
    capfd.readouterr()
    assert run(["route", "list"]) == 0
    assert "contract-large\t1\tКрупный" in capfd.readouterr().out


def test_a_file_with_one_wrong_route_saves_none(table: str, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "wrong.yaml"
    stage = "stages: [{name: Я, approvers: [{user: no@x.example}]}]"
    file.write_text(f"routes:\n- {{kind: nda, title: Иначе, stages: []}}\n- {{code: b, title: Б, {stage}}}")
    assert run(["route", "import", str(file)]) == 1
    assert "stages[0].approvers[0].user: нет сотрудника с почтой no@x.example" in capfd.readouterr().err
    assert run(["route", "export", "nda"]) == 0
    assert "Иначе" not in capfd.readouterr().out
