"""Numbers and money in Russian words.

num2words knows the cardinals; the currencies are ours, for its own are incomplete and partly wrong.
"""

from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import NamedTuple

from templates.money import round_money


class Forms(NamedTuple):
    """A noun after 1, after 2 to 4, after 5 and more; `gender` as num2words spells it."""

    one: str
    few: str
    many: str
    gender: str = "m"


class Currency(NamedTuple):
    """The unit and the hundredth of a currency."""

    unit: Forms
    cent: Forms


_CENT = Forms("цент", "цента", "центов")
_KOPECK = Forms("копейка", "копейки", "копеек", "f")
CURRENCIES = {
    "RUB": Currency(Forms("рубль", "рубля", "рублей"), _KOPECK),
    "USD": Currency(Forms("доллар США", "доллара США", "долларов США"), _CENT),
    "EUR": Currency(Forms("евро", "евро", "евро"), Forms("евроцент", "евроцента", "евроцентов")),
    "CNY": Currency(Forms("юань", "юаня", "юаней"), Forms("фэнь", "фэня", "фэней")),
    "KZT": Currency(Forms("тенге", "тенге", "тенге"), Forms("тиын", "тиына", "тиынов")),
    "BYN": Currency(Forms("белорусский рубль", "белорусских рубля", "белорусских рублей"), _KOPECK),
    "GBP": Currency(
        Forms("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"), Forms("пенс", "пенса", "пенсов")
    ),
    "AMD": Currency(Forms("драм", "драма", "драмов"), Forms("лума", "лумы", "лум", "f")),
    "UZS": Currency(Forms("сум", "сума", "сумов"), Forms("тийин", "тийина", "тийинов")),
    "KGS": Currency(Forms("сом", "сома", "сомов"), Forms("тыйын", "тыйына", "тыйынов")),
    "TRY": Currency(
        Forms("турецкая лира", "турецкие лиры", "турецких лир", "f"), Forms("куруш", "куруша", "курушей")
    ),
    "AED": Currency(Forms("дирхам ОАЭ", "дирхама ОАЭ", "дирхамов ОАЭ"), Forms("филс", "филса", "филсов")),
}
_FRACTIONS = (
    Forms("десятая", "десятых", "десятых", "f"),
    Forms("сотая", "сотых", "сотых", "f"),
    Forms("тысячная", "тысячных", "тысячных", "f"),
)
_WHOLE = Forms("целая", "целых", "целых", "f")
_TEENS = range(11, 15)
_FEW = range(2, 5)


def plural(number: int, forms: Forms | tuple[str, str, str]) -> str:
    """Choose the form of a noun that goes with a number: 1 день, 2 дня, 11 дней."""
    last = abs(number) % 10
    if abs(number) % 100 in _TEENS:
        return forms[2]
    if last == 1:
        return forms[0]
    return forms[1] if last in _FEW else forms[2]


@lru_cache(maxsize=4096)
def cardinal(number: int, *, gender: str = "m") -> str:
    """Spell a whole number out in the nominative: «двадцать одна»."""
    from num2words import num2words

    return str(num2words(number, lang="ru", gender=gender))


def number_to_words(value: Decimal | int) -> str:
    """Spell a number out: «двадцать один», «две целых пятьдесят сотых»; at most thousandths."""
    number = Decimal(value)
    whole = int(number.to_integral_value(ROUND_DOWN))
    digits = f"{abs(number - whole):.3f}"[2:].rstrip("0")
    if not digits:
        return cardinal(whole)
    part, forms = int(digits), _FRACTIONS[len(digits) - 1]
    minus = "минус " if number < 0 and not whole else ""
    return (
        f"{minus}{cardinal(whole, gender='f')} {plural(whole, _WHOLE)} "
        f"{cardinal(part, gender='f')} {plural(part, forms)}"
    )


def money_words(value: Decimal, currency: str = "RUB") -> str:
    """Spell money out for a document: «Одна тысяча рублей 00 копеек».

    Raises KeyError for a currency whose Russian name is not known here.
    """
    unit, cent = CURRENCIES[currency]
    rounded = round_money(value)
    whole, cents = divmod(int(abs(rounded) * 100), 100)
    words = ("минус " if rounded < 0 else "") + cardinal(whole, gender=unit.gender)
    return f"{words[0].upper()}{words[1:]} {plural(whole, unit)} {cents:02d} {plural(cents, cent)}"
