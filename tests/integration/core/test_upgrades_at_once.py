"""Two upgrades at once: each new version of a shipped template is added once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from docsvc.installation import import_library
from templates import library
from tests.integration.core.installation import Installation


def test_of_two_upgrades_one_adds_a_new_version_of_the_library(installation: Installation) -> None:
    source = replace(library()[0], version="99.0")

    def add(_: int) -> tuple[str, ...]:
        with installation.tools.work() as work:
            return import_library(work, [source])

    with ThreadPoolExecutor(4) as pool:
        added = sorted(pool.map(add, range(4)))
    assert added == [(), (), (), (source.code,)]
