"""Lists of people as they are kept in life: what the columns are called, and what stands above them."""

import pytest

from docsvc.errors import BadInput
from docsvc.model.mailing_file import people_of

IVAN = {"name": "Иванов Иван Иванович", "email": "a@b.ru"}


@pytest.mark.parametrize(
    "headings",
    [
        ["имя", "почта"],
        ["Ф.И.О. (полностью) *", "Эл.почта:"],
        ["ФИО клиента", "E-mail адрес"],
        ["Full name", "Email"],
    ],
)
def test_a_column_is_known_however_its_heading_is_written(headings: list[str]) -> None:
    assert people_of([headings, ["Иванов Иван\xa0Иванович ", "a@b.ru"]]) == [(2, IVAN)]


def test_a_name_over_three_columns_is_put_together() -> None:
    table = [["Фамилия", "Имя", "Отчество", "Почта"], ["Иванов", "Иван", "Иванович", "a@b.ru"]]
    assert people_of(table) == [(2, IVAN)]
    assert (
        people_of([["№", "Имя", "Почта", "Фамилия"], ["1", "Анна", "c@d.ru", "Ли"]])[0][1]["name"]
        == "Ли Анна"
    )


def test_a_whole_name_counts_more_than_its_parts() -> None:
    table = [["ФИО", "Фамилия", "Почта"], ["Иванов Иван Иванович", "Иванов", "a@b.ru"]]
    assert people_of(table) == [(2, IVAN)]


def test_a_title_may_stand_above_the_headings_and_lines_keep_their_numbers() -> None:
    table = [["Клиенты на 2026 год"], [], ["ФИО", "Почта"], [], ["Иванов Иван Иванович", "a@b.ru"]]
    assert people_of(table) == [(5, IVAN)]


def test_of_two_columns_for_one_thing_the_filled_one_counts() -> None:
    assert people_of([["ФИО", "Почта", "E-mail"], ["Иванов Иван Иванович", "a@b.ru", ""]]) == [(2, IVAN)]


def test_who_has_other_headings_is_told_which_were_found() -> None:
    with pytest.raises(BadInput) as refused:
        people_of([["Иванов Иван", "a@b.ru"]])
    assert "«Иванов Иван», «a@b.ru»" in str(refused.value.problems[0][1])
