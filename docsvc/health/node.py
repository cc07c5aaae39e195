"""What a node finds when it looks at each part: cheap, and over in two seconds."""

from concurrent.futures import wait
from typing import Final

from docsvc.health.looks import Looks
from docsvc.health.parts import Fault, Finding, Part
from docsvc.health.watch import Watch
from docsvc.relay.health import RedisState
from docsvc.tools import Tools

PATIENCE_S: Final = 2.0
KEEP_S: Final = {Part.SCHEMA: 60.0, Part.BLOBS: 15.0, Part.DISK: 15.0}
"""How long a good look is believed where looking costs something; elsewhere a second."""

WEB: Final = frozenset({Part.DATABASE, Part.SCHEMA, Part.BLOBS})
"""Without these no page can be answered. Work that waits or Redis away is no reason to turn people away."""

WORKER: Final = WEB | {Part.REDIS}


class Health:
    """The state of an installation as this node sees it; `blocking` are the parts it cannot do without."""

    def __init__(self, tools: Tools, *, blocking: frozenset[Part] = WEB) -> None:
        self._blocking = blocking
        self._looks = Looks(tools)
        looks = self._looks.all().items()
        self._watches = {part: Watch(part, look, KEEP_S.get(part, 1.0)) for part, look in looks}

    def examine(self) -> tuple[Finding, ...]:
        """Look at every part at once; one that does not answer in time is ill."""
        asked = {part: watch.ask() for part, watch in self._watches.items()}
        wait(asked.values(), timeout=PATIENCE_S)
        found = {part: each.result() if each.done() else Fault.NO_ANSWER for part, each in asked.items()}
        return tuple(Finding(part, fault, part in self._blocking) for part, fault in found.items())

    def redis(self) -> RedisState:
        """Return what Redis held when it was looked at last, or now where that is long ago."""
        return self._looks.redis_now()
