"""The failpoints of jobs; `commit:<audit kind>` is the one of every action, in `docsvc.tools`."""

from docsvc.tools import Tools
from docsvc.work.failpoints import die_at

FAILPOINTS = (
    "after-claim",
    "after-render",
    "after-certify",
    "between-signatures",
    "before-seal",
    "before-certificate",
    "before-archive",
    "before-mail",
)


def failpoint(tools: Tools, name: str) -> None:
    """Die here when this failpoint was chosen; `name` must be one of `FAILPOINTS`."""
    if name not in FAILPOINTS:
        raise ValueError(name)
    die_at(name, tools.settings.failpoint)
