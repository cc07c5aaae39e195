"""What changed is found paragraph by paragraph and word by word."""

from time import process_time

import pytest

from templates.compare import Piece, Row, Sign, around_changes, html_paragraphs, side_by_side

SAME, ADDED, REMOVED = Sign.SAME, Sign.ADDED, Sign.REMOVED


def only(rows: tuple[Row, ...]) -> Row:
    (row,) = rows
    return row


def test_equal_texts_have_no_change() -> None:
    rows = side_by_side(["Договор", "Пункт 1"], ["Договор", "Пункт 1"])
    assert [row.sign for row in rows] == [SAME, SAME]


def test_a_changed_word_is_marked_within_its_paragraph() -> None:
    row = only(
        side_by_side(["Отсрочка платежа 5 дней с даты акта"], ["Отсрочка платежа 14 дней с даты акта"])
    )
    assert row.sign is Sign.CHANGED
    assert row.pieces == (
        Piece(SAME, "Отсрочка платежа "),
        Piece(REMOVED, "5"),
        Piece(ADDED, "14"),
        Piece(SAME, " дней с даты акта"),
    )
    assert row.old_text == "Отсрочка платежа 5 дней с даты акта"
    assert row.new_text == "Отсрочка платежа 14 дней с даты акта"


def test_a_figure_with_spaces_is_one_word() -> None:
    row = only(side_by_side(["Цена договора 85 000,85 руб. с НДС"], ["Цена договора 95 000,85 руб. с НДС"]))
    assert Piece(REMOVED, "85 000,85") in row.pieces
    assert Piece(ADDED, "95 000,85") in row.pieces


def test_changed_words_side_by_side_are_told_as_one_change() -> None:
    row = only(
        side_by_side(["Срок пять рабочих дней от оплаты"], ["Срок десять календарных суток от оплаты"])
    )
    assert [piece.sign for piece in row.pieces] == [SAME, REMOVED, ADDED, SAME]
    assert row.pieces[1].text == "пять рабочих дней"


def test_a_paragraph_between_two_others_is_added() -> None:
    rows = side_by_side(["Пункт 1", "Пункт 3"], ["Пункт 1", "О конфиденциальности", "Пункт 3"])
    assert [row.sign for row in rows] == [SAME, ADDED, SAME]


def test_a_paragraph_that_has_little_in_common_is_replaced_whole() -> None:
    row = only(side_by_side(["Ответственность сторон и споры"], ["Порядок расчётов и приёмки"]))
    assert [piece.sign for piece in row.pieces] == [REMOVED, ADDED]


def test_a_non_breaking_space_is_no_change() -> None:
    assert only(side_by_side(["85\u00a0000 руб."], ["85 000 руб."])).sign is SAME


def test_a_hyphen_in_a_word_is_a_change() -> None:
    assert only(side_by_side(["Северо-Запад банк"], ["СевероЗапад банк"])).sign is Sign.CHANGED


def test_both_texts_can_be_read_back_whole_from_the_rows() -> None:
    old = ["а б в", "1 2 3", "1 2 3", "г", "д е"]
    new = ["1 2 3", "а б в г", "1 2 4", "д е ж", "1 2 3"]
    rows = side_by_side(old, new)
    assert [row.old_text for row in rows if row.old] == old
    assert [row.new_text for row in rows if row.new] == new


def test_a_thousand_equal_cells_among_changed_ones_take_no_time() -> None:
    old = [text for n in range(1000) for text in (f"Позиция {n}", "шт.", "1", f"{n},00")]
    new = [text for n in range(1000) for text in (f"Позиция {n}", "шт.", "2" if n % 3 else "1", f"{n},00")]
    start = process_time()
    rows = side_by_side(old, new)
    assert process_time() - start < 3
    assert sum(row.sign is not SAME for row in rows) >= 666


def test_two_foreign_texts_of_a_thousand_paragraphs_take_no_time() -> None:
    start = process_time()
    side_by_side([f"а{n} " * 20 for n in range(1000)], [f"б{n} " * 20 for n in range(1000)])
    assert process_time() - start < 3


def test_what_is_far_from_any_change_is_left_out_and_counted() -> None:
    rows = side_by_side(
        [f"Пункт номер {n}" for n in range(20)], [f"Пункт номер {n}" for n in range(20)] + ["Новое"]
    )
    shown = around_changes(rows)
    assert shown[0] == 18
    assert [row.sign for row in shown[1:] if isinstance(row, Row)] == [SAME, SAME, ADDED]


@pytest.mark.parametrize(("old", "new"), [([], []), ([], ["а"]), (["а"], []), (["", " "], ["\u00a0"])])
def test_empty_texts_can_be_compared(old: list[str], new: list[str]) -> None:
    assert len(side_by_side(old, new)) <= 1


def test_html_is_read_by_blocks_without_style_and_script() -> None:
    html = (
        "<style>p{}</style><h1>Договор &amp; Ко</h1><p>Пункт <b>один</b><br>и <i>два</i></p>"
        "<table><tr><td>1</td><td>шт.</td></tr></table><script>x</script>"
    )
    assert html_paragraphs(html) == ["Договор & Ко", "Пункт один", "и два", "1", "шт."]
