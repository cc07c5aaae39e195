"""Take the pictures of the documentation anew: `python -m docs.pictures`.

A real server on loopback with an empty folder, the story of `docsvc demo`, a real browser. It needs Chromium
and poppler (`make setup`) and about a minute. The pictures are committed: look at them before you commit.
"""

import sys
import tempfile
from pathlib import Path
from time import monotonic

from docs.camera import camera
from docs.diagram import write_diagrams
from docs.routes import write_pictures
from docs.story import Story
from docsvc.demo import stage
from docsvc.demo.cast import EXAMPLES, SCOPES, casting
from docsvc.demo.people import Machine

FOLDER = Path(__file__).parent / "pictures"
MOST_BYTES = 1_500_000


def main() -> int:
    """Write every picture; return 1 when together they are too large for a repository."""
    started = monotonic()
    FOLDER.mkdir(exist_ok=True)
    write_diagrams(FOLDER)
    write_pictures(FOLDER)
    with tempfile.TemporaryDirectory(prefix="docsvc-pictures-") as folder:
        _tell(Path(folder))
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.iterdir())}
    for name, size in sizes.items():
        print(f"{size / 1000:7.0f} kB  {name}")
    total = sum(sizes.values())
    print(f"{total / 1000:7.0f} kB  in {monotonic() - started:.0f} s")
    return int(total > MOST_BYTES)


def _tell(data: Path) -> None:
    organisation = EXAMPLES / "organisation.yaml"
    printed = stage.docsvc(data, "init", "--from", str(organisation))
    rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
    cast = casting()
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    key = stage.docsvc(data, "api-key", "create", "CRM", *scopes, "--user", cast["manager"]).split()[-1]
    with stage.server(data) as base_url, camera(base_url=base_url, folder=FOLDER) as taking:
        story = Story(
            base_url=base_url,
            machine=Machine(base_url, key),
            passwords={email: password for _name, email, password in rows},
            cast=cast,
            camera=taking,
        )
        story.tell((EXAMPLES / "deal.json").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
