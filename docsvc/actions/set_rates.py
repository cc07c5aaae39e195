"""Recording exchange rates, so that thresholds and documents in other currencies can be compared."""

from collections.abc import Mapping
from typing import Any

from docsvc.access import Right, require
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model import Setting
from docsvc.model.input_errors import checked
from docsvc.model.rates import HOME, RATES, Rate, RateInput, Rates
from docsvc.queries.route_people import rates as recorded
from docsvc.work import ORGANISATION, Actor, Work
from templates.words import CURRENCIES


def set_rates(work: Work, rates: Mapping[str, Mapping[str, Any]], *, actor: Actor) -> Rates:
    """Replace the rates: {"USD": {"rate": "92.50", "date": "2026-11-20"}}, roubles for one unit.

    Raises `Forbidden`, or `BadInput` with every wrong one. Approvals under way keep those that they used.
    """
    require(actor, Right.ADMINISTER)
    given = Rates(_read(rates))
    before = recorded(work.session)
    if given == before:
        return given
    setting = work.session.get(Setting, RATES)
    if setting is None:
        work.add(Setting(key=RATES, value=given.plain))
    else:
        setting.value = given.plain
    work.record(ORGANISATION, "rates.set", actor, before=before.plain, after=given.plain)
    return given


def _read(rates: Mapping[str, Mapping[str, Any]]) -> dict[str, Rate]:
    found: dict[str, Rate] = {}
    problems: list[tuple[str, str]] = []
    for code, about in rates.items():
        try:
            found[code] = _rate(code, about)
        except BadInput as error:
            problems += [(f"{code}.{path}", words) for path, words in error.problems]
    if problems:
        raise BadInput(problems)
    return found


def _rate(code: str, about: Mapping[str, Any]) -> Rate:
    if code == HOME or code not in CURRENCIES:
        others = ", ".join(each for each in CURRENCIES if each != HOME)
        raise BadInput([("currency", Phrase("можно: %(known)s; курс — рублей за единицу", known=others))])
    read = checked(RateInput, dict(about))
    return Rate(read.rate, read.date)
