"""What axe-core has to say about a page: WCAG 2.2, levels A and AA."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page: Page) -> list[str]:
    """Return each violation with the places where it stands.

    The script goes in by the debugger's protocol, not by the page, so the page keeps its real policy.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": list(TAGS), "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate(
        "(options) => axe.run(document, options).then((found) => found.violations)", options
    )
    return [line for violation in found for line in _lines(violation)]


def _lines(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    return f"() => {{ {AXE.read_text(encoding='utf-8')}\n return true; }}"
