"""Tags in the properties of a document: its title, its subject."""

from lxml import etree

from templates.findings import Finding, Severity, Spot
from templates.language import BadTag, Fault, Scope, TagKind, excerpt, scan
from templates.word.marks import Pieces, step_of
from templates.word.package import TextPart
from templates.word.woven import Woven, is_drawn


def weave_properties(part: TextPart, faults: list[Finding]) -> Woven | None:
    """Weave the document's properties (title, subject): plain texts, tags in each on their own."""
    pieces = Pieces()
    for element in part.root.iter(etree.Element):
        text = element.text or ""
        if "{" not in text or len(element):
            continue
        scope, at = Scope(), 0
        element.text = None
        for found in scan(text):
            spot = Spot(part.role)
            if isinstance(found, Fault) or is_drawn(found) or found.kind is TagKind.BLOCK:
                continue  # what is no tag of a text stays as it is
            try:
                node = pieces.node(scope.jinja(found), spot, step_of(found))
            except BadTag as bad:
                around = excerpt(text, bad.fault.start, bad.fault.end)
                faults.append(
                    Finding(
                        Severity.ERROR, bad.fault.code, spot, around, bad.fault.message, bad.fault.suggestion
                    )
                )
                continue
            _put(element, text[at : found.start])
            element.append(node)
            at = found.end
        _put(element, text[at:])
    return Woven(part, pieces, plain=True) if pieces.codes else None


def _put(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
