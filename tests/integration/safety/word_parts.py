"""Parts of a Word file, changed for the worse."""

from collections.abc import Mapping

from tests.integration.safety.hostile_packages import PARTS, W

Changes = Mapping[str, str | bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "word/_rels/document.xml.rels"
DTDS = {
    "an entity of a file": '<!DOCTYPE x [<!ENTITY e SYSTEM "{file}/secret.txt">]>',
    "an entity of a server": '<!DOCTYPE x [<!ENTITY e SYSTEM "{http}/e">]>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % e SYSTEM "{http}/e.dtd">%e;]>',
    "a DTD": '<!DOCTYPE x SYSTEM "{http}/e.dtd">',
    "laughs": "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>",
}
OUTSIDE = (
    *("image", "attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "video", "audio", "media"),
    *(
        "package",
        "control",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "recipientData",
        "transform",
        "settings",
    ),
    *(
        "styles",
        "numbering",
        "theme",
        "fontTable",
        "font",
        "header",
        "footer",
        "footnotes",
        "comments",
        "glossary",
    ),
    *(
        "customXml",
        "chart",
        "diagramData",
        "externalLink",
        "externalLinkPath",
        "vbaProject",
        "ui",
        "printerSettings",
    ),
)


def document(body: str, *, space: str = "") -> str:
    """Make a main part."""
    kinds = (
        'xmlns:r="'
        + OFFICE
        + '" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    )
    return f"<w:document {W} {kinds} {space}><w:body>{body}</w:body></w:document>"


def run(inside: str) -> str:
    """Make a paragraph of one run."""
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def main(body: str) -> dict[str, str]:
    """Change the main part."""
    return {"word/document.xml": document(body)}


def related(
    kind: str, target: str, mode: str = "External", *, part: str = RELS, base: str = OFFICE
) -> dict[str, str]:
    """Add a relationship."""
    outside = f' TargetMode="{mode}"' if mode else ""
    empty = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    before = PARTS.get(part, empty.encode()).decode()
    added = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{outside}/></Relationships>'
    return {part: before.replace("</Relationships>", added)}


def typed(part: str, kind: str) -> dict[str, str]:
    """Give a part a type."""
    before = PARTS["[Content_Types].xml"].decode()
    return {
        "[Content_Types].xml": before.replace(
            "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
        )
    }


def field(instruction: str) -> str:
    """Make a field of three characters."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f'<w:p>{begin}<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{end}</w:p>'
