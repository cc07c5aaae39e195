"""Names and positions in the genitive and other cases."""

import pytest

from templates.cases import Case, decline, decline_name, genitive_name, genitive_position, is_name, is_woman


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Иванов Иван Иванович", "Иванова Ивана Ивановича"),
        ("Кузнецова Елена Павловна", "Кузнецовой Елены Павловны"),
        ("Иван Иванович Петров", "Ивана Ивановича Петрова"),
        ("Анна Смирнова", "Анны Смирновой"),
        ("Иванов И. И.", "Иванова И. И."),
        ("Черных Пётр Ильич", "Черных Петра Ильича"),
        ("Шевченко Ольга Юрьевна", "Шевченко Ольги Юрьевны"),
        ("Римский-Корсаков Николай Андреевич", "Римского-Корсакова Николая Андреевича"),
        ("John Smith", "John Smith"),
        ("", ""),
    ],
)
def test_a_name_in_the_genitive(name: str, genitive: str) -> None:
    assert genitive_name(name) == genitive


@pytest.mark.parametrize(
    ("position", "genitive"),
    [
        ("Генеральный директор", "Генерального директора"),
        ("заместитель директора по развитию", "заместителя директора по развитию"),
        ("Директор", "Директора"),
        ("Исполняющий обязанности директора", "Исполняющего обязанности директора"),
        ("Управляющая", "Управляющей"),
        ("Председатель правления", "Председателя правления"),
        ("Главный бухгалтер", "Главного бухгалтера"),
        ("CEO", "CEO"),
    ],
)
def test_a_position_in_the_genitive(position: str, genitive: str) -> None:
    assert genitive_position(position) == genitive


def test_a_name_and_a_position_are_told_apart() -> None:
    assert is_name("Иванов Иван Иванович")
    assert not is_name("Генеральный директор")
    assert decline("Иванова Анна Петровна", Case.DATIVE) == "Ивановой Анне Петровне"
    assert decline("Генеральный директор", Case.DATIVE) == "Генеральному директору"


def test_the_nominative_changes_nothing() -> None:
    assert decline_name("Иванов Иван", Case.NOMINATIVE) == "Иванов Иван"
    assert decline("Директор", Case.NOMINATIVE) == "Директор"


def test_gender_shows_in_a_name() -> None:
    assert is_woman("Белова Марина Олеговна")
    assert not is_woman("Соколов Андрей Викторович")
    assert not is_woman("John Smith")
