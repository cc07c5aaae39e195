"""What is made of a shipped template's sample is made once in a run, whichever worker asks first."""

from collections.abc import Iterator

import pytest

from tests.golden import kit


@pytest.fixture(scope="session", autouse=True)
def _made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    own = tmp_path_factory.getbasetemp()
    common = own if worker_id == "master" else own.parent
    (common / "samples").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kit, "made", common / "samples")
        yield
