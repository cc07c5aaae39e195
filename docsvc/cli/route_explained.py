"""The dry run of a deal on the command line: which way its document would go, and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docsvc.cli.output import say, warn
from docsvc.cli.words import in_words
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase, listed
from docsvc.model.deal_input import DealInput
from docsvc.model.deal_tree import deal_tree
from docsvc.model.documents import Kind
from docsvc.model.input_errors import checked
from docsvc.model.kinds import KINDS
from docsvc.model.rates import NO_RATES
from docsvc.model.route_explained import Explained, Outcome, StageExplained, explain
from docsvc.model.route_input import RouteInput
from docsvc.model.route_seats import Requester
from docsvc.model.strict_json import read_json
from templates import BadFacts, complete
from templates.money import format_money

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Facts = dict[str, Any]
_SIGNS = {Outcome.YES: "да", Outcome.NO: "нет", Outcome.UNCLEAR: "не понять"}


def explained_deal(
    session: "Session | None",
    raw: bytes,
    *,
    kind: str,
    by: str,
    standard: bool,
    routes: Sequence[RouteInput] | None,
) -> tuple[Explained, Facts]:
    """Try a deal on these routes, or on those of the installation; people and rates are the installation's.

    Raises `BadInput` for a deal, a kind or an address that cannot be used.
    """
    from docsvc.queries.approval_facts import initiator_facts, with_terms
    from docsvc.queries.route_people import people_of, rates
    from docsvc.queries.routes import routes as kept

    facts, owner = _facts(raw, kind)
    people = people_of(session) if session else None
    asks = people.with_email(by or owner) if people else None
    if by and people and asks is None:
        raise BadInput([("--by", Phrase("нет сотрудника с почтой %(by)s", by=by))])
    about = {"code": "", "title": "", "version": "", "standard": standard}
    initiator = initiator_facts(session, asks.id) if session and asks else {"email": by or owner}
    seen = with_terms(facts, template=about, initiator=initiator)
    requester = Requester(people, asks.id, asks.id) if people and asks else None
    tried = routes
    if tried is None and session is not None:
        tried = [row.route for row in kept(session) if row.retired_at is None]
    known = rates(session) if session else NO_RATES
    return explain(tried or (), seen, rates=known, requester=requester), seen


def print_explained(found: Explained, facts: Facts) -> None:
    """Print the way in one sentence, then each rule that was tried and each stage."""
    deal, kind = facts["deal"], Kind(facts["document"]["kind"])
    amount = (
        format_money(Decimal(deal["amount"]), deal["currency"]) if deal["amount"] else Phrase("без суммы")
    )
    say(
        Phrase(
            "%(name)s по сделке «%(deal)s», %(amount)s",
            name=Phrase(KINDS[kind].name),
            deal=deal["title"] or deal["id"] or "—",
            amount=amount,
        )
    )
    say(_sentence(found))
    say()
    say("Правила по порядку:")
    for rule in found.rules:
        say(f"  {in_words(_SIGNS[rule.outcome]):>9}  {rule.title} ({rule.code}) — {in_words(rule.because)}")
    if found.stages:
        say("Этапы:")
    for number, stage in enumerate(found.stages, start=1):
        say(f"  {number}. {in_words(_stage(stage))}")
    for code, rate in found.rates.items():
        say(Phrase("Курс %(code)s на %(date)s: %(rate)s ₽", code=code, date=rate["date"], rate=rate["rate"]))
    if found.problem:
        warn(found.problem)


def _sentence(found: Explained) -> str:
    if found.problem:
        return "Эта сделка не пройдёт: сначала нужно поправить то, что названо ниже."
    if found.route is None:
        return "Эта сделка пойдёт: сразу согласована, потому что ни одно правило не подходит."
    because = found.rules[-1].because
    names = [stage.name for stage in found.stages if stage.outcome is Outcome.YES]
    way = " → ".join(names) or Phrase("сразу согласована")
    return Phrase(
        "Эта сделка пойдёт: %(way)s, потому что подходит маршрут «%(title)s» (%(because)s).",
        way=way,
        title=found.route.title,
        because=because,
    )


def _stage(stage: StageExplained) -> str:
    if stage.outcome is Outcome.NO:
        return Phrase("%(name)s — пропускается: %(because)s", name=stage.name, because=stage.because)
    if stage.outcome is Outcome.UNCLEAR:
        return Phrase("%(name)s — не понять: %(because)s", name=stage.name, because=stage.because)
    more = [stage.quorum, Phrase("срок %(span)s", span=stage.deadline) if stage.deadline else ""]
    more += ["автор может пропустить" if stage.optional else "", stage.because]
    asked = Phrase("%(name)s: %(who)s", name=stage.name, who=listed(stage.who, ", "))
    about = [each for each in more if each]
    return Phrase("%(asked)s — %(about)s", asked=asked, about=listed(about)) if about else asked


def _facts(raw: bytes, kind: str) -> tuple[Facts, str]:
    """Return the facts of a file, and the e-mail of the deal's owner where it tells one."""
    if kind not in {each.value for each in Kind}:
        raise BadInput([("--kind", Phrase("можно: %(kind)s", kind=", ".join(Kind)))])
    tree = read_json(raw)
    owner = ""
    if isinstance(tree, Mapping) and "deal" not in tree:
        deal = checked(DealInput, tree)
        tree, owner = deal_tree(deal), deal.owner_email
    try:
        facts = complete(tree, notes=[])
    except BadFacts as error:
        raise BadInput([(each.path, each.message) for each in error.errors]) from error
    facts["document"]["kind"] = kind
    return facts, owner or str((facts.get("user") or {}).get("email") or "")
