"""One installation a test, on each database."""

import json

import pytest

from docsvc.actions.upsert_deal import upsert_deal
from docsvc.model.deal_input import read_deal
from tests.integration.core.installation import Installation

DEAL = {
    "source": "crm",
    "external_id": "12345",
    "number": "12345",
    "title": "Внедрение складской системы",
    "currency": "RUB",
    "prices": "gross",
    "date": "2026-11-20",
    "deadline": "2027-03-31",
    "valid_until": None,
    "payment_terms": "Предоплата 50 %, остаток в течение 5 рабочих дней после подписания акта",
    "company": {
        "name": "АО «Вектор Логистика»",
        "full_name": "Акционерное общество «Вектор Логистика»",
        "inn": "7728168971",
        "kpp": "772801001",
        "ogrn": "1027739019208",
        "address": "117485, г. Москва, ул. Обручева, д. 30",
        "bank_name": "АО «Альфа-Банк»",
        "bik": "044525593",
        "account": "40702810000000000001",
        "corr_account": "30101810200000000593",
    },
    "contact": {
        "name": "Иванов Иван Иванович",
        "position": "Генеральный директор",
        "email": "ivanov@vector.example",
        "phone": "+7 495 000-00-01",
        "authority": "Устава",
    },
    "owner_email": "manager@polaris.example",
    "lines": [
        {"name": "Обследование склада", "quantity": "1", "unit": "усл.", "price": "120000", "vat_rate": "22"},
        {
            "name": "Терминал сбора данных",
            "quantity": "10",
            "unit": "шт.",
            "price": "45600.50",
            "vat_rate": "22",
        },
        {"name": "Обучение", "quantity": "2", "unit": "день", "price": "30000", "vat_rate": None},
    ],
}


@pytest.fixture
def deal_id(installation: Installation) -> str:
    return push(installation)


def push(installation: Installation) -> str:
    """Let the CRM push the usual deal; return its id."""
    with installation.tools.work() as work:
        deal = read_deal(json.dumps(DEAL, ensure_ascii=False).encode())
        return upsert_deal(work, deal, actor=installation.people["manager"]).id
