"""A whole text in the word user's language as Jinja, line for line."""

from templates.findings import Finding, Severity, Spot, TemplateFaults
from templates.language.excerpt import excerpt
from templates.language.scan import scan
from templates.language.scope import Scope
from templates.language.tags import JINJA, BadTag, Fault, Tag


def translate(text: str) -> str:
    """Write the tags of a text as Jinja; Jinja inside stays, and so do the lines.

    Raises TemplateFaults with every mistake and its line.
    """
    scope, at = Scope(), 0
    done: list[str] = []
    faults: list[Fault] = []
    for found in scan(text):
        if isinstance(found, Fault):
            faults.append(found)
            continue
        written = _written(text, found, scope, faults)
        done += (text[at : found.start], written)
        at = found.end
    faults += scope.close()
    if faults:
        raise TemplateFaults([finding(text, fault) for fault in sorted(faults, key=lambda each: each.start)])
    return "".join((*done, text[at:]))


def _written(text: str, tag: Tag, scope: Scope, faults: list[Fault]) -> str:
    raw = text[tag.start : tag.end]
    if tag.kind in JINJA:
        return raw
    try:
        jinja = scope.jinja(tag)
    except BadTag as bad:
        faults.append(bad.fault)
        return raw
    lines = raw.count("\n")  # kept inside of the braces, so that errors name the right line
    return jinja[:-2] + "\n" * lines + jinja[-2:]


def finding(text: str, fault: Fault, spot: Spot | None = None) -> Finding:
    """Tell of a fault in a text, with what stands around it; without a `spot` its place is a line."""
    spot = spot or Spot(line=text.count("\n", 0, fault.start) + 1)
    around = excerpt(text, fault.start, fault.end)
    return Finding(Severity.ERROR, fault.code, spot, around, fault.message, fault.suggestion)
