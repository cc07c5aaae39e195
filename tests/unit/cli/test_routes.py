"""Routes on the command line, where nothing is installed."""

import json
from pathlib import Path

import pytest

from docsvc.cli import run
from docsvc.model.route_file import ORDER, presets, read_routes, write_routes

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parents[3] / "docsvc" / "demo" / "examples" / "deal.json"
WRONG = """
code: discount
title: Скидка
stages:
  - name: Директор
    when: deal.discont > 15
    approvers: [{role: director}]
    sla: {deadline: 4h, remind_before: 1d}
"""


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCSVC_DATA", str(tmp_path / "nowhere"))


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A file with all presets."""
    file = tmp_path / "routes.yaml"
    file.write_text(write_routes(presets()), encoding="utf-8")
    return str(file)


def _explain(table: str, kind: str, *more: str) -> int:
    return run(["route", "explain", "--deal", str(EXAMPLE), "--kind", kind, "--routes", table, *more])


def test_routes_that_work_are_passed(table: str, capfd: Capture) -> None:
    assert run(["route", "lint", table]) == 0
    told = capfd.readouterr().out
    assert "маршруты можно использовать — 4" in told
    assert "Без установки" in told


def test_each_reason_is_told_and_the_exit_code_is_1(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG, encoding="utf-8")
    assert run(["route", "lint", str(file)]) == 1
    told = capfd.readouterr().out
    assert (
        "ошибка [discount] stages[0].when: неизвестное поле deal.discont. Может быть, deal.discount?" in told
    )
    assert "stages[0].sla.remind_before" in told
    assert run(["route", "lint", str(file), "--json"]) == 1
    listed = json.loads(capfd.readouterr().out)
    assert (listed["errors"], listed["findings"][0]["place"]) == (2, "stages[0].when")


def test_a_file_that_is_no_route_is_told_by_its_places(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "none.yaml"
    file.write_text("code: a\ntitle: А\nstages: [{name: Я, approvers: []}]", encoding="utf-8")
    assert run(["route", "lint", str(file)]) == 1
    assert "stages[0].approvers" in capfd.readouterr().err
    assert run(["route", "lint", str(tmp_path / "absent.yaml")]) == 1


def test_a_field_of_ones_own_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("code: a\ntitle: А\nwhen: deal.region == 'Север'\nstages: []", encoding="utf-8")
    assert run(["route", "lint", str(file)]) == 1
    assert run(["route", "lint", str(file), "--known", "deal.region"]) == 0


def test_a_deal_is_told_its_way_and_why(table: str, capfd: Capture) -> None:
    assert _explain(table, "contract") == 0
    told = capfd.readouterr().out
    assert "Договор по сделке «Система учёта и видеоконтроля склада «Парголово»»" in told
    assert "4\u00a0341\u00a0305,60\u00a0₽" in told
    way = "Юрист и финансовый директор → Генеральный директор → Совет директоров, потому что"
    assert f"Эта сделка пойдёт: {way}" in told
    assert "document.amount = 4341305.60" in told


def test_a_deal_that_no_rule_stops_is_told_so(table: str, capfd: Capture) -> None:
    assert _explain(table, "quote") == 0
    assert "сразу согласована, потому что ни одно правило не подходит" in capfd.readouterr().out


def test_a_deal_that_would_not_get_through_exits_1(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "dollars.yaml"
    file.write_text("code: a\ntitle: А\ncurrency: USD\nwhen: deal.amount > 5\nstages: []", encoding="utf-8")
    assert _explain(str(file), "contract") == 1
    ended = capfd.readouterr()
    assert "Эта сделка не пройдёт" in ended.out
    assert "курса USD нет" in ended.err


def test_the_data_of_a_template_are_taken_as_well(table: str, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "data.json"
    tree = {"deal": {"title": "Проба", "amount": "10000", "discount": "26"}, "company": {"name": "А"}}
    file.write_text(json.dumps(tree), encoding="utf-8")
    assert run(["route", "explain", "--deal", str(file), "--kind", "quote", "--routes", table]) == 0
    told = capfd.readouterr().out
    assert "Руководитель отдела продаж → Коммерческий директор" in told
    assert "Финансовый директор — пропускается" in told


def test_a_contract_edited_in_word_is_not_a_standard_one(table: str, tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "data.json"
    file.write_text(json.dumps({"deal": {"amount": "10000"}}), encoding="utf-8")
    command = ["route", "explain", "--deal", str(file), "--kind", "contract", "--routes", table]
    assert run(command) == 0
    assert "contract-large" not in capfd.readouterr().out.partition("Правила")[0]
    assert run([*command, "--edited"]) == 0
    assert "Крупный или нестандартный договор" in capfd.readouterr().out.partition("Правила")[0]


@pytest.mark.parametrize("kind", ["contrakt", ""])
def test_an_unknown_kind_is_refused_with_those_that_there_are(table: str, kind: str, capfd: Capture) -> None:
    assert _explain(table, kind) == 1
    assert "contract" in capfd.readouterr().err


def test_without_an_installation_the_routes_must_be_named(capfd: Capture) -> None:
    assert run(["route", "explain", "--deal", str(EXAMPLE), "--kind", "contract"]) == 1
    assert "docsvc init" in capfd.readouterr().err


def test_presets_are_listed_and_printed_with_their_comments(capfd: Capture) -> None:
    assert run(["route", "presets"]) == 0
    told = capfd.readouterr().out
    assert all(code in told for code in ORDER)
    assert run(["route", "presets", "discount"]) == 0
    told = capfd.readouterr().out
    assert told.startswith("# Скидка")
    assert read_routes(told) == presets()[:1]
    assert run(["route", "presets", "nothing"]) == 1


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("deal.discount > 'many'", "deal.discount — число, а сравнивается с текстом «many»"),
        ("document.amount > 100 USD", "сумму пишут без валюты"),
        ("deal.discount >", "условие не читается: в конце чего-то не хватает"),
        ("deal.discount > )", "условие не читается: лишнее «)»"),
    ],
)
def test_a_condition_that_no_document_could_answer_is_refused(
    when: str, words: str, tmp_path: Path, capfd: Capture
) -> None:
    file = tmp_path / "when.yaml"
    file.write_text(f'code: a\ntitle: А\nwhen: "{when}"\nstages: []', encoding="utf-8")
    assert run(["route", "lint", str(file)]) == 1
    assert words in "".join(capfd.readouterr())


def test_a_file_in_another_encoding_is_told_what_to_do(tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "a.yaml").write_bytes("code: a\ntitle: Договор".encode("cp1251"))
    assert run(["route", "lint", str(tmp_path / "a.yaml")]) == 1
    assert "сохраните файл в кодировке UTF-8" in capfd.readouterr().err
