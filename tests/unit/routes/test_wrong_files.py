"""What a wrong file of routes is told: the place and the words of people, not of a library."""

import pytest

from docsvc.errors import BadInput
from docsvc.model.route_file import MOST_ROUTES, read_routes

STAGE = "code: x\ntitle: Y\nkinds: [quote]\nstages: [{name: A, quorum: some, approvers: [{role: lawyer}]}]"


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        read_routes(text)
    return list(refused.value.problems)


def test_a_wrong_quorum_is_told_once_at_its_field() -> None:
    assert problems(STAGE) == [("stages[0].quorum", "Этап 1: кворум — можно: all, any или число")]


def test_a_wrong_entry_of_a_list_is_named_by_the_list() -> None:
    (path, words), *_ = problems(STAGE.replace("quote", "qoute").replace("some", "all"))
    assert path == "kinds[0]"
    assert words.startswith("Виды документов 1 — можно: quote, contract")


@pytest.mark.parametrize("kind", ["[contract]", "{a: b}", "5"])
def test_a_kind_that_is_no_word_is_told_by_its_place(kind: str) -> None:
    assert "kinds[0]" in [path for path, _ in problems(f"kind: {kind}\nstages: []")]


def test_a_file_of_more_routes_than_anybody_has_is_refused_before_it_is_read() -> None:
    many = "routes: [&a {code: a, title: A, stages: []}" + ", *a" * MOST_ROUTES + "]"
    assert problems(many) == [
        ("routes", f"маршрутов {MOST_ROUTES + 1}, а может быть не больше {MOST_ROUTES}")
    ]


@pytest.mark.parametrize("key", ["no", "1", "~", "2026-01-01"])
def test_a_key_that_yaml_takes_for_something_else_is_told_by_its_line(key: str) -> None:
    [(place, words)] = problems(f"code: a\n{key}: 1\nstages: []")
    assert place == "строка 2"
    assert f"«{key}»" in words


def test_an_empty_file_is_told_to_be_empty() -> None:
    assert problems("# ничего\n") == [("$", "файл пустой: нужен маршрут или список routes")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code: a\n\ttitle: A", "отступ сделан табуляцией"),
        ("code: a\ntitle: A: B", "лишнее двоеточие"),
        ("code: 'a\ntitle: A", "кавычка открыта и не закрыта"),
        ("code: @a", "берут в кавычки"),
        ("code: !!python/name:os.system a", "тип «!» здесь не применяют"),
    ],
)
def test_a_slip_of_yaml_is_told_in_our_words(text: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_routes(text)
    assert words in refused.value.problems[0][1]
