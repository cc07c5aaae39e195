"""Whether what a signer gave is enough to sign: asked before a code is spent, and nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from docsvc.actions.enter import Visit, require_fresh
from docsvc.actions.require_authority import require_authority
from docsvc.errors import BadInput, ConsentRequired, StalePage
from docsvc.model import DispatchDocument, Level, Signature
from docsvc.model.asked_of import needed_of
from docsvc.model.filling import Problems, read_values
from docsvc.model.places import filled_by, place_of, signing_names, to_sign
from docsvc.model.will import LookInput, LookKind, Offer, Will
from docsvc.queries import recipient as queries
from docsvc.work import Work
from signing.values import clean

TYPED_MAX = 200


@dataclass(frozen=True, slots=True)
class Weighed:
    """A will that can be carried out.

    `fields` is the place that each document's signature takes (empty where it has none), `values` what is
    filled in with it, `reports` what checking signatures made outside found.
    """

    typed: str
    look: LookInput
    accepted: bool
    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    reports: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def weigh(work: Work, visit: Visit, will: Will) -> Weighed:
    """Return the will as it will be carried out.

    Raises `StalePage`, `AuthorityOver`, `AuthorityNotInForce`, `BadInput` with everything that is to be
    mended, `ConsentRequired`, and for a qualified signature what `read_detached` raises.
    """
    for entry in visit.asked:
        require_fresh(entry, will.shown_of(entry.document_id))
    require_authority(work.session, visit, today=work.today)
    fields = {each.document_id: take_field(work, visit, each) for each in visit.asked}
    problems: Problems = []
    typed = _name(visit, will, problems)
    values = {each.document_id: _values(each, fields, will, problems) for each in visit.asked}
    look = read_look(will.look, problems)
    if problems:
        raise BadInput(problems)
    accepted = not needs_agreement(visit) or has_accepted(work, visit, will.agreement)
    require_consent(will, accepted=accepted)
    return Weighed(typed, look, accepted, fields, values, _reports(work, visit, will))


def take_field(work: Work, visit: Visit, entry: DispatchDocument) -> str:
    """Return the place that the recipient's signature takes: in a group the first that is free."""
    places, who = entry.version.places, visit.recipient
    if not to_sign(places):
        return ""
    if not who.group:
        return who.party
    done = select(Signature.field).where(Signature.version_id == entry.version_id)
    taken = set(work.session.scalars(done))
    names = signing_names(who.party, needed_of(visit.dispatch, who.group))
    return next((name for name in names if name not in taken and place_of(places, name)), who.party)


def needs_agreement(visit: Visit) -> bool:
    """Tell whether the level rests on an agreement of the parties. Source: 63-ФЗ ст. 6 ч. 2, ст. 9 ч. 2."""
    return visit.recipient.level == Level.ADVANCED


def has_accepted(work: Work, visit: Visit, agreement: Offer) -> bool:
    """Tell whether the recipient has accepted exactly these words before."""
    known = {"version": agreement.version, "sha256": agreement.sha256}
    return queries.has_accepted(work.session, email=visit.recipient.email, **known)


def read_look(look: LookInput, problems: Problems) -> LookInput:
    """Return a look as it is kept; what cannot be used is added to `problems`."""
    from docsvc.actions.clean_look import clean_look

    try:
        return clean_look(look)
    except BadInput as error:
        problems.extend(error.problems)
        return look


def _name(visit: Visit, will: Will, problems: Problems) -> str:
    """Return the name as it was typed; who draws it, or signed outside, need not type it."""
    name = clean(will.typed)
    typed = will.look.kind is LookKind.TYPED and visit.recipient.level != Level.QUALIFIED
    if len(name) > TYPED_MAX or (typed and not name):
        problems.append(("typed", "напишите фамилию, имя и отчество"))
    return name or visit.recipient.name


def _values(
    entry: DispatchDocument, fields: Mapping[str, str], will: Will, problems: Problems
) -> Mapping[str, str]:
    wrong: Problems = []
    places = filled_by(entry.version.places, fields[entry.document_id])
    values = read_values(places, will.values.get(entry.document_id, {}), wrong)
    problems += [(f"values.{entry.document_id}.{name}", text) for name, text in wrong]
    return values


def require_consent(will: Will, *, accepted: bool) -> None:
    """Raise unless the signer consents and agrees; `accepted` tells whether they had agreed before.

    Raises `ConsentRequired`, or `StalePage` where what was ticked is another agreement.
    """
    if not will.consent or not (accepted or will.agreed_sha256):
        raise ConsentRequired
    if not accepted and will.agreed_sha256 != will.agreement.sha256:
        raise StalePage


def _reports(work: Work, visit: Visit, will: Will) -> Mapping[str, Mapping[str, Any]]:
    """Check what was signed outside; raise what is wrong with it, or `BadInput` where it is missing."""
    if visit.recipient.level != Level.QUALIFIED:
        return {}
    missing = [each.document_id for each in visit.asked if not will.detached.get(each.document_id)]
    if missing:
        raise BadInput([(f"detached.{each}", "приложите файл подписи (.sig или .p7s)") for each in missing])
    return {each.document_id: _report(work, visit, each, will) for each in visit.asked}


def _report(work: Work, visit: Visit, entry: DispatchDocument, will: Will) -> Mapping[str, Any]:
    from docsvc.actions.read_detached import read_detached

    content = work.blobs.get(entry.version.sent_blob or "")
    at_document = replace(visit, document=entry.document, version=entry.version)
    signature = will.detached[entry.document_id]
    return read_detached(work, at_document, content, signature, confirmed=will.confirmed).plain()
