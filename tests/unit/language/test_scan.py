"""What is a tag, what was meant as one, and what is neither."""

import pytest

from templates.language import Fault, Tag, TagKind, scan

PLAIN = [
    "{не тег}",
    "{1}",
    "{}",
    "{name}",
    "{ color: red }",
    '{"amount": {"value": 1}}',
    "a { b",
    "a } b",
    "p{margin:0}@media print{a{b:c}}",
    "f(x) { return x.y; }",
    "см. {п. 1.2}",
    "{www.example.com}",
    "C:\\{GUID}",
    "{ПРИМЕР}",
    "#1 «Рога» <<текст>>",
    "{% raw %}{DEAL.AMOUNT}{% endraw %}",
]


@pytest.mark.parametrize("text", PLAIN)
def test_braces_that_are_no_tag_are_left_alone(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "body"),
    [
        ("{DEAL.AMOUNT}", TagKind.FIELD, "DEAL.AMOUNT"),
        ("{deal.amount}", TagKind.FIELD, "deal.amount"),
        ("{ DEAL.AMOUNT }", TagKind.FIELD, "DEAL.AMOUNT"),
        ("{\u00a0DEAL.\u00adAMOUNT\u200b}", TagKind.FIELD, "DEAL.AMOUNT"),
        ("{DEAL.Номер_объекта}", TagKind.FIELD, "DEAL.Номер_объекта"),
        ("{DEAL.AMOUNT | number\\_to\\_words}", TagKind.FIELD, "DEAL.AMOUNT | number_to_words"),
        ("{(DEAL.AMOUNT + 1) * 2}", TagKind.FIELD, "(DEAL.AMOUNT + 1) * 2"),
        ("{0.85 * DEAL.AMOUNT}", TagKind.FIELD, "0.85 * DEAL.AMOUNT"),
        ("{S.NAME}", TagKind.FIELD, "S.NAME"),
        ("{ЭТАП.НАЗВАНИЕ}", TagKind.FIELD, "ЭТАП.НАЗВАНИЕ"),
        ("{INDEX}", TagKind.FIELD, "INDEX"),
        ("{IF DEAL.AMOUNT &gt; 5}", TagKind.IF, "IF DEAL.AMOUNT > 5"),
        ("{ELSE}", TagKind.ELSE, "ELSE"),
        ("{FOREACH DEAL.PRODUCTS AS X}", TagKind.FOREACH, "FOREACH DEAL.PRODUCTS AS X"),
        ("{SIGNATURE:client}", TagKind.SIGNATURE, "SIGNATURE:client"),
        ("{STAMP}", TagKind.STAMP, "STAMP"),
        ("{QR}", TagKind.QR, "QR"),
        ("{IMAGE: logo}", TagKind.IMAGE, "IMAGE: logo"),
        ("{BLOCK:условия}", TagKind.BLOCK, "BLOCK:условия"),
        ('{{ "}}" ~ deal.id }}', TagKind.PRINT, ' "}}" ~ deal.id '),
        ("{% if a %}", TagKind.STATEMENT, " if a "),
        ("{# {DEAL.AMOUNT} #}", TagKind.COMMENT, " {DEAL.AMOUNT} "),
    ],
)
def test_a_tag_is_found_whole(text: str, kind: TagKind, body: str) -> None:
    assert scan(f"до {text} после") == [Tag(kind, 3, 3 + len(text), body)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{DEAL.AMOUNT", "unclosed"),
        ("{DEAL.AMOUNT и {COMPANY.NAME}", "unclosed"),
        ("{IF DEAL.AMOUNT > 5", "unclosed"),
        ("DEAL.AMOUNT}", "unopened"),
        ("[DEAL.AMOUNT | money}", "unopened"),
        ("{{ deal.amount }", "unclosed"),
        ("{% if a }", "unclosed"),
        ("{#items}", "foreign-syntax"),
        ("{/items}", "foreign-syntax"),
        ("{^items}", "foreign-syntax"),
        ("{@raw}", "foreign-syntax"),
        ("{d.customer.name}", "foreign-syntax"),
        ("{d.list[i].name}", "foreign-syntax"),
        ("{=Deal.Amount}", "foreign-syntax"),
        ("{DealAmount~format}", "foreign-syntax"),
        ("{MyCompanyRequisiteRqInn}", "foreign-syntax"),
        ("{MERGEFIELD Name}", "foreign-syntax"),
        ("#IF DEAL#", "foreign-syntax"),
        ("#FOREACH#", "foreign-syntax"),
        ("<<[deal.amount]>>", "foreign-syntax"),
        ("{endif}", "keyword"),
        ("{END IF}", "keyword"),
        ("{if deal.amount > 5}", "keyword"),
        ("{for each x}", "keyword"),
        ("{else}", "keyword"),
        ("{ИНАЧЕ}", "keyword"),
    ],
)
def test_a_slip_is_named(text: str, code: str) -> None:
    found = [each for each in scan(f"до {text} после") if isinstance(each, Fault)]
    assert [each.code for each in found] == [code]
    assert found[0].message
    assert found[0].suggestion


def test_tags_come_in_order_and_do_not_overlap() -> None:
    found = scan("{IF DEAL.A > 1}{{ x }}{не тег}{#y}{DEAL.B}{ENDIF}")
    ends = [0, *(each.end for each in found)]
    assert all(each.start >= end for each, end in zip(found, ends, strict=False))
    assert len(found) == 5
