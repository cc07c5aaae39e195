"""Whatever the runs, the text is the same; whatever the tags, the file is valid or refused."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates import RenderFailed
from templates.findings import TemplateFaults
from templates.word.merge import merge
from tests.unit.word.kit import (
    check_valid,
    facts,
    lines,
    merged,
    no_tag_left,
    par,
    paragraphs,
    run,
    source,
    table,
    with_body,
)

TEXT = (
    "До {DEAL.AMOUNT | money}, {IF DEAL.AMOUNT > 5}да {COMPANY.NAME}{ELSE}нет{ENDIF} {не тег} {{ deal.id }}. "
)
MARKS = [
    '<w:proofErr w:type="spellStart"/>',
    '<w:bookmarkStart w:id="9" w:name="m"/><w:bookmarkEnd w:id="9"/>',
    "",
]
FACTS = facts()
CALMLY = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = [
    "{IF DEAL.AMOUNT > 5}",
    "{IF DEAL.AMOUNT < 5}",
    "{ELSE}",
    "{ENDIF}",
    "{FOREACH DEAL.PRODUCTS}",
    "{ENDFOREACH}",
]
PIECES += ["{PRODUCT.NAME}", "текст", "{DEAL.ID}", ""]


@given(cuts=st.sets(st.integers(1, len(TEXT) - 1), max_size=40), mark=st.sampled_from(MARKS))
@CALMLY
def test_any_split_into_runs_gives_the_same_text(cuts: set[int], mark: str) -> None:
    edges = [0, *sorted(cuts), len(TEXT)]
    pieces = [TEXT[start:end] for start, end in pairwise(edges)]
    body = (
        par(*(run(piece) for piece in pieces[:1]), mark, *(run(piece) for piece in pieces[1:]))
        if mark
        else par(*map(run, pieces))
    )
    assert merged(with_body(body), FACTS) == merged(paragraphs(TEXT), FACTS)


CELLS = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=0, max_size=3).map("".join), min_size=1, max_size=3
)


@given(
    before=st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), max_size=2),
    rows=st.lists(CELLS, min_size=1, max_size=3),
    after=st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), max_size=2),
)
@settings(CALMLY, max_examples=25)
def test_any_order_of_tags_is_valid_or_refused(
    before: list[str], rows: list[list[str]], after: list[str]
) -> None:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{par(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows
    ).replace("<w:tc>", "<w:tc><w:tcPr/>")
    texts = "".join(par(_xml(text)) for text in before), "".join(par(_xml(text)) for text in after)
    grid = f"<w:tbl><w:tblPr/><w:tblGrid/>{cells.replace(' < 5}', ' &lt; 5}')}</w:tbl>"
    try:
        done = merge(source(with_body(texts[0] + grid + texts[1] + "<w:p/>")), FACTS).docx
    except TemplateFaults:
        return
    check_valid(done)
    assert no_tag_left(done)


def _xml(text: str) -> str:
    return text.replace("<", "&lt;")


def test_text_that_loops_repeat_without_end_is_stopped() -> None:
    loops, ends = "{FOREACH DEAL.PRODUCTS}" * 2, "{ENDFOREACH}" * 2
    for body in (paragraphs(loops, "текст " * 2000, ends), table([loops, "текст " * 2000 + ends])):
        with pytest.raises(RenderFailed, match="слишком много"):
            merge(source(body), lines(100))
