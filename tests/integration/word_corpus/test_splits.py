"""Whatever a template says and however its runs are cut: the same text comes out, or the same refusal."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates.findings import TemplateFaults
from templates.render import merge_docx
from tests.integration.word_corpus import contracts, habits, reading
from tests.integration.word_corpus.test_contracts import FACTS, as_template

WORDS = st.sampled_from(
    ["Заказчик", " ", "№ ", "«Полярная звезда»", "{не тег}", "{1}", "{}", "100 %", "} и {", "& < >", "–"]
)
TAGS = st.sampled_from(
    [
        "{COMPANY.NAME}",
        "{DEAL.AMOUNT * 0.85 | money}",
        '{DOCUMENT.DATE | format: "dd.MM.yyyy"}',
        "{CONTACT.NAME | case: “родительный”}",
        "{IF DEAL.AMOUNT > 100000}дорого{ELSE}дёшево{ENDIF}",
        "{IF COMPANY.KPP}КПП {COMPANY.KPP}{ENDIF}",
        "{FOREACH DEAL.PRODUCTS}{INDEX}. {PRODUCT.NAME}; {ENDFOREACH}",
        "{{ deal.title }}",
        "{% if deal.vat %}НДС{% endif %}",
        "{DEAL.AMOUNT | number_to_words}",
    ]
)
PARAGRAPHS = st.lists(st.lists(WORDS | TAGS, min_size=1, max_size=6).map("".join), min_size=1, max_size=4)


def outcome(docx: bytes) -> list[str]:
    """Give the text that comes out, or the reasons why none does («{» before «{не тег}» opens Jinja)."""
    try:
        return reading.paragraphs(merge_docx(as_template(docx), FACTS))
    except TemplateFaults as refused:
        return [finding.words() for finding in refused.findings]


@given(paragraphs=PARAGRAPHS, seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cutting_runs_changes_nothing(paragraphs: list[str], seed: int) -> None:
    docx = contracts.with_text(paragraphs)
    assert outcome(habits.edited(docx, seed=seed, marks=0.4, wraps=0.2)) == outcome(docx)


@pytest.mark.parametrize("seed", range(3))
def test_loops_over_paragraphs_and_rows_survive_it_too(seed: int) -> None:
    docx = contracts.contract(0)
    assert outcome(habits.edited(docx, seed=seed, longest=3, marks=0.5, wraps=0.3)) == outcome(docx)
