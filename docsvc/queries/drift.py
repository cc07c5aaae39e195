"""What a document says beside what the deal, the parties and its template say now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import canonical
from docsvc.errors.phrase import Phrase
from docsvc.model import FROM_OUTSIDE, Approval, Document, Origin, State
from docsvc.queries.drift_lines import line_differences
from docsvc.queries.drift_words import Difference, difference, in_words, same_value
from docsvc.queries.facts_of import facts_of
from docsvc.queries.facts_tree import facts_tree, fill, may_fill
from docsvc.queries.sources import source_at
from storage import Blobs
from templates import BadFacts, Source, TemplateError, complete
from templates.amount import declared_amount

OPEN = frozenset({State.DRAFT, State.IN_APPROVAL, State.APPROVED})
"""States in which a new version can still mend what drifted."""

_REQUISITES = "name full_name inn kpp ogrn address bank_name bik account corr_account"
COMPARED: Mapping[str, Sequence[str]] = {
    "document": ("amount",),
    "deal": ("amount", "vat", "currency", "discount", "payment_terms", "deadline"),
    "company": (*_REQUISITES.split(), "director_name", "director_position"),
    "contact": ("name", "position", "authority"),
    "seller": (
        *_REQUISITES.split(),
        *("signatory_name", "signatory_position", "authority", "accountant_name"),
    ),
}
"""What binds somebody. Dates of the day, phones and titles differ without meaning anything."""

_SIGNATORIES = ("seller", "contact")
_DECLINED = (("contact", ""), ("seller", "signatory_"), ("company", "director_"))

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drift:
    """Every difference, and the digest (hex) that names exactly these."""

    differences: tuple[Difference, ...] = ()
    digest: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.differences)


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """Somebody's word that the document stays as it is."""

    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DriftView:
    """The differences as a page shows them; `accepted` holds who accepted exactly these."""

    differences: tuple[Difference, ...]
    digest: str
    accepted: tuple[AcceptedRow, ...]

    @property
    def stops(self) -> bool:
        """Tell whether the guard would stop the next act in favour of the document."""
        return bool(self.differences) and not self.accepted


def drift(blobs: Blobs, document: Document, *, today: date) -> Drift:
    """Compare the Facts of the current version with what the same document would get now.

    What was typed by hand is as good now as it was then. Of a version that was edited in Word, the data are
    compared with those that the text was last made from: a value that the text says by now is no difference.
    `today` is the date where the organisation is. What was uploaded as a PDF was never made from the data,
    and a copy for one person is guarded by the document that it is a copy of.
    """
    if document.version.origin in FROM_OUTSIDE | {Origin.COPIED}:
        return Drift()
    kept, base = _kept(blobs, document)
    try:
        now = _facts_now(blobs, document, base)
    except BadFacts as error:
        return _named([difference(each.path, "", each.message) for each in error.errors])
    found = [
        *_values(kept, base, now),
        *line_differences(base, now),
        *_expired(now, today=today),
        *_retired(document),
    ]
    return _named(found)


def drift_view(session: Session, blobs: Blobs, document: Document, *, today: date) -> DriftView:
    """Return what the guard would say of a document that can still be mended; nothing of any other."""
    found = drift(blobs, document, today=today) if State(document.state) in OPEN else Drift()
    rows = (row for row in acceptances(session, document) if row["digest"] == found.digest)
    accepted = tuple(
        AcceptedRow(row["who"], row["reason"], datetime.fromisoformat(row["at"])) for row in rows
    )
    return DriftView(found.differences, found.digest, accepted if found else ())


def acceptances(session: Session, document: Document) -> list[dict[str, Any]]:
    """Return what was accepted for the current version in any of its rounds, as `Approval.drift` keeps it."""
    rounds = select(Approval.drift).where(Approval.version_id == document.current_version_id)
    found: list[dict[str, Any]] = []
    for kept in session.scalars(rounds.order_by(Approval.round)):
        found += [row for row in kept if row not in found]
    return found


def _named(found: Sequence[Difference]) -> Drift:
    """Give the differences the digest of all of them; long lists of lines are told shortly."""
    if not found:
        return Drift()
    raw = [[each.path, each.label, each.before, each.now] for each in found]
    return Drift(in_words(found), sha256(canonical(raw)).hexdigest())


def _kept(blobs: Blobs, document: Document) -> tuple[Facts, Facts]:
    """Return the Facts of the current version, and of the last one up to it that was made from data."""
    current = document.version
    last = (current.major, current.minor)
    until = [each for each in document.versions if (each.major, each.minor) <= last]
    made = [each for each in until if each.origin == Origin.RENDERED.value]
    kept = facts_of(blobs, current)
    if not made or made[-1].id == current.id:
        return kept, kept
    return kept, facts_of(blobs, made[-1])


def _facts_now(blobs: Blobs, document: Document, base: Facts) -> Facts:
    tree = facts_tree(
        document.deal,
        seller=document.legal_entity,
        manager=document.owner,
        document=base["document"] | {"amount": None},
        basis=None,
        today=document.date,
    )
    typed = base.get("filled") or {}
    fill(tree, {path: str(value) for path, value in typed.items() if may_fill(path)})
    _spare_declension(tree)
    facts = complete(tree, today=document.date)
    source = source_at(blobs, document.version.template_version.source_blob)
    facts["document"]["amount"] = _declared(source, facts)
    return facts


def _spare_declension(tree: dict[str, Any]) -> None:
    """Put something for the genitives, which are not compared: reading the dictionaries takes its time."""
    for section, prefix in _DECLINED:
        tree[section] |= {f"{prefix}name_genitive": "—", f"{prefix}position_genitive": "—"}


def _declared(source: Source, facts: Facts) -> str | None:
    try:
        return declared_amount(source, facts)
    except TemplateError:
        return None


def _values(kept: Facts, base: Facts, now: Facts) -> Iterator[Difference]:
    for section, names in COMPARED.items():
        for name in names:
            path = f"{section}.{name}"
            held, was, is_now = (_value(each, section, name) for each in (kept, base, now))
            if not same_value(was, is_now) and not same_value(held, is_now):
                yield difference(path, held, is_now, currency=str(now["deal"]["currency"]))


def _value(facts: Facts, section: str, name: str) -> str:
    value = (facts.get(section) or {}).get(name)
    return "" if value is None else str(value)


def _expired(now: Facts, *, today: date) -> Iterator[Difference]:
    """Find an authority to sign that has run out, wherever its last day is known."""
    for section in _SIGNATORIES:
        text = _value(now, section, "authority_until")
        try:
            until = date.fromisoformat(text)
        except ValueError:
            continue
        if until < today:
            yield difference(
                f"{section}.authority_until",
                Phrase("действуют до %(until)s", until=f"{until:%d.%m.%Y}"),
                "истекли",
            )


def _retired(document: Document) -> Iterator[Difference]:
    template = document.version.template_version.template
    if template.current is None:
        yield difference("template", template.title, "снят с использования")
