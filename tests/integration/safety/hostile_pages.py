# ruff: noqa: E501 - what is written in one line reads best so
"""Pages, styles and drawings that ask for what they may not have, each in one of the ways there are to ask.

`{http}` stands for a canary on this machine, `{file}` for a folder with secrets of every kind in it.
"""

import base64
from urllib.parse import quote

_BEGIN, _END = "\x02", "\x03"


def data(kind: str, text: str) -> str:
    """Put a text into a data: address; its own places stay to be filled in."""
    return f"data:{kind};base64,{_BEGIN}{text}{_END}"


def settle(page: str, *, http: str, file: str) -> str:
    """Fill in the places of a page, and then write its data: addresses."""
    page = (
        page.replace("{http}", http).replace("{file}", file).replace("{path}", file.removeprefix("file://"))
    )
    page = page.replace("{quoted}", quote(file, safe="")).replace("{host}", http.removeprefix("http://"))
    while _BEGIN in page:  # the innermost first
        before, _, rest = page.rpartition(_BEGIN)
        text, _, after = rest.partition(_END)
        page = before + base64.b64encode(text.encode()).decode() + after
    return page


def svg(body: str) -> str:
    """Make a drawing."""
    name = "http://www.w3.org/2000/svg"
    return (
        f'<svg xmlns="{name}" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">{body}</svg>'
    )


def image(body: str) -> str:
    """Make a picture of a drawing in a data: address."""
    return f'<img src="{data("image/svg+xml", svg(body))}">'


ADDRESSES = {
    "a file": "{file}/secret.svg",
    "a file with a host": "file://localhost{path}/secret.svg",
    "a file in capitals": "FILE://{path}/secret.svg",
    "a file with one stroke": "file:{path}/secret.svg",
    "a file of the system": "file:///etc/passwd",
    "a file, percent-encoded": "file://%2F{quoted}%2Fsecret.svg",
    "a file after a tab": "fi\tle://{path}/secret.svg",
    "a file after spaces": "   {file}/secret.svg",
    "a file after a data:": "data:,x/../../{path}/secret.svg",
    "a bare path": "{path}/secret.svg",
    "a path upwards": "../../../../../../..{path}/secret.svg",
    "a UNC name": "\\\\{host}\\secret.svg",
    "a UNC name with strokes": "//{host}/secret.svg",
    "a server": "{http}/secret.svg",
    "a server in capitals": "HTTP://{host}/secret.svg",
    "a server that sends elsewhere": "{http}/redirect",
    "a server with a name": "http://user:word@{host}/secret.svg",
    "a secure server": "https://{host}/secret.svg",
    "an ftp server": "ftp://{host}/secret.svg",
    "a jar": "jar:{file}/secret.zip!/secret.svg",
    "a zip": "zip:{file}/secret.zip",
    "gopher": "gopher://{host}/1",
    "netdoc": "netdoc:{path}/secret.svg",
    "php": "php://filter/resource={path}/secret.svg",
    "expect": "expect://id",
    "an asset above its folder": "asset:../{path}/secret.svg",
    "an asset, percent-encoded": "asset:%2e%2e%2f%2e%2e{path}/secret.svg",
    "an asset by a full path": "asset:{path}/secret.svg",
    "an asset on a server": "asset://{host}/secret.svg",
    "the fields of the template": "asset:/fields.yaml",
    "about": "about:blank",
    "script": "javascript:alert(1)",
    "nothing known": "x-unknown:{path}",
}

