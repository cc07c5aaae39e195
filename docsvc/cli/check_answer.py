"""What `docsvc verify` answers, for a person who reads it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docsvc.cli.output import say

if TYPE_CHECKING:
    from docsvc.verification import Report

UNCONFIRMED = "UNCONFIRMED"


class Language(StrEnum):
    """In which language a check answers."""

    RU = "ru"
    EN = "en"


ANSWERS: dict[Language, tuple[str, str, str]] = {
    Language.RU: ("цел, издатель подтверждён", "нарушен", "цел, но издатель не подтверждён: укажите --root"),
    Language.EN: (
        "intact, issuer confirmed",
        "broken",
        "intact, but the issuer is not confirmed: give --root",
    ),
}
"""In the order of the exit codes."""

OPEN: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.RU: (
        ("revoked", "цел, но печать потом отозвана, и не показано, что подпись старше"),
        ("seal_unknown", "цел, но чья это печать, не подтверждено: сверьте отпечаток и укажите --seal"),
    ),
    Language.EN: (
        ("revoked", "intact, but the seal was revoked since, and nothing shows that the signature is older"),
        (
            "seal_unknown",
            "intact, but whose seal it is is not confirmed: compare its SHA-256, give --seal",
        ),
    ),
}
"""What is said instead of an unknown issuer, by what a finding's code holds."""


NOT_OURS: dict[Language, dict[str, str]] = {
    Language.RU: {
        "not_signed": "не подписан",
        "foreign": "подписан другой программой, здесь не проверить",
        "unknown_kind": "не проверить",
        "not_package": "не проверить",
        "many_packages": "не проверить",
        "not_opened": "не открыть",
        "heavy": "не проверить",
    },
    Language.EN: {
        "not_signed": "not signed",
        "foreign": "signed by another program, cannot be checked here",
        "unknown_kind": "cannot be checked",
        "not_package": "cannot be checked",
        "many_packages": "cannot be checked",
        "not_opened": "cannot be opened",
        "heavy": "cannot be checked",
    },
}
"""What is said instead of «broken» where nothing of ours is there to be broken, by a finding's code."""


def _headline(report: "Report", lang: Language) -> str:
    not_ours = [NOT_OURS[lang][each.code] for each in report.findings if each.code in NOT_OURS[lang]]
    if not_ours:
        return not_ours[0]
    if report.outcome.name == UNCONFIRMED:
        codes = " ".join(each.code for each in report.findings if each.outcome.name == UNCONFIRMED)
        known = [text for code, text in OPEN[lang] if code in codes and "issuer" not in codes]
        return known[0] if known else ANSWERS[lang][report.outcome]
    return ANSWERS[lang][report.outcome]


def show(file: Path, report: "Report", lang: Language) -> None:
    """Print what was found about one file."""
    signs = (("✓", typer.colors.GREEN), ("✗", typer.colors.RED), ("?", typer.colors.YELLOW))
    sign, colour = signs[report.outcome]
    typer.secho(f"{sign} {file}: {_headline(report, lang)}", fg=colour)
    for finding in report.findings:
        detail = f" [{finding.detail}]" if finding.detail else ""
        place = f"{finding.place}: " * bool(finding.place)
        say(f"    {signs[finding.outcome][0]} {place}{finding.text}{detail}")
    for one in report.signatures:
        who = ", ".join(part for part in (one.who, one.organisation) if part)
        line = f"{one.place}: {one.role}: {who} · {one.at} · {one.level} · № {one.serial}"
        say(f"    {signs[one.outcome][0]} {line}")
        for line in (one.problem, one.means, one.trust, one.covers, one.changes):
            if line:
                say(f"        {line}")
