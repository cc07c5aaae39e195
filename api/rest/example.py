"""The deal that the description shows: taken as it stands, without a warning."""

from collections.abc import Mapping
from typing import Any

DEAL: Mapping[str, Any] = {
    "source": "amocrm",
    "external_id": "12345",
    "number": "12345",
    "title": "Внедрение складской системы",
    "currency": "RUB",
    "prices": "gross",
    "date": "2026-11-20",
    "deadline": "2027-03-31",
    "payment_terms": "Предоплата 50 %, остаток в течение 5 рабочих дней после акта",
    "company": {
        "name": "ООО «Ромашка»",
        "full_name": "Общество с ограниченной ответственностью «Ромашка»",
        "inn": "7707083893",
        "kpp": "770701001",
        "ogrn": "1027700132195",
        "address": "101000, г. Москва, ул. Мясницкая, д. 10",
        "bank_name": "ПАО Сбербанк",
        "bik": "044525225",
        "account": "40702810438000060473",
        "corr_account": "30101810400000000225",
    },
    "contact": {
        "name": "Иванов Иван Иванович",
        "position": "Генеральный директор",
        "email": "ivanov@romashka.example",
        "authority": "Устава",
    },
    "lines": [
        {"name": "Обследование склада", "quantity": 1, "unit": "усл.", "price": "120000.00", "vat_rate": 22},
        {"name": "Терминал сбора данных", "quantity": 10, "price": "45600.50", "discount": 5, "vat_rate": 22},
        {"name": "Обучение", "quantity": 2, "unit": "день", "price": "30000.00", "vat_rate": "none"},
    ],
    "custom": {"warehouse": "Подольск"},
}
