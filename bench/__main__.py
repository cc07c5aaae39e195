"""Measure the building blocks and print one table: `python -m bench [--only NAME] [--quick] [--json FILE]`.

It never fails for being slow: figures depend on the machine, and what counts is how they compare in one run.
"""

import argparse
import gc
import logging
import os
import sys
import tempfile
from pathlib import Path

from bench.blocks import BLOCKS
from bench.installation import place
from bench.machine import machine
from bench.report import Row, as_json, table
from bench.size import FULL, QUICK, Size
from docsvc.observe import logs

NOTES = """\
Medians of rounds in which all contenders of a line took turns, with the lowest and highest round beside them.
"ours better" above × 1: ours is the faster one. Goals are the design's, for two free cores: where the load
is above the number of cores, read only how contenders compare."""


def main() -> None:
    """Print the machine, the table and how to read it."""
    asked = _arguments()
    logs.configure("bench")
    for name in logs.OURS:  # a line for each of the thousands of jobs would drown the table
        logging.getLogger(name).setLevel(logging.WARNING)
    facts = machine()
    print("  ".join(f"{name} {value}" for name, value in facts.items()), end="\n\n")
    rows = run(asked.only or list(BLOCKS), QUICK if asked.quick else FULL, folder=asked.folder)
    facts["load at the end"] = round(os.getloadavg()[0], 2)
    print(table(rows), NOTES, f"Load at the end: {facts['load at the end']}", sep="\n\n")
    if asked.json:
        asked.json.write_text(as_json(rows, facts), encoding="utf-8")


def run(names: list[str], size: Size, *, folder: Path | None = None) -> list[Row]:
    """Measure the named blocks in a temporary folder (below `folder`, where given) and return their rows."""
    rows: list[Row] = []
    temporary = tempfile.TemporaryDirectory(prefix="docsvc-bench-", dir=folder)
    with temporary as name, place(Path(name), size) as here:
        for block in names:
            print(f"measuring {block} …", file=sys.stderr, flush=True)
            found = list(BLOCKS[block](here))
            print(table(found), file=sys.stderr, flush=True)  # stands even if the run is cut off
            rows += found
            gc.collect()  # what one block leaves behind is not the next one's to clear away
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=list(BLOCKS), help="a block; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller bulks")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the run as JSON too")
    parser.add_argument("--folder", type=Path, help="where to write: on the disk whose speed matters")
    return parser.parse_args()


if __name__ == "__main__":
    main()
