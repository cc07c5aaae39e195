"""Foot- and endnotes: each reference of the finished text has its own note, in the order of the text."""

import pytest
from lxml import etree

from templates.word.merge import merge
from templates.word.names import w
from templates.word.reference import merge_by_docxtpl
from tests.unit.word.kit import check_valid, facts, par, run, source, texts, unzip
from tests.unit.word.notes import noted, refer

LOOP, END = "{FOREACH DEAL.PRODUCTS}", "{ENDFOREACH}"


def read(docx: bytes, kind: str = "footnote") -> list[str]:
    """Give the notes that the references of the body name, once the notes stand in that very order."""
    check_valid(docx)
    parts = {name: etree.fromstring(unzip(docx)[f"word/{name}.xml"]) for name in ("document", f"{kind}s")}
    referred = [each.get(w("id")) for each in parts["document"].iter(w(f"{kind}Reference"))]
    there = [each.get(w("id")) for each in parts[f"{kind}s"]]
    assert there == ["-1", *referred]
    assert len(set(there)) == len(there)
    return texts(docx, f"word/{kind}s.xml")[1:]


TAKEN_AWAY = "".join(
    par(run(each), refer(number)) for each, number in (("{IF DEAL.AMOUNT &lt; 5}", 1), ("б{ENDIF}", 2))
) + par(run("в"), refer(3))
DELETED = f'<w:del w:id="9" w:author="a">{refer(2)}</w:del>'


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        (
            par("а", refer(1)) + par(LOOP) + par("{INDEX}", refer(2)) + par(END) + par("в", refer(3)),
            "1 2 2 2 3",
        ),
        (par("{IF DEAL.AMOUNT &lt; 5}б", refer(2), "{ENDIF}а", refer(3)), "3"),
        (TAKEN_AWAY, "2 3"),
        (par("а", refer(1), DELETED, "{DEAL.ID}", refer(3)), "1 3"),
        (par("а", refer(3), "{DEAL.ID}", refer(1)), "3 1"),
        (par("а", refer(3), refer(7), "без тегов"), "3"),
    ],
)
@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_every_reference_has_its_note_in_the_order_of_the_text(body: str, notes: str, kind: str) -> None:
    template = source(noted(body.replace("footnote", kind), kind))
    wanted = [("", "об ИНН 7707083893", "о товаре", "о 48213")[int(number)] for number in notes.split()]
    for way in (merge, merge_by_docxtpl):
        assert read(way(template, facts()).docx, kind) == wanted


def test_what_a_note_would_say_is_sought_on_no_page_where_nothing_refers_to_it() -> None:
    assert merge(source(noted(par("{USER.EMAIL}", refer(3)))), facts()).seen == ("p@example.ru", "48213")
