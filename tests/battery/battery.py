"""Kills at random under load: of the web server, of those who do the work, of the database and of Redis."""

import math
import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from tests.battery.lives import TROUBLE, Desk, Life
from tests.battery.outcomes import Judgement, judge, unfinished
from tests.battery.report import RECOVERY_SECONDS, Kill, Report
from tests.battery.stage import Stage, standing
from tests.battery.world import World

AT_ONCE = 4
BETWEEN_SECONDS = (0.4, 2.6)

STUCK: Final = 3
"""After how many times the limit a document that does not move counts as stuck: what makes it may be killed
again and again, and the waits between those attempts add up to two minutes."""


@dataclass(slots=True)
class Battery:
    """A battery under way: what stands, who lives there, and what was killed so far."""

    stage: Stage
    lives: "list[Future[None]]"
    within: float
    kills: list[Kill] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def kill(self, chance: random.Random) -> Kill:
        """Kill something at a moment of chance, and wait until a document gets on."""
        self.wait(chance.uniform(*BETWEEN_SECONDS))
        world = self.stage.world
        begun, steps = time.monotonic(), world.steps
        what = self.stage.kill(chance)
        self.stage.wait(self.within, unless=lambda: self.living() and world.steps > steps)
        if world.steps == steps:
            self.faults.append(f"nobody got on within {self.within:.0f} s after {what} was killed")
        self.kills.append(Kill(what, time.monotonic() - begun))
        return self.kills[-1]

    def wait(self, seconds: float) -> None:
        """Wait while what is gone comes back."""
        self.stage.wait(seconds, unless=lambda: not self.living())

    def living(self) -> bool:
        """Tell that everybody lives on; a life that failed raises why."""
        for life in self.lives:
            if life.done():
                life.result()
        return True

    def finish(self) -> None:
        """Wait until every life is over."""
        while not all(life.done() for life in self.lives):
            self.stage.wait(0.2)
        self.faults += [str(trouble) for life in self.lives if (trouble := life.exception()) is not None]


def battery(
    layout: str,
    *,
    kills: int,
    seed: int,
    within: float = RECOVERY_SECONDS,
    told: Callable[[Kill], object] = lambda _kill: None,
) -> Report:
    """Kill so many times while documents live, let everything be finished, and look at what became of it.

    `within` are the seconds in which somebody has to get on after each kill, and all that was begun has to be
    done after the last. `told` hears of each kill.
    """
    chance, begun = random.Random(seed), time.monotonic()
    with standing(layout) as stage, ThreadPoolExecutor(AT_ONCE) as people:
        world = stage.world
        lives = [people.submit(_live_on, world, number) for number in range(AT_ONCE)]
        under_way = Battery(stage, lives, within)
        try:
            for _ in range(kills):
                told(under_way.kill(chance))
        finally:
            last = time.monotonic()
            world.deadline = last + (within if len(under_way.kills) == kills else 0)
        under_way.finish()
        left = _settled(stage, deadline=world.deadline)
        recovery = time.monotonic() - last
        judgement = Judgement(faults=left) if left else judge(stage)
        return Report(
            layout,
            seed,
            (last - begun) / 60,
            under_way.kills,
            len(world.documents),
            recovery,
            world.stood,
            world.answers,
            judgement.looked,
            [*under_way.faults, *world.impolite, *_stood(world, within), *judgement.faults],
        )


def _live_on(world: World, first: int) -> None:
    """Take one document after the other through its life until the killing is over."""
    number = first
    with closing(Desk(world)) as desk:
        while True:
            Life(desk, number).live()
            number += AT_ONCE
            if world.deadline < math.inf:
                return


def _settled(stage: Stage, *, deadline: float) -> list[str]:
    """Return what is still not done when nothing is left to do, or at the deadline."""
    while found := _unfinished(stage):
        if time.monotonic() > deadline:
            return found
        stage.wait(0.5)
    return []


def _unfinished(stage: Stage) -> list[str]:
    try:
        return unfinished(stage)
    except TROUBLE as trouble:
        return [str(trouble)]


def _stood(world: World, within: float) -> list[str]:
    seconds, state = world.stood
    return [f"a document stood still for {seconds:.0f} s ({state})"] if seconds > STUCK * within else []
