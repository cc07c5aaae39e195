"""What wants much time or memory is stopped within its bound, and leaves no process."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from templates import TemplateError, complete, render
from templates.limits import Limits, limited, stop
from tests.integration.safety.bombs import BOMBS, TEMPLATES
from tests.integration.safety.processes import below
from tests.unit.safety.kit import tiny

LIMITS = Limits(seconds=0.4, cpu=1, memory=2**29)
GRACE_SECONDS = 60  # for a slow machine: a bomb that nothing stops would go on for minutes


@dataclass(frozen=True)
class Kitchen:
    """What lived before it, other tests' cooks too, and how many it is with one idle cook."""

    older: set[int]
    size: int

    def settled(self) -> bool:
        end = time.monotonic() + 120
        while len(below() - self.older) > self.size:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


@pytest.fixture(scope="module")
def kitchen() -> Iterator[Kitchen]:
    stop()
    older = below()
    limited(abs)(-1)
    yield Kitchen(older, len(below() - older))
    stop()
    assert not below() - older


@pytest.mark.parametrize("name", [*BOMBS, *TEMPLATES])
def test_a_bomb_is_stopped_in_time(name: str, kitchen: Kitchen) -> None:
    body = TEMPLATES[name] if name in TEMPLATES else "{% raw %}" + BOMBS[name]() + "{% endraw %}"
    source, facts = tiny(body), complete({})
    begun = time.monotonic()
    with suppress(TemplateError):
        assert limited(render, LIMITS)(source, facts).pages
    assert time.monotonic() - begun < LIMITS.seconds + GRACE_SECONDS
    assert kitchen.settled()


def test_an_honest_long_document_is_not_stopped() -> None:
    text = "исполнитель передаёт, а заказчик принимает работы"
    body = "{% for n in range(3000) %}<p>Пункт {{ n }}: " + text + ".</p>{% endfor %}"
    assert limited(render)(tiny(body), complete({})).pages > 50


def test_a_bomb_does_not_hold_up_others() -> None:
    from concurrent.futures import ThreadPoolExecutor

    bomb, fine = tiny("{% raw %}" + BOMBS["nested flexes"]() + "{% endraw %}"), tiny("x")
    facts = complete({})
    with ThreadPoolExecutor(2) as threads:
        running = threads.submit(limited(render, LIMITS), bomb, facts)
        assert limited(render, Limits(seconds=20))(fine, facts).pages == 1
        with pytest.raises(TemplateError):
            running.result()
