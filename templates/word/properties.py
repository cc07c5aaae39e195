"""Tags in the properties of a document: its title, its subject, the company, what its author added."""

from lxml import etree

from templates.findings import Finding, Spot
from templates.language import BadTag, Fault, Scope, TagKind, scan
from templates.language.translate import finding
from templates.word.marks import Pieces, step_of
from templates.word.package import TextPart
from templates.word.tree import append_text
from templates.word.woven import Woven, is_drawn


def weave_properties(part: TextPart, faults: list[Finding]) -> Woven | None:
    """Weave properties of the document: plain texts, tags in each on their own."""
    pieces = Pieces()
    for element in part.root.iter(etree.Element):
        if "{" in (element.text or "") and not len(element):
            _weave(element, pieces, Spot(part.role), faults)
    return Woven(part, pieces, plain=True) if pieces.codes else None


def _weave(element: etree._Element, pieces: Pieces, spot: Spot, faults: list[Finding]) -> None:
    text, scope, at = element.text or "", Scope(), 0
    wrong: list[Fault] = []
    element.text = None
    for found in scan(text):
        if isinstance(found, Fault) or is_drawn(found) or found.kind is TagKind.BLOCK:
            continue  # what is no tag of a text stays as it is
        try:
            node = pieces.node(scope.jinja(found), spot, step_of(found))
        except BadTag as bad:
            wrong.append(bad.fault)
            continue
        append_text(element, text[at : found.start])
        element.append(node)
        at = found.end
    append_text(element, text[at:])
    faults += [finding(text, fault, spot) for fault in (*wrong, *scope.close())]
