"""Where a lint finding stands in the text of a template as its page shows it."""

import io

import docx

from docsvc.actions.template_file import Named, read_template
from docsvc.queries.template_text import passages
from templates.lint import lint


def test_a_finding_in_a_property_stands_at_the_property_that_it_is_about() -> None:
    document = docx.Document()
    document.add_paragraph("Договор № {DEAL.NUMBER}")
    document.core_properties.title = "Договор {DEAL.NUMBR}"
    document.core_properties.subject = "{DEAL.AMOUNT | mony}"
    file = io.BytesIO()
    document.save(file)
    source = read_template("договор.docx", file.getvalue(), named=Named("contract", "ru", "Договор"))
    findings = lint(source)
    shown = {"".join(text for _tag, text in each.pieces): each.notes for each in passages(source, findings)}
    unmarked = str.maketrans("", "", "⟦⟧")
    wrong = {
        each.text.translate(unmarked): number for number, each in enumerate(findings, start=1) if each.text
    }
    assert {text: shown[text] for text in wrong} == {text: (number,) for text, number in wrong.items()}
    assert len(wrong) == 2
