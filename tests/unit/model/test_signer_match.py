"""Whether a certificate is of the person who was asked."""

from dataclasses import replace

from docsvc.model.detached_words import FLAWS, OPEN
from docsvc.model.signer_match import Expected, doubts, strangers
from signing.flaws import Flaw
from signing.holder import Holder
from signing.qualified import Unchecked

IVANOV = Holder(
    name="Иванов Иван Иванович",
    organisation="АО «Вектор Логистика»",
    inn="500100732259",
    organisation_inn="7707083893",
    snils="11223344595",
)
ASKED = Expected("Иванов Иван Иванович", "ivanov@vector.example", inn="7707083893")


def words(found: tuple[object, ...]) -> list[str]:
    return [each.text() for each in found]  # type: ignore[attr-defined]


def test_who_was_asked_is_taken() -> None:
    assert strangers(ASKED, IVANOV) == doubts(ASKED, IVANOV) == ()


def test_the_order_and_the_spelling_of_a_name_do_not_matter() -> None:
    expected = replace(ASKED, name="Семён Ильич Королёв")
    assert doubts(expected, replace(IVANOV, name="КОРОЛЕВ Семен  Ильич")) == ()


def test_another_company_is_refused() -> None:
    assert words(strangers(replace(ASKED, inn="7736050003"), IVANOV)) == [
        "в сертификате ИНН организации 7707083893, а подписывать должна организация с ИНН 7736050003"
    ]


def test_an_employee_with_their_own_certificate_is_not_certainly_a_stranger() -> None:
    assert strangers(ASKED, replace(IVANOV, organisation="", organisation_inn="")) == ()


def test_an_entrepreneur_is_known_by_their_own_number() -> None:
    asked = replace(ASKED, inn="500100732259")
    assert strangers(asked, IVANOV) == ()
    assert strangers(asked, replace(IVANOV, inn="772807592836"))


def test_a_power_of_attorney_names_its_agent() -> None:
    terms = {"agent_inn": "500100732259", "agent_snils": "112-233-445 95"}
    assert strangers(replace(ASKED, terms=terms), IVANOV) == ()
    assert len(strangers(replace(ASKED, terms={"agent_snils": "000-000-000 01"}), IVANOV)) == 1


def test_another_name_or_mailbox_is_a_doubt() -> None:
    assert words(doubts(replace(ASKED, name="Петров Пётр"), IVANOV)) == [
        "сертификат выдан на имя «Иванов Иван Иванович», а подписать просили «Петров Пётр»"
    ]
    assert len(doubts(ASKED, replace(IVANOV, email="other@vector.example"))) == 1
    assert doubts(ASKED, replace(IVANOV, email="Ivanov@Vector.example")) == ()


def test_everything_that_can_be_found_has_words() -> None:
    assert set(FLAWS) == set(Flaw)
    assert set(OPEN) == set(Unchecked)
