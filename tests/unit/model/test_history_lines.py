"""A history reads like the sample that people know: time with its zone, what, who, from where, by what."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from docsvc.model.devices import device_words
from docsvc.queries.history import HistoryRow
from docsvc.queries.history_lines import history_lines
from docsvc.queries.whereabouts import place_of

MOSCOW = ZoneInfo("Europe/Moscow")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.3 Mobile/15E148 Safari/604.1"
)
SAMPLE = """\
2024-03-15 10:23:15 (UTC+03:00) | Создан Ивановым И.И. (ivan@company.com) | IP: 192.168.1.15 | внутренняя сеть
2024-03-15 10:25:42 (UTC+03:00) | Отправлен клиенту Петрову П.П. (petrov@client.com)
2024-03-15 14:37:09 (UTC+03:00) | Открыт Петровым П.П. | IP: 93.158.134.21 | Москва, Россия
2024-03-15 14:42:53 (UTC+03:00) | Подписан Петровым П.П. | IP: 93.158.134.21 | Москва, Россия | \
Устройство: iPhone, Safari
2024-03-15 14:42:54 (UTC+03:00) | Документ закрыт | Хэш: a3f5e8c9d2b1… | Сертификат: № 8372649
"""
ENGLISH = """\
2024-03-15 10:23:15 (UTC+03:00) | Created by Иванов Иван Иванович (ivan@company.com) | IP: 192.168.1.15 | \
internal network
2024-03-15 14:42:54 (UTC+03:00) | Document closed | Hash: a3f5e8c9d2b1… | Certificate: № 8372649
"""


def row(time: str, kind: str, actor: str, who: str = "", **more: object) -> HistoryRow:
    at = datetime.fromisoformat(f"2024-03-15 {time}").replace(tzinfo=MOSCOW)
    given: dict[str, object] = {
        "position": 1,
        "actor_id": "x",
        "address": "",
        "device": "",
        "details": {},
        "words": "",
        "hash": "0" * 64,
    }
    return HistoryRow(kind=kind, at=at, actor_kind=actor, who=who, **(given | more))  # type: ignore[arg-type]


IVANOV, PETROV = "Иванов Иван Иванович", "Петров Пётр Петрович"
ROWS = (
    row("10:23:15", "document.created", "user", IVANOV, email="ivan@company.com", address="192.168.1.15"),
    row("10:25:42", "recipient.invited", "system", PETROV, email="petrov@client.com", party="client"),
    row("14:37:09", "recipient.opened", "recipient", PETROV, address="93.158.134.21"),
    row("14:42:53", "document.signed", "recipient", PETROV, address="93.158.134.21", device=IPHONE),
    row(
        "14:42:54",
        "document.sealed",
        "system",
        details={"sha256": "a3f5e8c9d2b1" + "0" * 52, "certificate": "8372649"},
    ),
)


@pytest.fixture(scope="module")
def geoip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that knows one network."""
    writer = MMDBWriter(4, "Test-City", languages=["ru", "en"])
    moscow = {
        "city": {"names": {"ru": "Москва", "en": "Moscow"}},
        "country": {"names": {"ru": "Россия", "en": "Russia"}},
    }
    writer.insert_network(IPSet(["93.158.134.0/24"]), moscow)
    file = tmp_path_factory.mktemp("geoip") / "city.mmdb"
    writer.to_db_file(str(file))
    return file


def test_the_sample_reads_as_it_is_known(geoip: Path) -> None:
    lines = history_lines(ROWS, zone=MOSCOW, geoip=geoip)
    assert "".join(f"{line}\n" for line in lines) == SAMPLE


def test_it_reads_in_english_too() -> None:
    lines = history_lines((ROWS[0], ROWS[-1]), zone=MOSCOW, language="en")
    assert [str(line).partition(" | ")[0] for line in lines] == [
        line.partition(" | ")[0] for line in ENGLISH.splitlines()
    ]
    assert str(lines[0]).endswith("internal network")


def test_without_a_file_the_place_is_unknown_not_made_up(tmp_path: Path) -> None:
    assert place_of("93.158.134.21", None) == "неизвестно"
    assert place_of("93.158.134.21", tmp_path / "absent.mmdb", language="en") == "unknown"
    broken = tmp_path / "broken.mmdb"
    broken.write_bytes(b"not a database")
    assert place_of("93.158.134.21", broken) == "неизвестно"
    assert place_of("garbage", None) == "неизвестно"


def test_an_address_that_the_file_lacks_is_unknown(geoip: Path) -> None:
    assert place_of("8.8.8.8", geoip) == "неизвестно"
    assert place_of("2a02:6b8::1", geoip) == "неизвестно"
    assert place_of("93.158.134.21", geoip, language="en") == "Moscow, Russia"


ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPHONE, "iPhone, Safari"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Safari/537.36", "Windows, Chrome"),
        (f"Mozilla/5.0 (Windows NT 10.0) {ENGINE} YaBrowser/24.12 Safari/537", "Windows, Яндекс Браузер"),
        (f"Mozilla/5.0 (Windows NT 10.0) {ENGINE} Safari/537.36 Edg/131.0.0.0", "Windows, Edge"),
        (f"Mozilla/5.0 (Linux; Android 13; SM-S901B) {ENGINE} Mobile Safari/537", "SM-S901B, Chrome"),
        (f"Mozilla/5.0 (Linux; Android 9; Mi 9T Build/PKQ1) {ENGINE}", "Mi 9T, Chrome"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {ENGINE} Mobile Safari/537.36", "Android, Chrome"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Android, Firefox"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Linux, Firefox"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.1 Safari/605.1.15", "Mac, Safari"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("Mozilla/5.0", "Mozilla/5.0"),
        ("", ""),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
