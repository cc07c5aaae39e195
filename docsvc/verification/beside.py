"""A signature that a signer made with their own means, over the PDF as it was sent to them."""

from docsvc.verification.report import Finding, Outcome, Report
from docsvc.verification.words import say
from signing import Verdict, certified_part
from signing.qualified import check_detached


def check_beside(name: str, signature: bytes, pdf: bytes, verdict: Verdict, *, language: str) -> Report:
    """Check a detached signature over the part of the PDF that was sent, at the time of the closing seal.

    Whoever issued its certificate is none of those that are trusted here, so that is said to be open.
    """
    at = max(one.at for one in verdict.signatures)
    found = check_detached(certified_part(pdf), signature, at=at)
    if not found.ok:
        problems = "; ".join(f"{each.code.value} {each.about}".strip() for each in found.problems)
        bad = Finding(name, say(language, "detached_bad"), Outcome.BROKEN, "detached_bad", problems)
        return Report((bad,))
    text = say(
        language,
        "detached_ok",
        algorithm=found.algorithm,
        who=found.who,
        serial=found.serial,
        issuer=found.issuer,
    )
    lines = [Finding(name, text, code="detached_ok")]
    if not found.trusted:
        lines.append(Finding(name, say(language, "detached_open"), code="detached_open"))
    return Report(tuple(lines))
