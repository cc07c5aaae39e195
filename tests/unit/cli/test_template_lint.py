"""`template lint` and `render` with files of one's own."""

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from docsvc.cli import run

Capture = pytest.CaptureFixture[str]
TREE: dict[str, Any] = {
    "deal": {"amount": 100001, "currency": "RUB", "products": [{"name": "А & Б", "quantity": 1, "price": 5}]},
    "company": {"name": "ООО «Рога»"},
}


def word(path: Path, *paragraphs: str) -> str:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return str(path)


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(TREE), encoding="utf-8")
    return str(path)


def test_a_clean_word_file_passes(tmp_path: Path, capfd: Capture) -> None:
    name = word(tmp_path / "a.docx", "{COMPANY.NAME}", "{DEAL.AMOUNT * 0.85}")
    assert run(["template", "lint", name]) == 0
    out = capfd.readouterr().out
    assert "предупреждение [undeclared-amount] абзац 2: " in out
    assert "шаблон можно использовать" in out


def test_every_mistake_is_a_line_with_its_place(tmp_path: Path, capfd: Capture) -> None:
    name = word(tmp_path / "a.docx", "{DEAL.AMUONT}", "{#list}", "{IF DEAL.AMOUNT > 5}")
    assert run(["template", "lint", name]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [line.partition("]")[0] for line in lines] == [
        "ошибка [unknown-field",
        "ошибка [foreign-syntax",
        "ошибка [unclosed-block",
    ]
    assert "абзац 1: неизвестное поле DEAL.AMUONT — «⟦{DEAL.AMUONT}⟧». Может быть, DEAL.AMOUNT?" in lines[0]


def test_own_fields_are_known_by_name_or_by_data(tmp_path: Path, data: str) -> None:
    name = word(tmp_path / "a.docx", "{DEAL.OBJECT}")
    assert run(["template", "lint", name]) == 1
    assert run(["template", "lint", name, "--known", "deal.x,deal.object"]) == 0
    Path(data).write_text('{"deal": {"Object": 1}}', encoding="utf-8")
    assert run(["template", "lint", name, "--data", data]) == 0


def test_programs_get_json(tmp_path: Path, data: str, capfd: Capture) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>\n{COMPANY.INN} {COMPANY.NAME | foo}", encoding="utf-8")
    assert run(["template", "lint", str(page), "--json"]) == 1
    told = json.loads(capfd.readouterr().out)
    assert (told["errors"], told["warnings"]) == (1, 0)
    assert told["findings"][0]["place"] == "строка 2"
    page.write_text("{COMPANY.INN}", encoding="utf-8")
    assert run(["template", "lint", str(page), "--json", "--data", data]) == 0
    assert json.loads(capfd.readouterr().out)["missing"] == ["ИНН клиента (company.inn)"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", None])
def test_what_cannot_be_read_is_another_matter(tmp_path: Path, content: bytes | None, capfd: Capture) -> None:
    path = tmp_path / "a.docx"
    if content is not None:
        path.write_bytes(content)
    assert run(["template", "lint", str(path)]) == 2
    assert capfd.readouterr().err


def test_a_word_file_is_filled_in(tmp_path: Path, data: str, capfd: Capture) -> None:
    name = word(
        tmp_path / "a.docx", "{COMPANY.NAME}: {IF DEAL.AMOUNT > 100000}{DEAL.AMOUNT * 0.85}{ELSE}нет{ENDIF}"
    )
    out = tmp_path / "out.docx"
    assert run(["render", name, data, "-o", str(out)]) == 0
    assert docx.Document(str(out)).paragraphs[0].text.replace("\u00a0", " ") == "ООО «Рога»: 85 000,85"
    assert "указано 100 001,00, а по строкам выходит 5,00" in capfd.readouterr().err.replace("\u00a0", " ")


def test_nothing_is_written_of_what_cannot_be_filled_in(tmp_path: Path, data: str, capfd: Capture) -> None:
    out = tmp_path / "out.docx"
    name = word(tmp_path / "a.docx", "{DEAL.AMUONT}", "{COMPANY.NAME | foo}")
    assert run(["render", name, data, "-o", str(out)]) == 1
    told = capfd.readouterr().err
    assert "• абзац 1: неизвестное поле DEAL.AMUONT" in told
    assert "• абзац 2: нет фильтра «foo»" in told
    name = word(tmp_path / "b.docx", "{COMPANY.INN} {CONTACT.NAME}")
    assert run(["render", name, data, "-o", str(out)]) == 1
    told = capfd.readouterr().err
    assert "• ИНН клиента (company.inn)" in told
    assert "• Контактное лицо (contact.name)" in told
    assert not out.exists()


def test_a_page_makes_no_word_file(tmp_path: Path, data: str, capfd: Capture) -> None:
    assert run(["render", "invoice", data, "-o", str(tmp_path / "x.docx")]) == 1
    assert "из этого шаблона выходит PDF" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["-o", "out.txt"], "документ делают как .pdf, а из шаблонов Word ещё как .docx"),
        (["-o", "out.pdf", "--language", "de"], "документы бывают на ru и en"),
    ],
)
def test_what_no_document_can_be_made_as_is_refused(
    more: list[str], words: str, tmp_path: Path, data: str, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["render", word(tmp_path / "a.docx", "{COMPANY.NAME}"), data, *more]) == 1
    assert words in capfd.readouterr().err
    assert not [*tmp_path.glob("out*")]


def test_a_folder_that_is_no_template_is_told_at_once(tmp_path: Path, data: str, capfd: Capture) -> None:
    assert run(["render", str(tmp_path), data, "-o", str(tmp_path / "out.pdf")]) == 1
    assert "в папке шаблона должен быть файл fields.yaml" in capfd.readouterr().err


def test_a_file_that_is_not_there_is_told_in_russian(tmp_path: Path, capfd: Capture) -> None:
    assert run(["template", "lint", str(tmp_path / "нет.docx")]) == 2
    assert "нет.docx: нет такого файла или папки" in capfd.readouterr().err


def test_a_page_in_another_encoding_is_told_what_to_do(tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "a.html").write_bytes("<p>привет</p>".encode("cp1251"))
    assert run(["template", "lint", str(tmp_path / "a.html")]) == 2
    assert "сохраните файл в кодировке UTF-8" in capfd.readouterr().err
