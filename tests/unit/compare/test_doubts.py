"""A fact that a person changed in the text by hand is named."""

from collections.abc import Sequence
from typing import Any

from templates.compare import doubts

FACTS: dict[str, Any] = {
    "document": {"number": "Д-2026-0001", "date": "2026-11-05", "valid_until": None},
    "basis": None,
    "deal": {"amount": "85000.85", "vat": "15327.20", "total_amount": "69673.65", "deadline": "2027-03-31"},
    "company": {
        "name": "ООО «Ромашка»",
        "full_name": "ООО «Ромашка»",
        "inn": "7728168971",
        "kpp": "",
        "account": None,
    },
    "contact": {
        "name": "Иванов Иван Иванович",
        "name_genitive": "Иванова Ивана Ивановича",
        "position": "директор",
    },
    "seller": {"name": "ООО «Север»", "inn": "7707083893", "signatory_name": "Громов Павел"},
}
TEXT = [
    "Договор № Д-2026-0001 от 5\u00a0ноября 2026\u00a0г.",
    "ООО «Ромашка», ИНН 7728168971, в лице директора Иванова Ивана Ивановича",
    "Цена договора 85\u00a0000,85 ₽, в том числе НДС 15\u00a0327,20 ₽",
    "Восемьдесят пять тысяч рублей 85 копеек",
    "Срок: 31.03.2027",
    "Итого 85\u00a0000,85",
    "Громов Павел",
]


def named(new: Sequence[str], old: Sequence[str] = TEXT) -> dict[str, tuple[tuple[str, str], ...]]:
    found = doubts(FACTS, old, new)
    return {doubt.path: tuple((row.old_text, row.new_text) for row in doubt.places) for doubt in found}


def changed(old: str, new: str) -> list[str]:
    assert any(old in line for line in TEXT)
    return [line.replace(old, new) for line in TEXT]


def test_an_unchanged_text_raises_no_doubt() -> None:
    assert named(TEXT) == {}


def test_other_words_may_change_freely() -> None:
    assert named([*changed("Цена договора", "Стоимость услуг"), "Новый пункт"]) == {}


def test_an_amount_changed_in_one_of_its_places_is_named_with_that_place() -> None:
    new = [line.replace("85\u00a0000,85", "90\u00a0000,00") if "Итого" in line else line for line in TEXT]
    assert named(new) == {"deal.amount": (("Итого 85\u00a0000,85", "Итого 90\u00a0000,00"),)}


def test_an_amount_changed_only_in_words_is_named() -> None:
    assert list(named(changed("Восемьдесят", "Девяносто"))) == ["deal.amount"]


def test_every_fact_that_was_changed_is_named_at_once() -> None:
    new = ["Договор № 7 от 6 ноября 2026 г.", *TEXT[2:-1], "Петров Павел"]
    assert list(named(new)) == [
        "document.number",
        "document.date",
        "company.name",
        "company.inn",
        "contact.name_genitive",
        "seller.signatory_name",
    ]


def test_vat_is_not_taken_for_the_amount() -> None:
    assert list(named(changed("15\u00a0327,20", "15\u00a0327,21"))) == ["deal.vat"]


def test_a_date_in_figures_is_named() -> None:
    assert list(named(changed("31.03.2027", "30.04.2027"))) == ["deal.deadline"]


def test_a_space_or_a_quotation_mark_typed_otherwise_is_no_doubt() -> None:
    assert named([line.replace("\u00a0", " ").replace("«", '"').replace("»", '"') for line in TEXT]) == {}


def test_a_paragraph_that_was_moved_is_no_doubt() -> None:
    assert named([*TEXT[1:], TEXT[0]]) == {}


def test_a_figure_within_a_longer_one_does_not_count() -> None:
    assert list(named(changed("Итого 85\u00a0000,85", "Итого 185\u00a0000,85"))) == ["deal.amount"]


def test_what_the_old_text_did_not_say_is_not_asked_about() -> None:
    assert "seller.inn" not in named([])
