"""Writing down what somebody says about a document, or about a place of its PDF."""

from collections.abc import Sequence

from docsvc.access import Right, allow
from docsvc.errors import BadInput, Forbidden, WrongMove
from docsvc.errors.phrase import Phrase
from docsvc.model import Decision, Document, Remark, RemarkKind, State, new_id
from docsvc.model.remarks import RemarkInput
from docsvc.queries.drift import OPEN
from docsvc.queries.files import sees_only_signed
from docsvc.work import Actor, Work

LONGEST, LONGEST_QUOTE, MOST = 4000, 1000, 50


def write_remarks(
    work: Work, document: Document, decision: Decision, remarks: Sequence[RemarkInput], *, actor: Actor
) -> None:
    """Keep the comments that were given with a verdict; raise `BadInput` with every wrong one."""
    if len(remarks) > MOST:
        text = Phrase("замечаний больше %(most)s: соберите их в один файл и приложите его", most=MOST)
        raise BadInput([("замечания", text)])
    check_remarks(document, remarks)
    for remark in remarks:
        row = remark_of(work, document, remark, actor=actor, kind=RemarkKind.COMMENT)
        row.decision_id = decision.id
        work.add(row)
    work.record(
        document,
        "approval.commented",
        actor,
        decision=decision.id,
        pages=[remark.page for remark in remarks if remark.page],
        private={"remarks": [[remark.page, remark.quote, remark.text] for remark in remarks]},
    )


def require_talk(actor: Actor, document: Document) -> None:
    """Raise unless the actor takes part in the work on the document, and it is still worked on.

    Who sees a document only because it is signed has no say: `Forbidden`. After it was sent: `WrongMove`.
    """
    allow(actor, Right.VIEW, document)
    if sees_only_signed(actor, document):
        raise Forbidden
    if State(document.state) not in OPEN:
        raise WrongMove(state=document.state, move="discuss")


def check_remarks(document: Document, remarks: Sequence[RemarkInput]) -> None:
    """Raise `BadInput` naming every remark without words, too long, or on a page that is not there."""
    problems: list[tuple[str, str]] = []
    pages = document.version.pages
    for number, remark in enumerate(remarks, start=1):
        where = Phrase("замечание %(number)s", number=number) if len(remarks) > 1 else "текст"
        if not remark.text.strip():
            problems.append((where, "напишите, о чём речь"))
        if len(remark.text) > LONGEST or len(remark.quote) > LONGEST_QUOTE:
            text = Phrase(
                "не больше %(most)s знаков, в цитате — %(quoted)s", most=LONGEST, quoted=LONGEST_QUOTE
            )
            problems.append((where, text))
        if remark.page is not None and not 1 <= remark.page <= max(pages, 1):
            text = Phrase("страницы %(page)s нет: в документе их %(pages)s", page=remark.page, pages=pages)
            problems.append((where, text))
    if problems:
        raise BadInput(problems)


def remark_of(
    work: Work, document: Document, remark: RemarkInput, *, actor: Actor, kind: RemarkKind
) -> Remark:
    """Return the row of a remark on the current version; it is not added yet."""
    return Remark(
        id=new_id(),
        document_id=document.id,
        version_id=document.version.id,
        author_id=actor.id,
        kind=kind.value,
        text=remark.text.strip(),
        page=remark.page,
        quote=" ".join(remark.quote.split()),
        at=work.now,
    )
