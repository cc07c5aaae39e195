"""The fields of a template made out from its tags."""

import pytest

from templates import BadTemplate, RenderFailed, complete
from templates.amount import check_amount, declared_amount
from templates.fill import missing
from templates.infer import infer
from templates.schema import FieldSchema
from templates.shape import Kind
from tests.unit.language.kit import template, tree


def required(body: str) -> dict[str, bool | str]:
    return {field.path: field.required for field in infer(template(body)).fields}


def test_what_is_printed_is_required_in_the_order_of_the_document() -> None:
    fields = infer(
        template("{DEAL.VALIDITY_DATE}{COMPANY.INN}{FOREACH DEAL.PRODUCTS}{PRODUCT.PRICE}{ENDFOREACH}")
    ).fields
    assert [(field.path, field.label, field.kind, field.required) for field in fields] == [
        ("deal.valid_until", "Срок действия предложения", Kind.DATE, True),
        ("company.inn", "ИНН клиента", Kind.TEXT, True),
        ("deal.products", "Список товаров и услуг", Kind.LIST, False),
        ("deal.products[].price", "Цена", Kind.PRICE, True),
    ]


def test_a_payment_code_needs_the_requisites_of_our_account() -> None:
    wanted = {"seller.bank_name", "seller.bik", "seller.account", "seller.corr_account", "deal.amount"}
    assert wanted <= {path for path, asked in required("{QR}").items() if asked is True}
    assert not any(required('{QR: "https://x.example"}').values())


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("{IF COMPANY.KPP}КПП {COMPANY.KPP}{ENDIF}", "company.kpp"),
        ('{COMPANY.KPP | default: "—"}', "company.kpp"),
        ('{IF COMPANY.KPP != ""}{ENDIF}', "company.kpp"),
        ("{COMPANY.KPP OR COMPANY.INN}", "company.kpp"),
        ("{{ company.kpp }}", "company.kpp"),
    ],
)
def test_what_may_be_absent_is_not_required(body: str, path: str) -> None:
    assert required(body)[path] is False


def test_under_a_condition_a_field_is_required_only_when_that_holds() -> None:
    source = template("{IF DEAL.AMOUNT > 5}{COMPANY.KPP}{ELSE}{COMPANY.OGRN}{ENDIF}")
    few, many = complete(tree({"amount": 5})), complete(tree({"amount": 6}))
    assert [each.path for each in missing(source, few)] == ["company.ogrn"]
    assert [each.path for each in missing(source, many)] == ["company.kpp"]


def test_the_kind_of_an_own_field_comes_from_its_filter() -> None:
    fields = {
        field.path: field.kind
        for field in infer(
            template("{DEAL.A | date_long}{DEAL.B | money}{DEAL.C * 2}{DEAL.D}{FOREACH DEAL.E}{ENDFOREACH}")
        ).fields
    }
    assert fields == {
        "deal.a": Kind.DATE,
        "deal.b": Kind.MONEY,
        "deal.c": Kind.QUANTITY,
        "deal.d": Kind.TEXT,
        "deal.e": Kind.LIST,
    }


def test_what_is_declared_stays_as_declared() -> None:
    source = template(
        "{COMPANY.INN}{COMPANY.KPP}", "{company.kpp: {label: Код, hint: девять цифр}, deal.x: {label: X}}"
    )
    assert [(field.path, field.label, field.required) for field in infer(source).fields] == [
        ("company.inn", "ИНН клиента", True),
        ("company.kpp", "Код", False),
        ("deal.x", "X", False),
    ]
    assert [each.path for each in missing(source, complete({}))] == ["company.inn"]


def test_a_schema_is_written_as_it_is_read() -> None:
    raw = {
        "deal.term": {
            "label": "Срок",
            "type": "quantity",
            "required": True,
            "default": 30,
            "choices": [14, 30],
            "hint": "дней",
        },
        "deal.Город": {"label": "Город", "required": "deal.amount > 5"},
    }
    schema = FieldSchema.read(raw, "deal.amount * 0.85")
    assert FieldSchema.read(schema.plain(), schema.amount) == schema
    assert (schema.fields[0].default, schema.fields[0].choices) == ("30", ("14", "30"))


@pytest.mark.parametrize(
    ("about", "amount"),
    [
        ({"label": "x", "default": "много", "type": "money"}, None),
        ({"label": "x", "choices": "a"}, None),
        ({"label": "x", "choices": ["31.02.2026"], "type": "date"}, None),
        ({"label": "x", "colour": "red"}, None),
        ({"label": "x"}, 5),
    ],
)
def test_a_broken_schema_is_refused(about: object, amount: object) -> None:
    with pytest.raises(BadTemplate, match=r"fields\.yaml"):
        FieldSchema.read({"deal.x": about}, amount)


def test_a_default_stands_in_for_an_empty_required_field() -> None:
    source = template(
        "{{ (deal.term * 2) | quantity }}",
        "{deal.term: {label: T, type: quantity, required: true, default: 30}}",
    )
    from templates.fill import fill

    assert fill(source, complete(tree()))[0] == "60"
    assert fill(source, complete(tree({"term": "4"})))[0] == "8"


@pytest.mark.parametrize(
    ("expression", "amount"),
    [
        ("DEAL.AMOUNT * 0.85", "85000.00"),
        ("deal.amount * 0.855 - 0.005", "85500.00"),
        ("deal.amount * 0.5 if deal.amount > 5 else deal.amount", "50000.00"),
        ("deal.products | sum(attribute='total')", "0.00"),
    ],
)
def test_a_declared_sum_is_computed(expression: str, amount: str) -> None:
    source = template("", "{deal.advance: {label: Аванс, type: money}}", more=f'amount: "{expression}"\n')
    assert declared_amount(source, complete(tree())) == amount


def test_a_sum_that_is_none_is_refused() -> None:
    with pytest.raises(BadTemplate, match="не читается"):
        check_amount("deal.amount *")
    for expression in ("deal.title", "DEAL.DISCOUNT * 2"):
        with pytest.raises(RenderFailed, match="не число"):
            declared_amount(template("", more=f"amount: {expression}\n"), complete(tree()))
    assert declared_amount(template(""), complete(tree())) is None
