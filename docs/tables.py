"""Write the generated blocks of ARCHITECTURE.md from the code: `python -m docs.tables`.

A house test fails when they differ from the tables that the code uses.
"""

import re
from pathlib import Path

from docsvc.access import GRANTS, Right, Scope
from docsvc.model import TRANSITIONS, State

PAGE = Path(__file__).parent.parent / "ARCHITECTURE.md"
BLOCK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
SCOPES = {
    Scope.NONE: "–",
    Scope.ASKED: "asked of them",
    Scope.SIGNED: "signed ones",
    Scope.OWN: "own",
    Scope.DEPARTMENT: "department",
    Scope.ALL: "all",
}


def states() -> str:
    """Return the lifecycle as a Mermaid diagram."""
    labels: dict[tuple[State, State], list[str]] = {}
    for (source, move), target in TRANSITIONS.items():
        labels.setdefault((source, target), []).append(move.value)
    arrows = [f"    {source} --> {target}: {', '.join(moves)}" for (source, target), moves in labels.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *arrows, "```"])


def rights() -> str:
    """Return role × right as a Markdown table."""
    head = "| role | " + " | ".join(right.value.replace("_", " ") for right in Right) + " |"
    rule = "|---" * (len(Right) + 1) + "|"
    rows = [
        f"| {role} | " + " | ".join(SCOPES[grants.get(right, Scope.NONE)] for right in Right) + " |"
        for role, grants in GRANTS.items()
    ]
    return "\n".join([head, rule, *rows])


def filled(page: str) -> str:
    """Return the page with its generated blocks made anew."""
    makers = {"states": states, "rights": rights}
    return BLOCK.sub(lambda found: f"{found[1]}{makers[found[2]]()}\n{found[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
