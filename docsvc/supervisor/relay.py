"""The process of the relay: `python -m docsvc.supervisor.relay`."""

import signal
from threading import Event

from docsvc.relay.connection import connect
from docsvc.relay.doorbell import Doorbell
from docsvc.relay.offer import Names
from docsvc.relay.patience import Patience
from docsvc.relay.relay import Relay
from docsvc.supervisor.beginning import begin
from docsvc.supervisor.start import start
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from docsvc.work.database import WORKER


def run(tools: Tools, relay: Relay, stopping: Event) -> None:
    """Ring until `stopping`, whatever of Redis and the database is there."""
    patience = Patience(stopping.wait)
    patience.insist(lambda: begin(tools), unless=stopping.is_set)
    while not stopping.is_set():
        with patience:
            stopping.wait(relay.turn())
    with Patience(pause=bool):
        relay.resign()


def main() -> None:
    """Run as a process of its own."""
    settings, place = start("relay", kind="relay")
    tools = open_tools(settings, use=WORKER)
    stopping = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopping.set())
    doorbell = Doorbell(connect(settings.redis_url), Names(tools.secrets.mark))
    run(tools, Relay(tools, doorbell, place.name), stopping)


if __name__ == "__main__":
    main()
