# ruff: noqa: E501 - what is written in one line reads best so
"""Small pages that want much time or memory, by what explodes in them."""

import base64
import struct
import zlib
from collections.abc import Callable

from tests.integration.safety.hostile_pages import image, settle, svg


def nested(tag: str, depth: int, style: str = "") -> str:
    """Put elements into each other."""
    return f'<{tag} style="{style}">' * depth + "x" + f"</{tag}>" * depth


def styled(style: str, body: str = "<p>x") -> str:
    """Make a page of a style."""
    return f"<style>{style}</style>{body}"


def drawn(body: str) -> str:
    """Make a page of a drawing in a picture."""
    return settle(image(body), http="", file="")


def doubling(depth: int, copies: int = 10) -> str:
    """Make a drawing whose parts use parts that use parts."""
    steps = (
        f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * copies + "</g>"
        if n
        else '<g id="g0"><rect width="1"/></g>'
        for n in range(depth)
    )
    return "<defs>" + "".join(steps) + f'</defs><use href="#g{depth - 1}"/>'


def png(side: int) -> str:
    """Make a picture that is small in bytes and says that it is large in points."""

    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    packer = zlib.compressobj(9)
    line = bytes(side * 4 + 1)
    rows = b"".join(packer.compress(line) for _ in range(min(side, 9))) + packer.flush()
    made = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return f'<img src="data:image/png;base64,{base64.b64encode(made).decode()}">'


