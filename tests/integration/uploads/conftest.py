"""One installation for a module: each test uploads documents of its own."""

from collections.abc import Iterator

import pytest

from docsvc.model.incoming import Incoming, take
from docsvc.model.upload_input import UploadInput
from tests.integration.core.conftest import push
from tests.integration.core.installation import Installation, installed
from tests.unit.incoming.hostile import page

VECTOR = {"company": "АО «Вектор Логистика»", "inn": "7728168971", "contact": "Иванов Иван Иванович"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(scope="module")
def deal_id(office: Installation) -> str:
    return push(office)


@pytest.fixture(scope="module")
def incoming() -> Incoming:
    return take(page())


def said(**more: object) -> UploadInput:
    """Return what a manager says of a contract of the usual client."""
    return UploadInput.model_validate({"kind": "contract", "email": "ivanov@vector.example"} | VECTOR | more)