PLACES = {
    "img": '<img src="{url}">',
    "img srcset": '<img srcset="{url} 1x, {url} 2x">',
    "picture": '<picture><source srcset="{url}"><img src="{url}"></picture>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "iframe": '<iframe src="{url}"></iframe>',
    "frame": '<frameset><frame src="{url}"></frameset>',
    "video": '<video src="{url}" poster="{url}"></video>',
    "input": '<input type="image" src="{url}">',
    "body background": '<table background="{url}"><tr><td background="{url}">x</td></tr></table>',
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "another stylesheet": '<link rel="alternate stylesheet" href="{url}">',
    "icon": '<link rel="icon" href="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "attachment of a link": '<a rel="attachment" href="{url}">x</a>',
    "preload": '<link rel="preload" as="image" href="{url}">',
    "script": '<script src="{url}"></script>',
    "base": '<base href="{file}/"><img src="secret.svg">',
    "base on a server": '<base href="{http}/"><img src="secret.svg"><p style="background:url(secret.svg)">x',
    "refresh": '<meta http-equiv="refresh" content="0;url={url}">',
    "form": '<form action="{url}"><button>x</button></form>',
    "xml stylesheet": '<?xml-stylesheet href="{url}"?>',
    "import": "<style>@import url('{url}');</style>",
    "import as a string": "<style>@import '{url}';</style>",
    "import in an import": "<style>@import '" + data("text/css", "@import url({url});") + "';</style>",
    "import escaped": "<style>@\\69mport u\\72l('{url}');</style>",
    "font": "<style>@font-face{font-family:x;src:url('{url}')}p{font-family:x}</style><p>x",
    "local font": "<style>@font-face{font-family:x;src:local('{path}/secret.ttf')}p{font-family:x}</style><p>x",
    "background": "<p style=\"background:url('{url}')\">x",
    "background image": "<p style=\"background-image:url('{url}'),url('{url}')\">x",
    "image-set": "<p style=\"background-image:image-set('{url}' 1x)\">x",
    "border image": "<p style=\"border:9px solid;border-image:url('{url}') 9\">x",
    "mask": "<p style=\"mask:url('{url}');clip-path:url('{url}')\">x",
    "filter": "<p style=\"filter:url('{url}')\">x",
    "shape": "<p style=\"float:left;shape-outside:url('{url}')\">x",
    "list": "<ul><li style=\"list-style:url('{url}')\">x</ul>",
    "list image": "<ul><li style=\"list-style-image:url('{url}')\">x</ul>",
    "cursor": "<p style=\"cursor:url('{url}'),auto\">x",
    "content": "<style>p::before{content:url('{url}')}</style><p>x",
    "content of an element": "<p style=\"content:url('{url}')\">x",
    "content of an attribute": '<style>p::before{content:attr(data-x url)}</style><p data-x="{url}">x',
    "variable": "<p style=\"--x:url('{url}');background:var(--x)\">x",
    "page": "<style>@page{background:url('{url}');@top-left{content:url('{url}')}}</style>x",
    "footnote": "<style>p{float:footnote;background:url('{url}')}</style><p>x",
    "target": "<style>p::after{content:target-text(url('{url}'))}</style><p>x",
    "namespace": "<style>@namespace url('{url}');</style>x",
    "supports": "<style>@supports (display:block){p{background:url('{url}')}}</style><p>x",
    "svg image": svg('<image href="{url}" width="9" height="9"/>'),
    "svg image of old": svg('<image xlink:href="{url}" width="9" height="9"/>'),
    "svg use": svg('<use href="{url}#a"/>'),
    "svg use of old": svg('<use xlink:href="{url}#a"/>'),
    "svg feImage": svg('<filter id="f"><feImage href="{url}"/></filter><rect filter="url(#f)" width="9"/>'),
    "svg fill": svg("<rect fill=\"url('{url}#a')\" width='9' height='9'/>"),
    "svg mask": svg("<rect mask=\"url('{url}#a')\" clip-path=\"url('{url}#b')\" width='9' height='9'/>"),
    "svg marker": svg("<path marker-start=\"url('{url}#a')\" d='M0 0L9 9'/>"),
    "svg gradient": svg('<linearGradient id="g" href="{url}#a"/><rect fill="url(#g)" width="9" height="9"/>'),
    "svg pattern": svg('<pattern id="g" xlink:href="{url}#a"/><rect fill="url(#g)" width="9" height="9"/>'),
    "svg text path": svg('<text><textPath href="{url}#a">x</textPath></text>'),
    "svg cursor": svg('<cursor href="{url}"/><a href="{url}"><text>x</text></a>'),
    "svg script": svg('<script href="{url}"/><script>fetch("{url}")</script>'),
    "svg style": svg(
        "<style>@import url('{url}'); rect{fill:url('{url}')}</style><rect width='9' height='9'/>"
    ),
    "svg foreign object": svg('<foreignObject width="90" height="90"><img src="{url}"/></foreignObject>'),
    "svg animation": svg('<set attributeName="href" to="{url}"/><animate attributeName="x" to="{url}"/>'),
}

DRAWINGS = {
    "image": '<image href="{url}" width="9" height="9"/>',
    "use": '<use href="{url}#a"/>',
    "use of old": '<use xlink:href="{url}#a"/>',
    "fill": "<rect fill=\"url('{url}#a')\" width='9' height='9'/>",
    "style": "<style>@import url('{url}');</style><rect width='9' height='9'/>",
    "style attribute": "<rect style=\"fill:url('{url}')\" width='9' height='9'/>",
    "feImage": '<filter id="f"><feImage xlink:href="{url}"/></filter><rect filter="url(#f)" width="9" height="9"/>',
    "foreign object": '<foreignObject width="9" height="9"><iframe src="{url}"/></foreignObject>',
    "xinclude": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>',
    "drawing in a drawing": '<image href="'
    + data("image/svg+xml", svg('<image href="{url}"/>'))
    + '" width="9"/>',
}

ENTITIES = {
    "an entity of a file": '<!DOCTYPE svg [<!ENTITY x SYSTEM "{file}/secret.txt">]>'
    + svg("<text y='9'>&x;</text>"),
    "an entity of a server": '<!DOCTYPE svg [<!ENTITY x SYSTEM "{http}/x">]>' + svg("<text y='9'>&x;</text>"),
    "a parameter entity": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "{http}/x.dtd">%x;]>' + svg("<text>x</text>"),
    "a DTD of a server": '<!DOCTYPE svg SYSTEM "{http}/x.dtd">' + svg("<text y='9'>x</text>"),
    "a public DTD": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "{http}/x.dtd">'
    + svg("<text y='9'>x</text>"),
    "a stylesheet": '<?xml-stylesheet type="text/css" href="{http}/x.css"?>' + svg("<text y='9'>x</text>"),
    "a transformation": '<?xml-stylesheet type="text/xsl" href="{file}/x.xsl"?>'
    + svg("<text y='9'>x</text>"),
    "a billion laughs": "<!DOCTYPE svg [<!ENTITY a '"
    + "ha" * 50
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>"
    + svg("<text y='9'>&j;</text>"),
}


def pages() -> dict[str, str]:
    """Give every hostile page by its name."""
    found = {f"address: {name}": PLACES["img"].replace("{url}", url) for name, url in ADDRESSES.items()}
    found |= {
        f"place: {place}, {kind}": page.replace("{url}", url)
        for place, page in PLACES.items()
        for kind, url in (("file", "{file}/secret.svg"), ("server", "{http}/secret.svg"))
    }
    found |= {
        f"drawing: {name}, {kind}": image(body.replace("{url}", url))
        for name, body in DRAWINGS.items()
        for kind, url in (("file", "{file}/secret.svg"), ("server", "{http}/secret.svg"))
    }
    return found | {
        f"drawing: {name}": f'<img src="{data("image/svg+xml", body)}">' for name, body in ENTITIES.items()
    }