BOMBS: dict[str, Callable[[], str]] = {
    "nested divs": lambda: nested("div", 3_000),
    "nested spans": lambda: nested("span", 3_000),
    "nested lists": lambda: nested("ul", 1_500, "display:list-item"),
    "nested tables": lambda: "<table><tr><td>" * 700 + "x",
    "nested flexes": lambda: nested("div", 14, "display:flex"),
    "nested flexes upright": lambda: nested("div", 30, "display:flex;flex-direction:column"),
    "nested grids": lambda: nested("div", 20, "display:grid;grid-template-columns:auto auto"),
    "nested inline blocks": lambda: nested("span", 30, "display:inline-block"),
    "nested floats": lambda: nested("div", 200, "float:left"),
    "nested columns": lambda: nested("div", 12, "columns:2"),
    "nested quotes": lambda: nested("q", 2_500),
    "wrongly nested": lambda: "<a><b><i><u><s>" * 300 + "<table>" * 300,
    "a wide cell": lambda: "<table><tr><td colspan=1000000000>x</table>",
    "a high cell": lambda: "<table><tr><td rowspan=1000000000>x</table>",
    "many wide cells": lambda: "<table>" + ("<tr>" + "<td colspan=900>x" * 90) * 90 + "</table>",
    "a wide column": lambda: "<table><colgroup span=1000000000><tr><td>x</table>",
    "many tracks": lambda: styled("p{display:grid;grid-template-columns:repeat(1000000000,1fr)}"),
    "far apart in a grid": lambda: styled("p{display:grid}b{grid-area:1000000000/1000000000}", "<p><b>x"),
    "many columns": lambda: styled("p{columns:1000000000}", "<p>x y z"),
    "a large letter": lambda: styled("p{font-size:1e30px}"),
    "a large margin": lambda: styled("p{margin-top:1e30px;padding:1e9mm}"),
    "a high block": lambda: styled("p{height:1e9mm}"),
    "a small page": lambda: styled("@page{size:1px 1px;margin:0}", "<p>" + "слово " * 30_000),
    "a large page": lambda: styled("@page{size:1e30mm 1e30mm}"),
    "a thousand pages": lambda: '<p style="break-after:page">x</p>' * 1_000,
    "a hundred thousand pages": lambda: '<p style="break-after:page">x</p>' * 100_000,
    "a page that never fits": lambda: styled("@page{margin:30cm}p{orphans:999999}", "<p>" + "слово " * 999),
    "a margin box": lambda: styled("@page{@top-left{content:'" + "x " * 200_000 + "'}}"),
    "a million words": lambda: "<p>" + "слово " * 800_000,
    "a long word": lambda: styled("p{hyphens:auto;overflow-wrap:anywhere}", "<p lang=ru>" + "а" * 300_000),
    "a million elements": lambda: "<b>x</b>" * 1_000_000,
    "a million attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(500_000)) + ">x",
    "variables": lambda: styled(
        "p{"
        + "".join(f"--v{n}:var(--v{n - 1}) var(--v{n - 1});" for n in range(1, 40))
        + "--v0:x;color:var(--v39)}"
    ),
    "variables in a circle": lambda: styled("p{--a:var(--b);--b:var(--a);color:var(--a)}"),
    "nested calculations": lambda: styled("p{width:" + "calc(" * 5_000 + "1px" + ")" * 5_000 + "}"),
    "nested brackets": lambda: styled("p{width:" + "([{" * 20_000 + "}"),
    "nested rules": lambda: styled("@media print{" * 3_000 + "p{color:red}" + "}" * 3_000),
    "nested selectors": lambda: styled(":not(" * 3_000 + "p" + ")" * 3_000 + "{color:red}"),
    "many selectors": lambda: styled(
        "".join(f"p~p *:nth-child({n}){{color:red}}" for n in range(9_000)), "<p>x" * 900
    ),
    "neighbours": lambda: styled("p" + "~p" * 60 + "~b{color:red}", "<p>x" * 3_000 + "<b>x"),
    "counters": lambda: styled(
        "p::before{content:counters(a,'.')}", nested("p", 1, "counter-reset:a") * 9_000
    ),
    "a large counter": lambda: styled(
        "p{counter-reset:a 999999999}p::before{content:counter(a,upper-roman)}"
    ),
    "counters of an own kind": lambda: styled(
        "@counter-style x{system:additive;additive-symbols:1 a}p{counter-reset:a 999999999}p::before{content:counter(a,x)}"
    ),
    "running elements": lambda: styled(
        "b{position:running(a)}@page{@top-left{content:element(a)}}", "<b>x</b>" * 30_000
    ),
    "footnotes": lambda: styled("b{float:footnote}", "<p>" + "<b>x</b>y " * 5_000),
    "shadows of text": lambda: styled("p{border-radius:1e9px;border:1e9px dotted}"),
    "a dotted border": lambda: styled("p{border:0.0001px dotted;width:1e6px;height:1e6px}"),
    "a tiny background": lambda: styled(
        "p{width:1e6px;height:1e6px;background:linear-gradient(red,blue) 0 0/0.001px 0.001px}"
    ),
    "a gradient": lambda: styled("p{background:repeating-linear-gradient(red 0,blue 0.0000001px)}"),
    "a radial gradient": lambda: styled("p{background:repeating-radial-gradient(red 0,blue 1e-7px)}"),
    "a conic gradient": lambda: styled("p{background:linear-gradient(" + "red," * 200_000 + "blue)}"),
    "a turned box": lambda: styled("p{transform:" + "rotate(1deg) " * 100_000 + "}"),
    "uses of uses": lambda: drawn(doubling(12)),
    "uses of uses on the page": lambda: svg(doubling(12)),
    "a use of itself": lambda: drawn('<g id="a"><use href="#a"/></g>'),
    "uses in a circle": lambda: drawn('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "a pattern of itself": lambda: drawn(
        '<pattern id="p" width="1" height="1"><rect width="1" height="1" fill="url(#p)"/></pattern>'
        '<rect fill="url(#p)" width="90" height="90"/>'
    ),
    "a gradient of itself": lambda: drawn(
        '<linearGradient id="a" href="#a"/><rect fill="url(#a)" width="9" height="9"/>'
    ),
    "gradients in a circle": lambda: drawn(
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><rect fill="url(#a)" width="9" height="9"/>'
    ),
    "a mask of itself": lambda: drawn(
        '<mask id="m"><rect mask="url(#m)" width="9"/></mask><rect mask="url(#m)" width="9"/>'
    ),
    "a clip of itself": lambda: drawn(
        '<clipPath id="m"><rect clip-path="url(#m)" width="9"/></clipPath><rect clip-path="url(#m)" width="9"/>'
    ),
    "a marker of itself": lambda: drawn(
        '<marker id="m"><path d="M0 0L9 9" marker-end="url(#m)"/></marker><path d="M0 0L9 9" marker-end="url(#m)"/>'
    ),
    "a tiny pattern": lambda: drawn(
        '<pattern id="p" width="1e-9" height="1e-9" patternUnits="userSpaceOnUse"><rect width="1"/></pattern>'
        '<rect fill="url(#p)" width="1e9" height="1e9"/>'
    ),
    "tiny dashes": lambda: drawn('<path stroke="red" stroke-dasharray="1e-9" d="M0 0L1e9 1e9"/>'),
    "a long path": lambda: drawn('<path d="M0 0' + "L1 1" * 300_000 + '" stroke="red"/>'),
    "many arcs": lambda: drawn('<path d="M0 0' + "A1 1 0 0 0 9 9" * 100_000 + '" stroke="red"/>'),
    "many markers": lambda: drawn(
        '<marker id="m"><path d="M0 0L9 9"/></marker><path marker-mid="url(#m)" d="M0 0'
        + "L1 1" * 50_000
        + '"/>'
    ),
    "a deep drawing": lambda: drawn("<g>" * 5_000 + "</g>" * 5_000),
    "a deep drawing on the page": lambda: svg("<g>" * 5_000 + "</g>" * 5_000),
    "a large drawing": lambda: drawn('<svg viewBox="0 0 1e-30 1e-30" width="1e30"><rect width="1"/></svg>'),
    "a large text in a drawing": lambda: drawn('<text font-size="1e30" textLength="1e30">x</text>'),
    "a long text in a drawing": lambda: drawn("<text>" + "x" * 500_000 + "</text>"),
    "a picture of many points": lambda: png(20_000),
    "a picture that lies about its size": lambda: png(1).replace("AAAAEAAAAB", "f////3////"),
    "pictures in pictures": lambda: drawn(
        '<image width="9" height="9" href="' + "data:image/svg+xml," * 2_000 + '"/>'
    ),
}

TEMPLATES = {
    "nested loops": "{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}",
    "a power": "{{ 10 ** 10 ** 9 }}",
    "a growing text": "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 60,
    "a growing text in a block": "{% set a %}aaaaaaaaaaaaaaaa{% endset %}"
    + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
    "a long text many times": "{% set a %}{% for n in range(9999) %}{% for m in range(90) %}"
    + "x" * 100_000
    + "{% endfor %}{% endfor %}{% endset %}",
    "sorting again and again": "{% for a in range(9999) %}{{ range(9999)|list|sort|length }}{% endfor %}",
    "deep brackets": "{{ " + "(" * 9_000 + "1" + ")" * 9_000 + " }}",
    "a long sum": "{{ " + "1+" * 100_000 + "1 }}",
    "deep conditions": "{% if 1 %}" * 5_000 + "{% endif %}" * 5_000,
    "many blocks": "{% if 1 %}x{% endif %}" * 200_000,
}
