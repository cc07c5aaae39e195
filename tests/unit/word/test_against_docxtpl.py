"""The compiled merge beside docxtpl: the same text and structure on every template here."""

from collections.abc import Callable

import pytest
from lxml import etree

from templates import Source
from templates.word.merge import merge, prepare
from templates.word.names import every, w
from templates.word.reference import merge_by_docxtpl
from tests.unit.word.kit import (
    check_valid,
    facts,
    par,
    paragraphs,
    run,
    shredded,
    source,
    table,
    texts,
    unzip,
    with_body,
)

LOOP, END = "{FOREACH DEAL.PRODUCTS}", "{ENDFOREACH}"
HOSTILE = facts(
    company={"name": "Р&Д <b> {{ x }} {_{ {% y %} \" '"}, deal={"additional_conditions": "а\nб\tв"}
)
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "split": lambda: with_body(
        shredded("Итого {DEAL.AMOUNT | money} за {COMPANY.NAME}") + shredded("{ не тег }")
    ),
    "row": lambda: table(
        ["№", "Имя"], [LOOP + "{INDEX}", "{PRODUCT.NAME}" + END], ["Итого", "{DEAL.AMOUNT}"]
    ),
    "rows": lambda: table(
        [LOOP, ""], ["{INDEX}", "{PRODUCT.NAME}"], ["", "{PRODUCT.UNIT}"], [END, ""], ["х", ""]
    ),
    "row_if": lambda: table(
        ["{IF DEAL.AMOUNT > 5}а", "б{ENDIF}"], ["{IF DEAL.AMOUNT < 5}а", "б{ENDIF}"], ["в", "г"]
    ),
    "paragraphs": lambda: paragraphs(
        "а", LOOP, "{INDEX}. {PRODUCT.NAME}", END, "{IF DEAL.ID}", "да", "{ELSE}", "нет", "{ENDIF}"
    ),
    "inline": lambda: paragraphs(
        "Цена {IF DEAL.AMOUNT > 5}большая{ELSE}малая{ENDIF} " + LOOP + "{PRODUCT.NAME}, " + END + "!"
    ),
    "stream": lambda: paragraphs("Текст {IF DEAL.AMOUNT > 5}один", "два{ENDIF} три"),
    "tables": lambda: table(["{INDEX}", "{PRODUCT.NAME}"], before=[LOOP], after=[END, "конец"]),
    "cell": lambda: table(
        ["а", "{IF DEAL.AMOUNT < 5}\nнет\n{ENDIF}"], ["б", LOOP + "\n{PRODUCT.NAME}\n" + END]
    ),
    "values": lambda: paragraphs("{DEAL.ADDITIONAL_CONDITIONS}", "{COMPANY.NAME}", "{{ company.name }}"),
    "jinja": lambda: paragraphs(
        "{%p for p in deal.products %}", "{{ p.name }}", "{%p endfor %}", "{{r deal.id }}", "{{ deal.id }}"
    ),
    "drawn": lambda: paragraphs("{SIGNATURE:client}", "до {QR} после"),
    "links": lambda: with_body(
        par(f'<w:hyperlink w:anchor="a">{run("{USER.")}{run("EMAIL}")}</w:hyperlink>', " и {DEAL.ID}")
    ),
}
_SKELETON = every("p tbl tr tc sdt r t br tab drawing bookmarkStart sectPr pPr hyperlink")


def skeleton(docx_bytes: bytes, part: str) -> list[str]:
    """Give the elements that make a part, runs without content left out."""
    root = etree.fromstring(unzip(docx_bytes)[part])
    for each in list(root.iter(w("r"))):
        if not any(child.tag in _SKELETON and (child.text or child.tag != w("t")) for child in each):
            each.getparent().remove(each)
    return [
        etree.QName(each).localname
        for each in root.iter(*_SKELETON)
        if each.text or each.tag not in {w("t"), w("r")} or len(each)
    ]


def same(template: Source, data: dict[str, object]) -> None:
    ours, theirs = merge(template, data), merge_by_docxtpl(template, data)
    check_valid(ours.docx)
    for part in (leaf.name for leaf in prepare(template, data).leaves if leaf.name.startswith("word/")):
        assert texts(ours.docx, part) == texts(theirs.docx, part)
        blocks = [
            [name for name in skeleton(each.docx, part) if name not in {"r", "t"}] for each in (ours, theirs)
        ]
        assert blocks[0] == blocks[1]
    assert sorted(set(ours.run.printed)) == sorted(set(theirs.run.printed))


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("data", [facts(), HOSTILE], ids=["plain", "hostile"])
def test_compiled_and_docxtpl_agree(name: str, data: dict[str, object]) -> None:
    same(source(TEMPLATES[name]()), data)


def test_tags_that_only_docxtpl_knows_go_its_way() -> None:
    done = merge(source(table(["{%tc for p in deal.products %}", "{{ p.name }}", "{%tc endfor %}"])), facts())
    assert texts(done.docx) == ["Настройка", "Обучение & <помощь>", "Сервер"]
