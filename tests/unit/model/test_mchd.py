"""Reading a machine-readable power of attorney: what it says, and files that are none."""

import pytest

from docsvc.errors import BadInput
from docsvc.model.mchd import MOST_BYTES, read_mchd

GUID = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
MCHD = f"""<?xml version="1.0" encoding="UTF-8"?>
<Доверенность xmlns="urn://x-artefacts/EMCHD_1" ВерсФорм="EMCHD_1" ПрЭлФорм="00000000">
  <Документ><Довер>
    <СвДов ВидДовер="1" ПрПередов="1" ВнНомДовер="МЧД-7" НомДовер="{GUID.upper()}"
      ДатаВыдДовер="2026-09-01" СрокДейст="2027-08-31"><СведСист>https://m4d.nalog.gov.ru</СведСист></СвДов>
    <СвДоверит ТипДоверит="1"><Доверит><РосОргДовер>
      <СвРосОрг НаимОрг="АО «Вектор Логистика»" ИННЮЛ="7707083893" КПП="770001001" ОГРН="1027700132195"/>
      <ЛицоБезДов><СвФЛ ИННФЛ="500100732259" СНИЛС="112-233-445 95"/></ЛицоБезДов>
    </РосОргДовер></Доверит></СвДоверит>
    <СвУпПред ТипПред="1"><Пред><СведФизЛ ИННФЛ="500100732259" СНИЛС="112-233-445 95">
      <ФИО Фамилия="Петрова" Имя="Анна" Отчество="Сергеевна"/>
    </СведФизЛ></Пред></СвУпПред>
    <СвПолн ТипПолн="1" ПрСовмПолн="1">
      <МашПолн КодПолн="BBDOCS_0001" НаимПолн="Подписывать договоры"/><МашПолн КодПолн="BBDOCS_0002"/>
    </СвПолн>
  </Довер></Документ>
</Доверенность>
"""


def test_a_power_of_attorney_is_read_whole() -> None:
    assert read_mchd(MCHD.encode()).plain() == {
        "kind": "mchd",
        "number": GUID,
        "date": "2026-09-01",
        "until": "2027-08-31",
        "principal": "АО «Вектор Логистика»",
        "principal_inn": "7707083893",
        "agent": "Петрова Анна Сергеевна",
        "agent_inn": "500100732259",
        "agent_snils": "112-233-445 95",
        "powers": "BBDOCS_0001 Подписывать договоры; BBDOCS_0002",
    }


def test_other_encodings_are_read() -> None:
    written = MCHD.replace('encoding="UTF-8"', 'encoding="windows-1251"').encode("cp1251")
    assert read_mchd(written).agent == "Петрова Анна Сергеевна"


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prologue", [BOMB, FILE, "<!DOCTYPE a>"])
def test_a_type_definition_is_refused_and_nothing_is_fetched(prologue: str) -> None:
    hostile = MCHD.replace("?>\n", f"?>\n{prologue}\n", 1).replace("BBDOCS_0002", "&a;")
    with pytest.raises(BadInput) as refused:
        read_mchd(hostile.encode())
    assert "root" not in str(refused.value)


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"%PDF-1.7",
        b"<a/>",
        b"<a" * 10_000,
        b"<a>" * 100_000,
        MCHD.replace("EMCHD_1", "EMCHD_9").encode(),
        MCHD.replace("СвДов ", "СвДом ").replace("/СвДов>", "/СвДом>").encode(),
        MCHD.replace(GUID.upper(), "7").encode(),
        MCHD.replace("2027-08-31", "whenever").encode(),
        b" " * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_power_of_attorney_is_refused(other: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_mchd(other)
    assert all(path.startswith("authority_file") for path, _ in refused.value.problems)
