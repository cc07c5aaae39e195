"""Every list of docsvc, and who asks for it."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsvc.model import Document, Kind, MailState, State
from docsvc.queries.api_deals import deals_page
from docsvc.queries.api_documents import DocumentsAsked, documents_page
from docsvc.queries.approvals import inbox_count, stages
from docsvc.queries.archive import ArchiveFilter, archive, archive_total
from docsvc.queries.checklist import checklist
from docsvc.queries.deals import deal_list, one_deal
from docsvc.queries.document_filter import DocumentFilter
from docsvc.queries.documents import document_list
from docsvc.queries.figures import figures
from docsvc.queries.figures_filter import FigureFilter
from docsvc.queries.history import history
from docsvc.queries.home import home
from docsvc.queries.inbox import inbox
from docsvc.queries.jobs import dead_jobs, jobs
from docsvc.queries.operations import operations
from docsvc.queries.outgoing import outgoing_mails, sent_by_sms
from docsvc.queries.own_page import addressed_to
from docsvc.queries.own_signing import to_sign
from docsvc.queries.similar import similar_decisions
from docsvc.queries.stuck import stuck_approvals
from docsvc.queries.stuck_jobs import stuck_jobs
from docsvc.queries.tiles import tiles
from docsvc.queries.usage import usage_by_template
from docsvc.work import Actor

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
A_DOCUMENT, A_DEAL = f"d{1:035}", f"l{1:035}"
LATE = 20
"""A page deep in a list."""

Ask = Callable[[Session, Actor], object]


def sorted_by(column: str, *, page: int = 1) -> Ask:
    chosen = DocumentFilter(sort=column)
    return lambda session, actor: document_list(session, actor, chosen, page=page)


def narrowed_to(**chosen: object) -> Ask:
    narrowed = DocumentFilter(**chosen)  # type: ignore[arg-type]  # a test passes what it likes
    return lambda session, actor: (document_list(session, actor, narrowed), tiles(session, actor, narrowed))


def of_month(session: Session, actor: Actor) -> object:
    chosen = ArchiveFilter(since=TODAY - dt.timedelta(days=30), until=TODAY)
    return archive(session, actor, chosen), archive_total(session, actor, chosen)


def of_figures(session: Session, actor: Actor) -> object:
    chosen = FigureFilter(TODAY - dt.timedelta(days=4), TODAY - dt.timedelta(days=4))
    return figures(session, actor, chosen, now=NOW, zone=ZoneInfo("Europe/Moscow"))


def of_similar(session: Session, actor: Actor) -> object:
    newest = select(Document).where(Document.state == State.IN_APPROVAL.value).limit(1)
    return similar_decisions(session, actor, session.scalars(newest).one())


WHOSE = ("u7", "lawyer", "finance", "director", "accountant", "administrator")
"""A lawyer was asked about everything, in steps; an accountant sees most of it, an administrator all."""
EVERYBODY: dict[str, Ask] = {
    "documents": narrowed_to(),
    "documents by date": sorted_by("-date"),
    "documents by number": sorted_by("number"),
    "documents by company": sorted_by("company"),
    "documents by amount": sorted_by("-amount"),
    "a late page": sorted_by("-updated", page=LATE),
    "drafts": narrowed_to(states=frozenset({State.DRAFT})),
    "invoices": narrowed_to(kind=Kind.INVOICE),
    "archived": narrowed_to(states=frozenset({State.ARCHIVED})),
    "archived by company": narrowed_to(states=frozenset({State.ARCHIVED}), sort="company"),
    "a number that is looked for": narrowed_to(text="д-4242"),
    "words that nobody wrote": narrowed_to(text="нет такого"),
    "of a deal": narrowed_to(deal_id=A_DEAL),
    "of this month": narrowed_to(since=TODAY - dt.timedelta(days=30)),
    "copies": narrowed_to(copies=True),
    "trash": narrowed_to(trashed=True),
    "home": home,
    "archive": lambda session, actor: archive(session, actor, ArchiveFilter()),
    "archive of a month": of_month,
    "a late page of the archive": lambda session, actor: archive(session, actor, ArchiveFilter(), page=LATE),
    "inbox": lambda session, actor: (inbox(session, actor), inbox_count(session, actor)),
    "to sign": lambda session, actor: to_sign(session, actor, now=NOW),
    "stuck approvals": lambda session, actor: stuck_approvals(session, actor, now=NOW),
    "stuck jobs": lambda session, actor: stuck_jobs(session, actor, now=NOW),
    "similar": of_similar,
    "documents of the api": lambda session, actor: documents_page(session, actor, DocumentsAsked(), limit=50),
}
SELLERS = ("u7", "director")
OF_SELLERS: dict[str, Ask] = {
    "deals": deal_list,
    "deals of the api": lambda session, actor: deals_page(session, actor, limit=50),
}
OF_THE_DIRECTOR: dict[str, Ask] = {"figures": of_figures}
OF_THE_ADMINISTRATOR: dict[str, Ask] = {
    "operations": lambda session, actor: operations(session, actor, now=NOW),
    "jobs": lambda session, actor: (jobs(session, actor), dead_jobs(session)),
    "letters": lambda session, actor: outgoing_mails(session, actor=actor),
    "failed letters": lambda session, actor: outgoing_mails(session, actor=actor, state=MailState.FAILED),
    "text messages": lambda session, actor: sent_by_sms(session, actor=actor),
    "checklist": lambda session, _actor: checklist(session, smtp=True),
    "templates": lambda session, _actor: usage_by_template(session),
    "a history": lambda session, _actor: history(session, A_DOCUMENT),
    "an approval": lambda session, _actor: stages(session, A_DOCUMENT),
    "a client's page": lambda session, _actor: addressed_to(session, "k5@client.example"),
    "a deal": lambda session, actor: one_deal(session, actor, A_DEAL),
}
EVERY: tuple[tuple[str, str, Ask], ...] = (
    *((name, who, ask) for name, ask in EVERYBODY.items() for who in WHOSE),
    *((name, who, ask) for name, ask in OF_SELLERS.items() for who in SELLERS),
    *((name, "director", ask) for name, ask in OF_THE_DIRECTOR.items()),
    *((name, "administrator", ask) for name, ask in OF_THE_ADMINISTRATOR.items()),
)
