"""A template of a few lines, for tests of what must not happen."""

from templates import Source

ABOUT = 'code: tiny\nkind: quote\nlanguage: ru\ntitle: T\nversion: "1.0"\nengine: html\nfields: {}'


def tiny(body: str, **files: bytes) -> Source:
    """Make an HTML template of that body; `style` is its style, other names are of its assets."""
    page = f'<html lang="ru"><title>t</title><body>{body}</body></html>'
    named = {
        "style.css" if name == "style" else f"assets/{name.replace('_', '.')}": held
        for name, held in files.items()
    }
    return Source.from_files({"template.html": page.encode(), "fields.yaml": ABOUT.encode(), **named})
