"""A contract that the client signs with a certificate of their own, and who gave it to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.openssl import gost_engine
from tests.integration.core.installation import Installation, installed
from tests.integration.evidence.conftest import deal_of
from tests.unit.signing.outside_office import PERSON, Office, open_office

CLIENT_INN = "7728168971"
CLIENT = f"{PERSON}/O=АО «Вектор Логистика»/innle={CLIENT_INN}/title=Генеральный директор"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("qualified")) as made:
        yield made


@pytest.fixture(scope="module")
def deal_id(installation: Installation) -> str:
    return deal_of(installation)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An authority by GOST: `client` works at the client, `petrov` too, `other` at another company."""
    if not gost_engine():
        pytest.skip("libengine-gost-openssl is not installed")
    made = open_office(Path(tmp_path_factory.mktemp("office")) / "gost", "gost256")
    made.person("client", CLIENT)
    made.person("other", CLIENT.replace(CLIENT_INN, "7707083893"))
    made.person("petrov", CLIENT.replace("Иван Иванович", "Пётр Петрович").replace("Иванов", "Петров"))
    return made
