"""A hairline between tables that touch once the tags are filled in: Word would make one table of them."""

_TOUCHING = b"</w:tbl><w:tbl>"
_LINE = (
    b'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    b'<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_PARTED = _TOUCHING.replace(b"><", b">" + _LINE + b"<")


def part_tables(part: bytes) -> bytes:
    """Keep the tables of a filled-in part apart."""
    return part.replace(_TOUCHING, _PARTED)
