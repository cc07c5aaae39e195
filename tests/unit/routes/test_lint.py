"""What is known to go wrong with a route is told before anybody uses it."""

import pytest

from docsvc.errors import BadInput
from docsvc.model.route_file import presets, read_routes, write_routes
from docsvc.model.route_input import RouteInput
from docsvc.model.route_lint import Severity, look, unreachable
from docsvc.queries.approval_facts import KNOWN
from tests.unit.routes.office import HEAD, LAWYER, MANAGER, office, rates, route

STAGE = "stages: [{name: Я, approvers: [{role: lawyer}]}]"


def _errors(text: str, *, people: bool = True) -> list[tuple[str, str]]:
    found = look(route(text), known=KNOWN, people=office() if people else None, rates=rates())
    return [(each.place, each.words()) for each in found if each.severity is Severity.ERROR]


def _stages(*stages: str) -> str:
    return "stages: [" + ", ".join(f"{{{each}}}" for each in stages) + "]"


LAW = "name: Я, approvers: [{role: lawyer}]"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (_stages(f"{LAW}, when: deal.discount > 15"), "stages", "при deal.discount = 0"),
        (_stages(f"{LAW}, optional: true"), "stages", "автор может пропустить все этапы"),
        (
            _stages(f"{LAW}, when: deal.amount < 10", f"{LAW}, when: deal.amount > 10"),
            "stages",
            "при deal.amount = 10",
        ),
        (
            _stages(f"{LAW}, when: template.standard", f"{LAW}, when: not template.standard, optional: true"),
            "stages",
            "template.standard = нет",
        ),
        (_stages(f"{LAW}, when: deal.discont > 15"), "stages[0].when", "Может быть, deal.discount?"),
        (_stages(f"{LAW}, when: deal.sum > 15"), "stages[0].when", "называется deal.amount"),
        (_stages(f"{LAW}, when: cost > 15"), "stages[0].when", "неизвестно: cost"),
        (_stages(f"{LAW}, when: deal.amount >"), "stages[0].when", "в конце чего-то не хватает"),
        (f"when: deal.discount > 15%\n{STAGE}", "when", "процент пишут без знака"),
        (f"when: (deal.discount > 15\n{STAGE}", "when", "не читается"),
        (f"when: document.amount > 100 000\n{STAGE}", "when", "тысячи не отделяют"),
        (f"when: deal.discount > 15,5\n{STAGE}", "when", "дробь пишут с точкой"),
        (f"when: (document.amount > 100,000) and template.standard\n{STAGE}", "when", "дробь пишут с точкой"),
        (
            _stages("name: Я, approvers: [{role: lawyer, when: 'deal.discount > 1,5'}]"),
            "stages[0].approvers[0].when",
            "с точкой",
        ),
        (f"when: document.kind == 'contrakt'\n{STAGE}", "when", "Может быть, «contract»?"),
        (f"when: deal.discount > 100\n{STAGE}", "when", "никогда не выполнится"),
        (f"when: deal.amount > 5\ncurrency: USD\n{STAGE}", "when", "курса USD нет"),
        (f"when: deal.amount > 5\ncurrency: XXX\n{STAGE}", "currency", "неизвестна"),
        (
            _stages("name: Я, approvers: [{role: accountant}]"),
            "stages[0].approvers[0].role",
            "никого с ролью",
        ),
        (
            _stages("name: Я, approvers: [{user: gromov@x.example}]"),
            "stages[0].approvers[0].user",
            "Громов больше не работает",
        ),
        (
            _stages("name: Я, approvers: [{user: no@x.example}]"),
            "stages[0].approvers[0].user",
            "нет сотрудника",
        ),
        (
            _stages("name: Я, approvers: [{expression: '\"кто-то\"'}]"),
            "stages[0].approvers[0].expression",
            "нет сотрудника с почтой кто-то",
        ),
        (
            _stages(
                "name: Я, approvers: [{expression: "
                '\'"gromov@x.example" if deal.amount > 5 else "orlova@x.example"\'}]'
            ),
            "stages[0].approvers[0].expression",
            "Громов больше не работает",
        ),
        (
            _stages("name: Я, approvers: [{expression: initiator.email}]"),
            "stages[0].approvers",
            "решает только сам автор",
        ),
        (
            _stages("name: Я, quorum: 2, approvers: [{user: orlova@x.example}, {role: director}]"),
            "stages[0].approvers",
            "нужно разных людей: 2",
        ),
        (
            _stages("name: Я, quorum: 2, approvers: [{user: orlova@x.example}, {user: Orlova@x.example}]"),
            "stages[0].approvers",
            "нужно разных людей: 2",
        ),
        (
            _stages(f"{LAW}, when: range(1000000000)|list|length > 1"),
            "stages[0].when",
            "нельзя вычислить",
        ),
        (
            _stages(
                "name: Я, quorum: 2, approvers: [{role: lawyer}, {role: finance, when: deal.amount > 9}]"
            ),
            "stages[0].approvers",
            "при deal.amount = 0 согласующих 1",
        ),
        (
            _stages("name: Я, approvers: [{role: lawyer, when: deal.amount > 9}]"),
            "stages[0].approvers",
            "согласующих 0",
        ),
        (
            _stages(f"{LAW}, sla: {{deadline: 4h, remind_before: 1d}}"),
            "stages[0].sla.remind_before",
            "раньше начала",
        ),
        (
            _stages(f"{LAW}, sla: {{deadline: 4h, steps: [{{after: 2h, act: reject}}]}}"),
            "stages[0].sla.steps[0]",
            "раньше срока",
        ),
        (
            _stages(f"{LAW}, sla: {{deadline: 3d, unit: business, steps: [{{after: 24h, act: reject}}]}}"),
            "stages[0].sla.steps[0]",
            "раньше срока",
        ),
        (
            _stages(
                f"{LAW}, sla: {{deadline: 4h, steps: "
                "[{after: 3d, act: reject}, {after: 4d, act: remind}]}"
            ),
            "stages[0].sla.steps[1]",
            "после отказа",
        ),
    ],
)
def test_a_route_that_cannot_work_is_told_where_and_why(text: str, place: str, words: str) -> None:
    found = _errors(text)
    assert place in [each for each, _ in found]
    assert any(words in told for each, told in found if each == place), found


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("document.amount > 100 000", "тысячи не отделяют: 100000"),
        ("deal.discount > 15%", "процент пишут без знака «%»"),
        ("deal.discount = 15", "«равно» пишут двумя знаками: =="),
        ("deal.discount > 15 и deal.amount > 9", "пишут and, or, not"),
        ("document.amount > 100000 RUB", "сумму пишут без валюты: 100000"),
        ("deal.amount > 9 and company.name == 'А = 1' and", "в конце чего-то не хватает"),
    ],
)
def test_what_is_written_as_on_paper_is_told_in_its_own_words(condition: str, words: str) -> None:
    told = _errors(f'when: "{condition}"\n{STAGE}')
    assert told == [("when", f"условие не читается: {words}.")]


