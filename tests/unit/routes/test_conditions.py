"""Conditions over facts: exact, in a currency, and never answered by guessing."""

from decimal import Decimal

import pytest

from docsvc.errors import RouteUnclear, RuleUnclear, UnknownRate
from docsvc.model.route_answers import Answers
from docsvc.model.route_input import RouteInput
from templates.condition import decide, fields_of, spell
from templates.errors import Undecided
from tests.unit.routes.office import facts, rates, route

THRESHOLD = route("when: document.amount > 1000\ncurrency: USD\nstages: []")


def _applies(taken: RouteInput, amount: str, currency: str, **known: str) -> bool:
    return Answers(taken, facts(amount=amount, currency=currency), rates(**known)).rule()


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("", True),
        ("deal.amount > 10000", True),
        ("deal.amount > 10000.005", False),
        ("deal.amount == 10000.004", True),
        ('document.kind == "contract" and not template.standard', False),
        ('document.kind in ["contract", "nda"]', True),
        ("DEAL.AMOUNT >= 10000 and deal.discount is not defined", True),
    ],
)
def test_a_condition_is_answered_exactly(condition: str, *, holds: bool) -> None:
    assert decide(condition, facts(amount="10000.004")) is holds


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("deal.discount > 15", "Не заполнено: deal.discount"),
        ("deal.urgent", "deal.urgent"),
        ("deal.amount > document.kind", "не сравнить: deal.amount = 5, document.kind = contract"),
        ("deal.amount >", "не читается"),
    ],
)
def test_what_the_facts_do_not_answer_is_told(condition: str, why: str) -> None:
    with pytest.raises(Undecided, match=why):
        decide(condition, facts(amount="5"))


def test_an_expression_gives_text_or_nothing() -> None:
    about = facts(amount="5")
    assert spell("initiator.email", about) == "ivanova@x.example"
    assert spell("initiator.email if deal.amount > 9", about) == ""


def test_the_fields_of_a_condition_are_told_in_their_order() -> None:
    condition = 'deal.amount > 1 and (deal["discount"] or template.standard)'
    assert set(fields_of(condition)) == {"deal.amount", "deal.discount", "template.standard"}


def test_a_sum_is_compared_in_the_currency_of_the_route() -> None:
    assert not _applies(THRESHOLD, "92500", "RUB", USD="92.50")
    assert _applies(THRESHOLD, "92500.01", "RUB", USD="92.50")
    assert _applies(THRESHOLD, "1000.01", "USD")


@pytest.mark.parametrize(("amount", "holds"), [("9249.99", False), ("9250", True), ("9250.01", True)])
def test_exactly_the_threshold_in_another_currency_is_the_threshold(amount: str, *, holds: bool) -> None:
    taken = route("when: document.amount >= 100\ncurrency: USD\nstages: []")
    assert _applies(taken, amount, "RUB", USD="92.50") is holds


def test_a_converted_sum_is_told_without_endless_decimals() -> None:
    answers = Answers(THRESHOLD, facts(amount="1000", currency="RUB"), rates(USD="92.50"))
    assert answers.because(THRESHOLD.when) == "document.amount > 1000 (document.amount = 10.8108)"


def test_rates_are_crossed_over_the_rouble() -> None:
    assert rates(USD="90", CNY="12").factor("CNY", into="USD") == (Decimal(12), Decimal(90))


def test_the_rates_that_were_used_are_kept_and_no_others() -> None:
    answers = Answers(THRESHOLD, facts(amount="5", currency="CNY"), rates(USD="90", CNY="12", EUR="100"))
    answers.rule()
    assert answers.rates == {
        "CNY": {"rate": "12", "date": "2026-11-20"},
        "USD": {"rate": "90", "date": "2026-11-20"},
    }


def test_without_a_rate_the_document_is_not_let_through() -> None:
    with pytest.raises(UnknownRate, match="курса USD нет"):
        _applies(THRESHOLD, "1", "RUB", CNY="12")
    with pytest.raises(UnknownRate, match="курса KZT нет"):
        _applies(THRESHOLD, "1", "KZT", USD="90")


def test_a_condition_without_money_needs_no_rate() -> None:
    taken = route("when: deal.discount > 15\ncurrency: USD\nstages: []")
    assert Answers(taken, facts(discount="20"), rates()).rule()


def test_a_rule_that_cannot_be_told_names_itself() -> None:
    with pytest.raises(RuleUnclear, match=r"«Свой».*deal.discount > 15.*Не заполнено"):
        Answers(route("when: deal.discount > 15\nstages: []"), facts(), rates()).rule()


def test_a_stage_that_cannot_be_told_names_itself() -> None:
    taken = route("stages: [{name: Юрист, when: deal.discount > 15, approvers: [{role: lawyer}]}]")
    with pytest.raises(RouteUnclear, match="этап «Юрист»"):
        Answers(taken, facts(), rates()).holds(taken.stages[0], taken.stages[0].when)


def test_a_rule_of_another_kind_is_not_even_asked() -> None:
    taken = route("kinds: [quote]\nwhen: deal.discount > 15\nstages: []")
    assert not Answers(taken, facts("contract"), rates()).rule()
