"""Names of WordprocessingML and of the package around it. Source: ECMA-376 parts 1 and 2."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
INLINE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
DRAWING_2010 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT_TYPE = f"{TYPE}document.main+xml"
TEMPLATE_TYPE = f"{TYPE}template.main+xml"
STYLES_TYPE = f"{TYPE}styles+xml"
PROPERTIES_TYPES = frozenset(
    [
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ]
)
TYPES_PART, ROOT_RELS = "[Content_Types].xml", "_rels/.rels"


def w(name: str) -> str:
    """Give the full name of an element or attribute of WordprocessingML."""
    return f"{{{MAIN}}}{name}"


def every(names: str) -> frozenset[str]:
    """Give the full names of several, written with spaces between."""
    return frozenset(map(w, names.split()))


def rels_of(part: str) -> str:
    """Name the part that holds the relationships of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
