"""A template cannot reach beyond its data, nor grow without bound."""

from decimal import Decimal

import pytest

from templates import RenderFailed, complete
from templates.fill import fill
from tests.unit.templates.kit import FactsOf, Tiny

ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ deal.__class__.__mro__ }}",
    "{{ deal['__class__'] }}",
    "{{ deal.items.__globals__ }}",
    "{{ deal.items().__class__ }}",
    "{{ deal.update({'a': 1}) }}",
    "{{ deal.pop('amount') }}",
    "{{ deal.products.append(1) }}",
    "{{ ''.join(['a']) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '%s' % deal }}",
    "{{ 'a%1000000000d' % 1 }}",
    "{{ ''|attr('__class__') }}",
    "{{ deal|map(attribute='__class__')|list }}",
    "{{ [deal]|map(attribute='__class__')|list }}",
    "{{ [1]|map('attr', 'real')|list }}",
    "{{ deal.title|safe }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ {'a': 1}|xmlattr }}",
    "{{ 'x'|format('y') if false else 'x'|format }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner }}",
    "{{ namespace(a=1) }}",
    "{{ lipsum(1) }}",
    "{{ dict(a=1) }}",
    "{{ signature.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ qr.__code__ }}",
    "{{ deal }}",
    "{{ range }}",
    "{{ 2 ** 10 }}",
    "{{ 10 ** 10 ** 9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ range(100000000) | length }}",
    "{{ '1e999999999' | decimal }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in 'abc' %}{% endfor %}",
    "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40,
    "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a + a %}" * 40,
    "{% set a = 99999999 %}" + "{% set a = a * a %}" * 40,
    "{% set a = range(9999)|list %}{{ a|join('x' * 9) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% autoescape false %}{{ deal.title }}{% endautoescape %}",
    "{{ signature('sig_1') }}",
    "{{ signature('client') }}{{ signature('client') }}",
    "{{ 'javascript:x'|image }}",
    "{{ 'red;}'|color }}",
]


@pytest.mark.parametrize("body", ESCAPES)
def test_an_escape_is_refused(tiny: Tiny, facts: FactsOf, body: str) -> None:
    with pytest.raises(RenderFailed):
        fill(tiny(body), facts("quote"))


def test_an_unknown_field_is_named_with_a_guess(tiny: Tiny, facts: FactsOf) -> None:
    with pytest.raises(RenderFailed, match=r"строка 1\).*«amuont».*«amount»"):
        fill(tiny("{{ deal.amuont }}"), facts("quote"))


def test_an_error_names_its_line(tiny: Tiny, facts: FactsOf) -> None:
    with pytest.raises(RenderFailed, match="строка 3"):
        fill(tiny("a\nb\n{{ deal.nothing }}"), facts("quote"))
    with pytest.raises(RenderFailed, match="строка 2"):
        fill(tiny("a\n{% if %}"), facts("quote"))


def test_a_field_wins_over_a_method_of_the_same_name(tiny: Tiny) -> None:
    facts = complete({"deal": {"items": "поле", "keys": "и это"}})
    assert "поле и это" in fill(tiny("{{ deal.items }} {{ deal.keys }}"), facts)[0]


def test_data_is_escaped_and_never_run(tiny: Tiny) -> None:
    facts = complete({"company": {"name": "<b>&\"'{{ 7 * 7 }}{_{"}})
    text, run = fill(tiny("{{ company.name }}"), facts)
    assert "&lt;b&gt;&amp;&#34;&#39;{{ 7 * 7 }}{_{" in text
    assert list(run.printed) == ["<b>&\"'{{ 7 * 7 }}{_{"]


def test_arithmetic_is_exact(tiny: Tiny) -> None:
    facts = complete({"deal": {"amount": "100.10"}})
    sums = ("(deal.amount * 0.85) | amount", "7 / 2", "0.1 + 0.2", "-deal.amount", "7 // 2", "7 % 4")
    body = "|".join("{{ " + one + " }}" for one in sums)
    assert "85,09|3,5|0,3|\u2212100,1|3|3" in fill(tiny(body), facts)[0]


def test_conditions_and_loops_see_typed_values(tiny: Tiny, facts: FactsOf) -> None:
    condition = "{% if deal.amount > 100000 and deal.date < deal.deadline %}да{% endif %}"
    loop = "{% for p in deal.products[:2] %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}"
    assert "да1,2" in fill(tiny(condition + loop), facts("quote"))[0]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("deal.amount | money", "1\u00a0234,50\u00a0₽"),
        ("deal.amount | money('USD')", "1\u00a0234,50\u00a0$"),
        ("deal.amount | money_words", "Одна тысяча двести тридцать четыре рубля 50 копеек"),
        ("1000 | number_to_words", "одна тысяча"),
        ("deal.date | format('dd.MM.yyyy')", "05.11.2026"),
        ("deal.date | format('«dd» MMMM y')", "«05» ноября 2026"),
        ("deal.amount | format('#,##0.0')", "1\u00a0234,5"),
        ("deal.date | date_long", "5\u00a0ноября\u00a02026\u00a0г."),
        ("deal.date", "05.11.2026"),
        ("contact.name | case('родительный')", "Иванова Ивана Ивановича"),
        ("contact.name | initials", "Иванов\u00a0И.\u00a0И."),
        ("'Генеральный директор' | case('творительный') | lower_first", "генеральным директором"),
        ("'ИП' | lower_first", "ИП"),
        ("1.50 | quantity", "1,5"),
        ("22 | percent", "22\u00a0%"),
        ("none | vat_rate", "Без НДС"),
        ("deal.deadline | date_diff(deal.date)", "10"),
        ("5 | plural('день', 'дня', 'дней')", "дней"),
        ("2.345 | round(2)", "2,35"),
        ("['a', none, 'b'] | select | join(', ')", "a, b"),
        ("deal.title", ""),
        ("true", "да"),
        ("'в срок' | sentence", "в срок."),
        ("contact.name | by_gender('он', 'она')", "он"),
    ],
)
def test_a_filter(tiny: Tiny, expression: str, text: str) -> None:
    facts = complete(
        {
            "deal": {"amount": "1234.50", "date": "2026-11-05", "deadline": "2026-11-15"},
            "contact": {"name": "Иванов Иван Иванович"},
        }
    )
    page = fill(tiny("[{{ " + expression + " }}]"), facts)[0]
    assert f"[{text}]" in page


def test_a_declared_field_of_its_own_kind_is_bound(tiny: Tiny) -> None:
    source = tiny(
        "{{ (deal.fee * 2) | money }}{{ deal.absent }}",
        fields="{deal.fee: {label: F, type: money}, deal.absent: {label: A}}",
    )
    assert "20,00\u00a0₽<" in fill(source, complete({"deal": {"fee": "10"}}))[0]


def test_the_context_holds_decimals_and_never_floats(tiny: Tiny) -> None:
    facts = complete({"deal": {"custom": {"share": 0.1}}})
    assert facts["deal"]["custom"]["share"] == "0.1"
    assert Decimal(facts["deal"]["custom"]["share"]) * 3 == Decimal("0.3")
