"""The two layouts that docsvc runs in, as an administrator starts them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docsvc.demo.stage import HOST

EMBEDDED, REDIS = "embedded", "redis"
LAYOUTS = (EMBEDDED, REDIS)
QUEUES = "render,seal,mail,scan"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an installation keeps what it knows, and who does its work.

    Embedded, all is in the folder `data` and the server does the work itself; with Redis, rows are in
    PostgreSQL, the server only serves, and workers of every queue do the work that Redis tells them of.
    """

    data: Path
    database_url: str = ""
    redis_url: str = ""

    @property
    def name(self) -> str:
        """Return which of `LAYOUTS` it is."""
        return REDIS if self.redis_url else EMBEDDED

    @property
    def environ(self) -> dict[str, str]:
        """Return the settings that make it this layout; everything else has its default."""
        told: Mapping[str, str] = {
            "DOCSVC_DATA": str(self.data),
            "DOCSVC_DATABASE_URL": self.database_url,
            "DOCSVC_REDIS_URL": self.redis_url,
        }
        return {name: value for name, value in told.items() if value}

    def commands(self, port: int, *, queues: str = QUEUES) -> tuple[tuple[str, ...], ...]:
        """Return the words of each command that runs; the first one serves at `port`."""
        at = ("--host", HOST, "--port", str(port))
        if self.name == EMBEDDED:
            return (("serve", *at),)
        return (("serve", "--no-embedded", *at), ("worker", "--queues", queues))


def alone(environ: Mapping[str, str]) -> dict[str, str]:
    """Return these settings in the environment of this process, without those of the developer's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCSVC_")}
    return {**kept, **environ}
