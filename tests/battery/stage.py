"""What is set up to be killed: an installation in one of the layouts, its servers and its commands."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from docsvc.config import read_settings
from docsvc.demo.stage import HOST
from docsvc.model.api_scopes import ApiScope
from docsvc.tools import Tools
from docsvc.wiring import open_tools
from tests.battery.nodes import Node
from tests.battery.post import Post
from tests.battery.servers import Database, RedisThatDies, Server, temporary_folder
from tests.battery.world import World
from tests.journeys.installation import crm_key, prepare
from tests.services.layouts import EMBEDDED, REDIS, Layout
from tests.services.ports import free_port
from tests.services.programs import require
from tests.services.redis import running_redis
from tests.services.smtp import running_smtp

START_SECONDS = 180.0
QUEUES = "render:2,seal,mail,scan"
SCOPES = (ApiScope.DEALS_WRITE, ApiScope.DOCUMENTS_READ, ApiScope.DOCUMENTS_WRITE, ApiScope.ARCHIVE_READ)
PARTS: Mapping[tuple[str, str], Mapping[str, str]] = {
    (EMBEDDED, "serve"): {
        "web": "gunicorn",
        "runner": "docsvc.supervisor.runner",
        "hand": "multiprocessing",
    },
    (REDIS, "serve"): {"web": "gunicorn", "relay of the web node": "docsvc.supervisor.relay"},
    (REDIS, "worker"): {"worker": "docsvc.supervisor.worker ", "relay": "docsvc.supervisor.relay"},
}
"""What can be killed of each command, by a word of the command line of its processes."""


@dataclass
class Stage:
    """What stands here: the servers, the nodes, and what can be killed of each."""

    layout: Layout
    world: World
    tools: Tools
    servers: list[Server]
    nodes: list[Node] = field(default_factory=list)

    def keep(self) -> None:
        """Start again what is gone, as service managers do."""
        for node in self.nodes:
            node.keep()

    def kill(self, chance: random.Random) -> str:
        """Kill something, and say what it was."""
        while True:
            names = [name for node in self.nodes for name in node.names]
            name = chance.choice([*names, *(server.name for server in self.servers)])
            for server in self.servers:
                if name == server.name:
                    return server.kill(chance)
            if any(node.kill(name, chance) for node in self.nodes if name in node.names):
                return name
            self.keep()
            time.sleep(0.1)

    def wait(self, seconds: float, unless: Callable[[], object] = bool) -> None:
        """Wait while what is gone comes back, until `unless` raises or is true."""
        end = time.monotonic() + seconds
        while not unless() and time.monotonic() < end:
            self.keep()
            time.sleep(0.05)


@contextmanager
def standing(name: str) -> Iterator[Stage]:
    """Set up a layout on real servers, and wait until it answers."""
    with ExitStack() as stack:
        layout, servers = _layout(name, stack.enter_context(temporary_folder()), stack)
        passwords = prepare(layout)
        port = free_port()
        base_url = f"http://{HOST}:{port}"
        post = Post(stack.enter_context(running_smtp()))
        told = {
            "DOCSVC_BASE_URL": base_url,
            "DOCSVC_RUNNERS": "2",
            "DOCSVC_SMTP_URL": f"smtp://{post.mailbox.host}:{post.mailbox.port}",
        }
        tools = open_tools(read_settings(layout.environ | told))
        stack.callback(tools.database.dispose)
        world = World(base_url, crm_key(tools, scopes=SCOPES), passwords, post)
        stage = Stage(layout, world, tools, servers)
        for words in layout.commands(port, queues=QUEUES):
            node = Node(*words, environ=layout.environ | told, parts=PARTS[name, words[0]])
            stage.nodes.append(node)
            stack.callback(node.stop)
        _await_answer(stage)
        yield stage


def _layout(name: str, folder: Path, stack: ExitStack) -> tuple[Layout, list[Server]]:
    """Return a layout, and the servers under it that can be killed."""
    data = folder / "data"
    data.mkdir()
    if name == EMBEDDED:
        return Layout(data), []
    database = Database(stack.enter_context(temporary_folder()))
    stack.callback(database.stop)
    database.start()
    redis = RedisThatDies(stack.enter_context(running_redis(require("redis"))))
    return Layout(data, database.url, redis.server.url), [database, redis]


def _await_answer(stage: Stage) -> None:
    def answers() -> bool:
        try:
            return httpx.get(f"{stage.world.base_url}/login", timeout=30).is_success
        except httpx.HTTPError:
            return False

    stage.wait(START_SECONDS, unless=answers)
    if not answers():
        raise AssertionError("\n".join(node.said() for node in stage.nodes))
