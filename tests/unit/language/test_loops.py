"""Loops: names, numbers, nesting; blocks of the library."""

import pytest

from templates import MissingFields, RenderFailed, complete
from templates.fill import fill
from templates.findings import TemplateFaults
from templates.language import expand
from tests.unit.language.kit import LINES, filled, template, tree

STAGES = [
    {"name": "Проект", "tasks": [{"name": "а"}, {"name": "б"}]},
    {"name": "Монтаж", "tasks": []},
    {"name": "Запуск", "tasks": [{"name": "в"}]},
]


def test_nested_lists_have_their_own_names_and_numbers() -> None:
    tasks = "{FOREACH STAGE.TASKS}{INDEX}{TASK.NAME} {ENDFOREACH}"
    body = "{FOREACH DEAL.STAGES}{INDEX}.{STAGE.NAME}:" + tasks + ";{ENDFOREACH}"
    assert filled(body, {"stages": STAGES}) == "1.Проект:1а 2б ;2.Монтаж:;3.Запуск:1в ;"


@pytest.mark.parametrize(
    "head",
    ["DEAL.STAGES AS S", "DEAL.STAGES КАК s", "S IN DEAL.STAGES"],
)
def test_a_loop_may_name_its_variable(head: str) -> None:
    assert (
        filled(f"{{FOREACH {head}}}{{S.NAME}},{{ENDFOREACH}}", {"stages": STAGES}) == "Проект,Монтаж,Запуск,"
    )


def test_item_is_always_the_line() -> None:
    assert (
        filled("{FOREACH DEAL.STAGES}{ITEM.NAME} {ENDFOREACH}", {"stages": STAGES}) == "Проект Монтаж Запуск "
    )
    assert filled("{FOREACH DEAL.TAGS}{ITEM},{ENDFOREACH}", {"tags": ["а", "б"]}) == "а,б,"


def test_word_and_jinja_share_the_variable() -> None:
    body = "{FOREACH DEAL.PRODUCTS}{{ product.unit }}{{ loop.index }} {ENDFOREACH}"
    assert filled(body, {"products": LINES, "amount": None}) == "шт.1 ч2 "


@pytest.mark.parametrize("stages", [None, []])
def test_an_empty_list_repeats_nothing(stages: object) -> None:
    assert filled("[{FOREACH DEAL.STAGES}{STAGE.NAME}{ENDFOREACH}]", {"stages": stages}) == "[]"


def test_a_number_is_no_list_and_a_text_is_one_of_lines() -> None:
    with pytest.raises(TemplateFaults, match=r"DEAL\.AMOUNT — не список"):
        filled("{FOREACH DEAL.AMOUNT}{ENDFOREACH}")
    with pytest.raises(RenderFailed, match="не список"):
        filled("{FOREACH DEAL.OWN}{ENDFOREACH}", {"own": 5})
    assert filled("{FOREACH DEAL.TERMS}{INDEX}. {ITEM};{ENDFOREACH}", {"terms": "а\n\n б "}) == "1. а;2. б;"


def test_a_loop_may_leave_lines_out() -> None:
    body = "{FOREACH DEAL.STAGES IF STAGE.NAME != «Монтаж»}{INDEX}{STAGE.NAME} {ENDFOREACH}"
    assert filled(body, {"stages": STAGES}) == "1Проект 2Запуск "


def test_an_empty_field_of_a_line_is_named_with_its_number() -> None:
    body = "{FOREACH DEAL.STAGES}{STAGE.NAME}{FOREACH STAGE.TASKS}{TASK.NAME}{ENDFOREACH}{ENDFOREACH}"
    stages = [{"name": "", "tasks": [{"name": "а"}, {"name": None}]}]
    with pytest.raises(MissingFields) as caught:
        fill(template(body), complete(tree({"stages": stages})))
    assert [(each.path, each.label) for each in caught.value.fields] == [
        ("deal.stages[0].name", "Name в строке 1"),
        ("deal.stages[0].tasks[1].name", "Name в строке 1.2"),
    ]


def test_a_declared_field_may_be_blank() -> None:
    fields = "{company.kpp: {label: КПП}, deal.note: {label: Заметка, default: нет}}"
    assert fill(template("[{COMPANY.KPP}{DEAL.NOTE}]", fields), complete(tree()))[0] == "[нет]"


def test_a_block_is_put_in_before_its_tags_are_read() -> None:
    blocks = {
        "Условия": {"text": "Срок <1>: {DEAL.DEADLINE}\n{BLOCK:подпись}", "version": "1.2"},
        "подпись": "{USER.NAME}",
    }
    assert filled("({BLOCK:условия})", blocks=blocks) == "(Срок &lt;1&gt;: 15.12.2026<br>Петров П.)"


def test_what_a_block_prints_is_never_read_again() -> None:
    assert filled("{BLOCK:a}", {"title": "{USER.NAME}{{ 7 * 7 }}"}, blocks={"a": "{DEAL.TITLE}"}) == (
        "{USER.NAME}{{ 7 * 7 }}"
    )


def test_a_block_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateFaults, match=r"нет блока «x».*Есть: a"):
        expand("{BLOCK:x}", {"a": ""})


def test_blocks_that_insert_each_other_are_refused() -> None:
    with pytest.raises(TemplateFaults, match="сам себя"):
        expand("{BLOCK:a}", {"a": "{BLOCK:b}", "b": "{BLOCK:a}"})
