"""Blocks of the content library in a Word template."""

import pytest

from templates import Source
from templates.findings import TemplateFaults
from templates.word.merge import merge
from tests.unit.word.kit import check_valid, facts, par, paragraphs, run, source, table, texts, with_body

BLOCKS = {
    "terms": 'Оплата: {DEAL.AMOUNT} {DEAL.CURRENCY}.\n\nСрок: {DEAL.DEADLINE | format: "dd.MM.yyyy"}.',
    "outer": {"text": "До {BLOCK:terms}", "version": "1.2"},
    "loop": "{BLOCK:loop}",
}


def merged(template: Source, **blocks: object) -> list[str]:
    done = merge(template, {**facts(), "blocks": {**BLOCKS, **blocks}}).docx
    check_valid(done)
    return [text.replace("\u00a0", " ") for text in texts(done)]


def test_a_block_alone_becomes_paragraphs_with_its_tags_filled_in() -> None:
    assert merged(source(paragraphs("а", "{BLOCK:terms}", "б"))) == [
        "а",
        "Оплата: 100 000,49 RUB.",
        "Срок: 21.12.2026.",
        "б",
    ]


def test_paragraphs_of_a_block_share_no_bookmark() -> None:
    mark = '<w:bookmarkStart w:id="9" w:name="m"/>{}<w:bookmarkEnd w:id="9"/>'
    assert len(merged(source(with_body(par(mark.format(run("{BLOCK:terms}"))))))) == 2


def test_a_block_amid_a_text_keeps_the_paragraph() -> None:
    assert merged(source(paragraphs("Итак, {BLOCK:terms} Всё."))) == [
        "Итак, Оплата: 100 000,49 RUB.\nСрок: 21.12.2026. Всё."
    ]


def test_blocks_stand_in_blocks_and_in_cells() -> None:
    assert merged(source(table(["1", "{BLOCK:outer}"])))[1] == "До Оплата: 100 000,49 RUB.\nСрок: 21.12.2026."


def test_a_block_looks_like_its_tag() -> None:
    docx = with_body(f"<w:p>{run('{BLOCK:', '<w:b/>')}{run('terms}')}</w:p>")
    done = merge(source(docx), {**facts(), "blocks": BLOCKS})
    assert done.docx.count(b"PK\3\4") > 3
    assert len(texts(done.docx)) == 2


def test_a_changed_block_makes_another_document() -> None:
    template = source(paragraphs("{BLOCK:terms}"))
    assert merged(template, terms="раз") == ["раз"]
    assert merged(template, terms="два") == ["два"]


def test_what_a_value_holds_is_never_a_block() -> None:
    data = facts(company={"name": "{BLOCK:terms} {DEAL.ID}"})
    done = merge(source(paragraphs("{COMPANY.NAME}")), {**data, "blocks": BLOCKS}).docx
    assert texts(done) == ["{BLOCK:terms} {DEAL.ID}"]


@pytest.mark.parametrize(("name", "code"), [("none", "unknown-block"), ("loop", "block-loop")])
def test_a_block_that_is_not_there_or_never_ends_is_refused(name: str, code: str) -> None:
    with pytest.raises(TemplateFaults) as caught:
        merged(source(paragraphs("а", f"{{BLOCK:{name}}}")))
    assert (caught.value.findings[0].code, caught.value.findings[0].spot.words()) == (code, "абзац 2")
