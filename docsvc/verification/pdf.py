"""One PDF: who signed it when by which means, what is trusted and why, what was changed and by whom."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from docsvc.verification.report import Finding, Outcome, Report, Told, outcome_of, particulars
from docsvc.verification.words import Reader, problem_text, role_text, say, zone_name
from signing import Code, Coverage, Problem, Role, SignatureReport, Status, Trusted, Verdict, verify
from signing.verdict import OPEN

_SAID_ELSEWHERE: Final = frozenset({Code.ISSUER_UNCONFIRMED, Code.FOREIGN})
"""Of a signature, where its trust is told."""
OUTCOMES = {Status.INTACT_TRUSTED: Outcome.CONFIRMED, Status.INTACT_UNTRUSTED: Outcome.UNCONFIRMED}


def check_pdf(
    place: str, pdf: bytes, trusted: Trusted, *, reader: Reader, sha256: str | None
) -> tuple[Report, Verdict]:
    """Check one PDF, to its last byte where its hash is known; `place` is how the report calls it."""
    language = reader.language
    verdict = verify(pdf, trusted=trusted, sha256=sha256)
    outcome = OUTCOMES.get(verdict.status, Outcome.BROKEN)
    problems = [_finding(place, each, language, outcome) for each in _once(verdict.problems)]
    kept = () if outcome is Outcome.BROKEN else verdict.notes
    notes = [_finding(place, each, language, Outcome.CONFIRMED) for each in _kinds(kept)]
    if sha256 is not None and outcome is not Outcome.BROKEN:
        notes.append(Finding(place, say(language, "hash_fits"), code="hash_fits"))
    signatures = tuple(_told(place, each, reader) for each in verdict.signatures)
    return Report((*problems, *notes), signatures), verdict


def moment(at: datetime, zone: tzinfo) -> str:
    """Write a time in a zone, which is named: «05.11.2026 15:04:05 (UTC+3)»."""
    try:
        local = at.astimezone(zone)
    except OverflowError:  # the end of the calendar, which a file may well name
        local, zone = at, UTC
    named = "UTC" if zone is UTC else f"({zone_name(local)})"
    return f"{local:%d.%m.%Y %H:%M:%S} {named}"


def _finding(place: str, problem: Problem, language: str, outcome: Outcome) -> Finding:
    text = problem_text(language, problem.code)
    detail = "" if problem.code is Code.ISSUER_UNCONFIRMED else particulars(problem)
    return Finding(place, text, outcome, problem.code.value, detail)


def _told(place: str, one: SignatureReport, reader: Reader) -> Told:
    language = reader.language
    return Told(
        place=place,
        role=role_text(language, one.role),
        who=one.who,
        organisation=one.organisation if one.organisation != one.who else "",
        at=moment(one.at, reader.zone),
        means=_means(one, reader),
        trust=_trust(one, language),
        level="—" if _is_foreign(one) else one.level.value,
        serial=one.serial,
        changes=_changes(one, language),
        covers=_covers(one, language),
        outcome=outcome_of(one),
        problem=_problem(one, language),
    )


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Tell what stays open once: each signature by the same certificate says it of itself."""
    known: dict[tuple[str, str], Problem] = {}
    for each in problems:
        same = ("", each.detail) if each.code in OPEN else (each.place, each.detail)
        known.setdefault((each.code, *same), each)  # type: ignore[arg-type]
    return list(known.values())


def _kinds(notes: Sequence[Problem]) -> list[Problem]:
    """Tell each remark once, however many signatures it is about."""
    return list({each.code: each for each in reversed(notes)}.values())[::-1]


def _problem(one: SignatureReport, language: str) -> str:
    if one.problem is None or one.problem.code in _SAID_ELSEWHERE:
        return ""
    return problem_text(language, one.problem.code)


def _is_foreign(one: SignatureReport) -> bool:
    return one.problem is not None and one.problem.code is Code.FOREIGN


def _means(one: SignatureReport, reader: Reader) -> str:
    language = reader.language
    if _is_foreign(one):
        return say(language, "foreign_means")
    if one.role is Role.TIMESTAMP:
        return say(language, "stamp")
    kind = say(language, "one_time" if one.one_time else "standing")
    if one.stamped_at is None:
        return f"{kind}; {say(language, 'claimed')}"
    time = say(language, "stamped", at=moment(one.stamped_at, reader.zone))
    return f"{kind}; {time}"


def _trust(one: SignatureReport, language: str) -> str:
    if _is_foreign(one):
        return say(language, "foreign_trust", issuer=one.issuer)
    if one.problem is not None and one.problem.code is Code.SEAL_UNKNOWN:
        return say(language, "seal_unknown", issuer=one.issuer, sha256=one.problem.detail)
    if not one.root:
        return say(language, "untrusted", issuer=one.issuer)
    if one.root in {"", one.issuer}:
        return say(language, "trusted_root", root=one.issuer)
    return say(language, "trusted", issuer=one.issuer, root=one.root)


def _changes(one: SignatureReport, language: str) -> str:
    if one.role is not Role.SIGNER or outcome_of(one) is Outcome.BROKEN or _is_foreign(one):
        return ""
    if not one.filled:
        return say(language, "nothing_else")
    fields = ", ".join(f"{name} — {_value(value, language)}" for name, value in one.filled)
    return say(language, "filled", fields=fields)


def _covers(one: SignatureReport, language: str) -> str:
    """Say of which bytes the signature holds."""
    key = "foreign_part" if _is_foreign(one) and one.coverage is Coverage.REVISION else one.coverage.value
    return say(language, key, count=f"{one.covered:,}".replace(",", "\N{NO-BREAK SPACE}"))


def _value(value: str, language: str) -> str:
    return say(language, "ticked") if value == "/Yes" else f"«{value}»"
