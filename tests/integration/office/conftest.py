"""LibreOffice itself, in a sandbox and without."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates import office
from templates.office import instance
from templates.office.protection import Protection, protection


@pytest.fixture(autouse=True, scope="module")
def _stopped() -> Iterator[None]:
    """Leave nothing running behind a file of tests; within it they share one instance."""
    yield
    office.stop()


@pytest.fixture
def fresh() -> Iterator[None]:
    """A process that has not asked yet, and leaves nothing to the next test."""
    office.stop()
    yield
    office.stop()


@pytest.fixture(params=list(Protection))
def shut_in(request: pytest.FixtureRequest, fresh: None, monkeypatch: pytest.MonkeyPatch) -> Protection:
    """How LibreOffice is shut in; the weaker way where bubblewrap works, too."""
    wanted: Protection = request.param
    if wanted is Protection.SANDBOX and protection() is not wanted:
        pytest.skip("bubblewrap does not work here")
    monkeypatch.setattr(instance, "protection", lambda: wanted)
    return wanted


@pytest.fixture
def folder(tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, which nothing may stay in."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path
