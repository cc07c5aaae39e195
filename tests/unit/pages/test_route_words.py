"""Routes in words and as a picture: what a page and the documentation say of them."""

from html.parser import HTMLParser

import pytest

from api.web.condition_words import condition_words
from api.web.route_picture import NARROW, WIDE, route_sentence, route_svg
from api.web.route_places import place_id, place_words, problems_by_field
from api.web.route_words import approver_words, quorum_words, scope_words, span_words, time_words
from api.web.svg_text import broken, text_width
from docsvc.model.route_file import presets
from docsvc.model.route_input import ApproverInput, RouteInput, SlaInput, StageInput, Unit

HOSTILE = "<script>alert('Рога & Копыта')</script>"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("deal.discount > 15", "скидка > 15 %"),
        ("document.amount >= 50000", "сумма документа ≥ 50 000 ₽"),
        (
            'document.kind == "contract" and not template.standard',
            "вид документа = «Договор» и не типовой текст",
        ),
        ("deal.amount * 0.85 < 10000.5", "сумма сделки * 0,85 < 10 000,5 ₽"),
        ("deal.stage != 3", "Сделка: stage ≠ 3"),
        ("", ""),
    ],
)
def test_a_condition_is_said_as_a_person_would_say_it(expression: str, words: str) -> None:
    assert condition_words(expression).replace("\u00a0", " ") == words


def test_a_threshold_is_said_in_the_currency_of_the_route() -> None:
    assert condition_words("document.amount > 5", "USD").replace("\u00a0", " ") == "сумма документа > 5 $"


def test_an_approver_is_a_role_a_name_or_a_superior() -> None:
    who = {"role": "lawyer"}, {"user": "Anna@sever.ru"}, {"head": "initiator"}
    read = [ApproverInput.model_validate(each) for each in who]
    assert [approver_words(each, {"anna@sever.ru": "Анна"}) for each in read] == [
        "Юрист",
        "Анна",
        "Руководитель отдела автора",
    ]


def test_a_quorum_is_told_only_where_there_is_a_choice() -> None:
    two = [{"role": "lawyer"}, {"role": "finance"}, {"role": "board"}]
    stage = {"name": "Этап", "approvers": two, "quorum": 2}
    assert quorum_words(StageInput.model_validate(stage)) == "достаточно 2 из 3"
    assert quorum_words(StageInput.model_validate(stage | {"approvers": two[:1], "quorum": "any"})) == ""


def test_time_is_told_with_its_unit_and_what_happens() -> None:
    assert span_words("5d", Unit.BUSINESS) == "5\u00a0раб.\u00a0дн."
    sla = {"deadline": "24h", "remind_before": "2h", "steps": [{"after": "72h", "act": "hand_over"}]}
    said = [line.replace("\u00a0", " ") for line in time_words(SlaInput.model_validate(sla))]
    assert said == ["срок 24 ч", "напомнить за 2 ч до срока", "72 ч: передать заместителю"]


def test_a_route_without_kinds_is_for_every_document() -> None:
    route = RouteInput.model_validate({"code": "a", "title": "А", "stages": []})
    assert scope_words(route) == "Все документы"
    assert "согласовано сразу" in route_sentence(route)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("route", presets(), ids=lambda route: route.code)
def test_a_picture_is_well_formed_says_everything_and_fits(route: RouteInput, width: int) -> None:
    drawn = str(route_svg(route, width=width))
    picture = Picture()
    picture.feed(drawn)
    assert picture.open == []
    assert picture.right <= width
    text = " ".join(picture.words)
    for number, stage in enumerate(route.stages, start=1):
        assert f"{number}. {stage.name}" in text
    assert "style=" not in drawn


def test_names_in_a_picture_are_text_and_nothing_else() -> None:
    tree = {"code": "a", "title": HOSTILE, "stages": [{"name": HOSTILE, "approvers": [{"role": "lawyer"}]}]}
    assert "<script" not in route_svg(RouteInput.model_validate(tree))


def test_a_word_that_is_too_long_is_cut_and_no_line_is_too_wide() -> None:
    lines = broken("Ш" * 60 + " и ещё", width=120, size=13)
    assert len(lines) > 3
    assert all(text_width(line, size=13) <= 190 for line in lines)


def test_a_place_has_an_id_and_words() -> None:
    assert place_id("stages[0].approvers[1].when") == "f-stages-0-approvers-1-when"
    assert place_words("stages[0].approvers[1].when") == "Этап 1, согласующий 2, условие"


def test_a_problem_is_shown_by_the_field_that_can_mend_it() -> None:
    problems = [("stages[0].approvers[1].user", "а"), ("stages[0].checklist[2]", "б"), ("nowhere", "в")]
    shown = problems_by_field(problems, known=["stages[0].approvers[1]", "stages[0].checklist"])
    assert shown == {"stages[0].approvers[1]": "а", "stages[0].checklist": "б", "rest": "Nowhere: в"}


class Picture(HTMLParser):
    """What is in an SVG: its words, elements left open, and how far to the right its boxes reach."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.right = 0.0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.open.append(tag)
        if tag == "rect":
            self.right = max(self.right, float(about.get("x") or 0) + float(about["width"] or 0))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += [data.strip()] if data.strip() else []
