"""What cannot be rendered is refused, naming the place and the reason; nothing is left half done."""

from collections.abc import Callable

import pytest

from templates import TemplateError
from templates.findings import TemplateFaults
from templates.render import merge_docx
from tests.integration.word_corpus import contracts, habits
from tests.integration.word_corpus.test_contracts import FACTS, as_template

FAULTS = {
    "{COMPANY.NAME": ("unclosed", "не закрыт"),
    "{IF DEAL.AMOUNT > 5}больше": ("unclosed-block", "ENDIF"),
    "{ENDIF}": ("stray", "IF"),
    "{IF DEAL.AMOUNT > 5}{FOREACH DEAL.PRODUCTS}{ENDIF}{ENDFOREACH}": ("crossing", "перекрещива"),
    "{DEAL.AMOUNT | moneyy}": ("unknown-filter", "moneyy"),
    "{DEAL.AMOUNT * }": ("bad-expression", ""),
    "{#products}{name}{/products}": ("foreign", ""),
    "{d.amount}": ("foreign", ""),
    '{DEAL.AMOUNT | case: "радостный"}': ("bad-arguments", "падеж"),
}


@pytest.mark.parametrize("text", FAULTS)
@pytest.mark.parametrize("seed", [None, 1])
def test_a_mistake_is_told_with_its_place_and_reason(text: str, seed: int | None) -> None:
    docx = contracts.with_text(["Договор № {DOCUMENT.NUMBER}", f"Второй абзац: {text}", "Конец"])
    if seed is not None:
        docx = habits.edited(docx, seed=seed, wraps=0)
    with pytest.raises(TemplateFaults) as refused:
        merge_docx(as_template(docx), FACTS)
    code, word = FAULTS[text]
    told = [finding for finding in refused.value.findings if finding.code.startswith(code)]
    assert told, refused.value.findings
    assert told[0].spot.words() == "абзац 2"
    assert word in told[0].words()


@pytest.mark.parametrize("place", contracts.PLACES)
def test_a_mistake_is_found_in(place: str) -> None:
    with pytest.raises(TemplateFaults) as refused:
        merge_docx(as_template(contracts.PLACES[place]("{COMPANY.NAME")), FACTS)
    assert refused.value.findings[0].code == "unclosed"
    assert refused.value.findings[0].spot.words()


def test_an_unknown_field_is_refused_with_its_place() -> None:
    docx = contracts.with_text(["Договор", "Заказчик: {COMPANY.NMAE}"])
    with pytest.raises(TemplateError, match=r"(?is)абзац 2.*nmae"):
        merge_docx(as_template(docx), FACTS)


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "half of the file": lambda docx: docx[: len(docx) // 2],
    "no ZIP at all": lambda _: b"Not a document",
    "an empty file": lambda _: b"",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_refused_with_the_reason(how: str) -> None:
    with pytest.raises(TemplateError) as refused:
        as_template(BROKEN[how](contracts.with_text(["{COMPANY.NAME}"])))
    assert len(str(refused.value)) > 10
