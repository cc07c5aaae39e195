"""More deals for the pictures: a manager has several, and their clients are as invented as the first one."""

import json
from collections.abc import Mapping
from typing import Any

CLIENTS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "2026-1152": (
        "Сервис холодильных камер на год",
        "ООО «Северный Холод»",
        "5052048179",
        "505201001",
        "1215000048218",
        "40702810700000018342",
    ),
    "2026-1158": (
        "Весовой терминал для зернового двора",
        "АО «Заречье Агро»",
        "7810372641",
        "781001001",
        "1197840035172",
        "40702810700000027715",
    ),
    "2026-1163": (
        "Обучение кладовщиков",
        "ООО «Мастерская Упаковки»",
        "7719450280",
        "771901001",
        "1207700519421",
        "40702810200000033908",
    ),
}
"""External id of the deal → its title and the client's name, ИНН, КПП, ОГРН and account."""

CONTACTS: Mapping[str, tuple[str, str, str]] = {
    "2026-1152": ("Жданова Ирина Олеговна", "Исполнительный директор", "zhdanova@holod.example"),
    "2026-1158": ("Тарасов Пётр Михайлович", "Генеральный директор", "tarasov@zarechye.example"),
    "2026-1163": ("Лебедева Нина Юрьевна", "Директор", "lebedeva@upakovka.example"),
}

LINES: Mapping[str, tuple[tuple[str, int, str, str], ...]] = {
    "2026-1152": (
        ("Плановое обслуживание камеры", 12, "мес.", "48500.00"),
        ("Аварийный выезд в течение 4 часов", 6, "выезд", "17200.00"),
    ),
    "2026-1158": (
        ("Весовой терминал, 60 т", 2, "шт.", "318400.00"),
        ("Монтаж и поверка", 1, "усл.", "94000.00"),
    ),
    "2026-1163": (("Обучение, группа до 12 человек", 2, "группа", "54000.00"),),
}


def deal(pattern: bytes, external_id: str) -> bytes:
    """Return the deal as JSON; what it has no words of its own for is as in `pattern`."""
    tree: dict[str, Any] = json.loads(pattern)
    title, client, inn, kpp, ogrn, account = CLIENTS[external_id]
    name, position, email = CONTACTS[external_id]
    tree |= {"external_id": external_id, "number": external_id.partition("-")[2], "title": title}
    tree["company"] |= {"external_id": f"c-{external_id}", "name": client, "full_name": client, "inn": inn}
    tree["company"] |= {"kpp": kpp, "ogrn": ogrn, "account": account, "email": email}
    tree["contact"] |= {"name": name, "position": position, "email": email}
    tree["lines"] = [
        {"name": what, "quantity": count, "unit": unit, "price": price, "vat_rate": 22}
        for what, count, unit, price in LINES[external_id]
    ]
    return json.dumps(tree, ensure_ascii=False).encode()
