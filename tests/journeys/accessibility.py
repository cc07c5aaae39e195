"""What axe-core has to say about a page: WCAG 2.2, levels A and AA."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast",)
"""The rule that the theme has a say in; nothing else differs in the dark."""

SEEN_IN = """() => [innerWidth, innerHeight,
  ...["(pointer: coarse)", "(prefers-color-scheme: dark)"].map((query) => matchMedia(query).matches)]"""
PAPER = "textLayer"
STANDING = """() => {
  const brand = [...document.styleSheets].filter((each) => each.href?.endsWith("/brand.css"));
  const colours = brand.flatMap((each) => [...each.cssRules].map((rule) => rule.cssText));
  return [...colours, document.documentElement.outerHTML].join();
}"""
"""The page as scripts have made it by now, in the colours of the organisation: other styles stay the same."""

_NAMES = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_.-]{40,}|(?<![A-Za-z-])\d+")
"""Ids, secrets and figures: they differ from one story to the next where nothing else does."""

_good: set[str] = set()


def violations(page: Page, *, rules: tuple[str, ...] = TAGS, papers: bool = True) -> list[str]:
    """Return each violation with the places where it stands; `rules` are tags or names.

    Without `papers` the words over a painted PDF are left out: they are the same in any window and theme.
    A page that was found good is not asked about again where it stands there as it did, but for figures.

    The script goes in by the debugger's protocol, not by the page, so the page keeps its real policy.
    """
    window, standing = page.evaluate(SEEN_IN), _NAMES.sub("0", page.evaluate(STANDING))
    painted = papers and PAPER in standing
    known = sha256(f"{rules} {painted} {window} {standing}".encode()).hexdigest()
    if known in _good:
        return []
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": list(rules), "resultTypes": ["violations"], "preload": False}
    found: list[dict[str, Any]] = page.evaluate(
        "([where, options]) => axe.run(where, options).then((found) => found.violations)",
        [{"exclude": [] if papers else [f".{PAPER}"]}, options],
    )
    if not found:
        _good.add(known)
    return [line for violation in found for line in _lines(violation)]


def _lines(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    return f"() => {{ {AXE.read_text(encoding='utf-8')}\n return true; }}"