@pytest.mark.parametrize(
    "text",
    [
        "stages: []",
        STAGE,
        _stages(f"{LAW}, when: deal.amount < 10", f"{LAW}, when: deal.amount >= 10"),
        f"when: deal.discount > 15\n{_stages(LAW, f'{LAW}, when: deal.discount > 25')}",
        f"when: deal.discount in (15, 25) or document.kind in ['contract', 'nda']\n{STAGE}",
        _stages('name: Я, approvers: [{expression: \'"orlova@x.example" if deal.amount > 5 else ""\'}]'),
        _stages(f"{LAW}, sla: {{deadline: 1d, unit: business, steps: [{{after: 24h, act: hand_over}}]}}"),
        _stages(f"{LAW}, optional: true", LAW),
        _stages("name: Я, quorum: any, approvers: [{expression: initiator.email}, {role: lawyer}]"),
        f"own_approval: true\n{_stages('name: Я, approvers: [{expression: initiator.email}]')}",
    ],
)
def test_a_route_that_works_is_left_alone(text: str) -> None:
    assert _errors(text) == []


def test_the_sole_holder_of_a_role_is_warned_of_their_own_documents() -> None:
    found = look(route(_stages("name: Я, approvers: [{role: head}]")), people=office())
    assert [each.severity for each in found] == [Severity.WARNING]
    assert "документы, которые сделает Захаров, некому согласовать" in found[0].words()


