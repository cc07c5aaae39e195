import pytest

from docsvc.model.spreadsheet import harmless, table_csv
from storage import unpack
from tests.integration.evidence.conftest import Archived
from tests.integration.evidence.test_shareable import package_of


@pytest.mark.parametrize("text", ["", "7728168971", "ООО «Вектор»", "а=б"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+7", "-7", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_marked_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_every_cell_of_a_table_is_harmless() -> None:
    assert table_csv([["номер", "кто"], ["-1", "а;б"]]).decode() == '\ufeffномер;кто\r\n\'-1;"а;б"\r\n'


def test_the_register_of_a_package_tells_the_inn_as_it_is(archived: Archived) -> None:
    line = unpack(package_of(archived)).files["register.csv"].decode("utf-8-sig").splitlines()[1]
    assert line.split(";")[6:8] == ["АО «Вектор Логистика»", "7728168971"]
