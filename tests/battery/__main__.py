"""Withstand kills at random: `python -m tests.battery [--kills N] [--layout NAME] [--seed S]`."""

import argparse
import random
import sys

from tests.battery.battery import battery
from tests.battery.report import RECOVERY_SECONDS, Kill
from tests.services.layouts import LAYOUTS


def main() -> int:
    """Print what came of each layout; fail where something was lost, done twice or not finished in time."""
    asked = _arguments()
    failed = False
    for layout in asked.layout or LAYOUTS:
        print(f"{layout}: {asked.kills} kills, seed {asked.seed} …", file=sys.stderr, flush=True)
        report = battery(layout, kills=asked.kills, seed=asked.seed, within=asked.within, told=_tell)
        print(report, flush=True)
        failed = failed or bool(report.faults)
    return int(failed)


def _tell(kill: Kill) -> None:
    """Let whoever waits see that it goes on."""
    print(f"  {kill.what}: somebody got on {kill.seconds:.1f} s later", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.battery", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100, help="how many in each layout")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="may be repeated")
    parser.add_argument("--within", type=float, default=RECOVERY_SECONDS, help="seconds to recover in")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="the same kills again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