def test_it_is_an_error_where_nobody_but_the_authors_could_approve() -> None:
    alone = office(without=(HEAD,))
    found = look(route(_stages("name: Я, approvers: [{role: manager}]")), people=alone)
    assert [each.severity for each in found] == [Severity.ERROR]


def test_without_an_installation_nobody_is_looked_for() -> None:
    assert _errors(_stages("name: Я, approvers: [{user: no@x.example}]"), people=False) == []


def test_a_field_that_the_crm_sends_is_known() -> None:
    text = f"when: deal.region == 'Север'\n{STAGE}"
    assert "своё поле" in _errors(text)[0][1].lower()
    assert look(route(text), known={*KNOWN, "deal.region"}) == ()


def test_steps_that_cannot_be_proved_are_a_warning_only() -> None:
    found = look(route(_stages(f"{LAW}, when: deal.amount * 2 > 0")), known=KNOWN)
    assert [(each.place, each.severity) for each in found] == [("stages", Severity.WARNING)]


def _table(*rules: tuple[str, str, str]) -> list[RouteInput]:
    return [
        route(
            f"code: {code}\ntitle: {code}\nkinds: {kinds}\nwhen: {when or '~'}\n{STAGE}".replace(
                "when: ~\n", ""
            )
        )
        for code, kinds, when in rules
    ]


@pytest.mark.parametrize(
    ("rules", "hidden"),
    [
        ([("a", "[]", ""), ("b", "[quote]", "")], [1]),
        ([("a", "[quote]", ""), ("b", "[]", "")], []),
        ([("a", "[]", "deal.amount > 5"), ("b", "[]", "deal.amount > 9")], [1]),
        ([("a", "[]", "deal.amount > 9"), ("b", "[]", "deal.amount > 5")], []),
        ([("a", "[]", "deal.amount > 5"), ("b", "[]", "deal.amount <= 5"), ("c", "[act]", "")], [2]),
        ([("a", "[quote]", ""), ("b", "[act]", ""), ("c", "[quote, act]", "deal.amount > 5")], [2]),
        ([("a", "[]", "deal.amount * 2 > 5"), ("b", "[]", "deal.amount > 9")], []),
    ],
)
def test_a_rule_that_those_before_it_hide_is_told(
    rules: list[tuple[str, str, str]], hidden: list[int]
) -> None:
    assert [n for n, _ in unreachable(_table(*rules))] == hidden


def test_what_is_written_reads_back_the_same() -> None:
    assert read_routes(write_routes(presets())) == presets()
    assert read_routes(write_routes(presets()[:1])) == presets()[:1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("code: a\ncode: b", "строка 2"),
        ("routes: 5", "routes"),
        ("routes: [{code: a, title: A, stages: []}, {code: a, title: A, stages: []}]", "routes[1].code"),
        (
            "routes: [{code: a, title: A, stages: [{name: Я, approvers: []}]}]",
            "routes[0].stages[0].approvers",
        ),
        ("{code: A B, title: A, stages: []}", "code"),
        (
            "code: a\ntitle: A\nstages: [{name: Я, approvers: [{role: lawyer, user: a@x.example}]}]",
            "stages[0].approvers[0]",
        ),
        ("code: a\ntitle: A\nstages: [{name: Я, quorum: 3, approvers: [{role: lawyer}]}]", "stages[0]"),
        ("just text", "$"),
    ],
)
def test_a_file_that_holds_no_route_is_refused_by_its_place(text: str, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_routes(text)
    assert place in [path for path, _ in refused.value.problems]


def test_people_are_found_whatever_the_case_of_their_address() -> None:
    assert office().with_email("SMIRNOVA@x.example") == LAWYER
    assert MANAGER.active
