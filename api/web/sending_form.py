"""The form of a sending: rows of recipients, groups, and how it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

from api.web.reading import field as posted
from api.web.reading import read_date, seen, whole
from docsvc.actions.guard_facts import Accepted
from docsvc.actions.send_document import Terms
from docsvc.model import Act, Asked, Channel, Level, Reminders
from docsvc.model.authority import FIELDS, terms_of

MOST_RECIPIENTS = 20
MOST_DOCUMENTS = 20
GROUPS = ("А", "Б", "В")
COLUMNS = (
    *("name", "email", "act", "order", "party", "position", "organisation", "authority"),
    *("phone", "channel", "level", "language", "group", "access_code", "row"),
    *(f"authority_{field}" for field in FIELDS),
)
TICKS = ("individual", "may_delegate")
LANGUAGES = ("ru", "en")
USUAL = Reminders()


@dataclass(frozen=True, slots=True)
class SendingForm:
    """What was typed; as a page is first opened, the usual recipients and terms."""

    recipients: tuple[Asked, ...] = ()
    companions: tuple[str, ...] = ()
    title: str = ""
    message: str = ""
    expires_on: str = ""
    reminders: Reminders = USUAL
    quorums: Mapping[str, int] = field(default_factory=dict)
    shares_copies: bool = False
    in_person: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """Return how the sending is to go on."""
        return Terms(
            message=self.message,
            title=self.title,
            expires_on=read_date(self.expires_on),
            reminders=self.reminders,
            quorums=self.quorums,
            shares_copies=self.shares_copies,
            in_person=self.in_person,
        )

    @property
    def unusual(self) -> bool:
        """Tell whether anything is set that the page folds away."""
        return bool(self.title or self.shares_copies or self.in_person or self.reminders != USUAL)


def read_sending() -> SendingForm:
    """Read the posted form; wrong values count as absent, and what they mean is judged by the action."""
    form, recipients = request.form, read_recipients()
    groups = {asked.group for asked in recipients if asked.group}
    return SendingForm(
        recipients=recipients,
        companions=tuple(dict.fromkeys(form.getlist("with")))[:MOST_DOCUMENTS],
        title=posted("title"),
        message=posted("message"),
        expires_on=posted("expires_on"),
        reminders=read_reminders(),
        quorums={group: whole(posted(f"quorum.{group}")) or 1 for group in sorted(groups)},
        shares_copies="shares_copies" in form,
        in_person="in_person" in form,
        reasons={
            key.removeprefix("accept_reason"): value
            for key, value in form.items()
            if key.startswith("accept_reason")
        },
    )


def read_reminders() -> Reminders:
    """Return the reminders of the posted form; a form without them means the usual ones."""
    if "first" not in request.form:
        return USUAL
    first, every, most = (whole(posted(name)) or 0 for name in ("first", "every", "most"))
    return Reminders(first=first, every=every, most=most)


def read_recipients() -> tuple[Asked, ...]:
    """Read the rows of the form; a row with neither name nor e-mail is an empty one."""
    columns = {column: request.form.getlist(column)[:MOST_RECIPIENTS] for column in COLUMNS}
    rows = [
        {column: values[number] if number < len(values) else "" for column, values in columns.items()}
        for number in range(len(columns["name"]))
    ]
    ticked = {tick: frozenset(request.form.getlist(tick)) for tick in TICKS}
    return tuple(_asked(row, ticked) for row in rows if row["name"].strip() or row["email"].strip())


def revisions(document_id: str, companions: tuple[str, ...]) -> dict[str, int]:
    """Return the revisions that the page showed, of the document itself and of what goes along."""
    known = {each: request.form.get(f"seen.{each}", type=int) for each in companions}
    known[document_id] = seen()
    return {each: revision for each, revision in known.items() if revision is not None}


def accepted_of(document_id: str, companions: tuple[str, ...]) -> dict[str, Accepted]:
    """Return the person's word that documents stay as they are, by document."""
    names = {document_id: ""} | {each: f".{each}" for each in companions}
    given = {
        each: Accepted(posted(f"accept_digest{suffix}"), posted(f"accept_reason{suffix}"))
        for each, suffix in names.items()
    }
    return {each: word for each, word in given.items() if word.digest and word.reason}


def _asked(row: dict[str, str], ticked: Mapping[str, frozenset[str]]) -> Asked:
    order = whole(row["order"]) or 1
    act = Act(row["act"]) if row["act"] in set(Act) else Act.RECEIVE
    return Asked(
        name=row["name"].strip(),
        email=row["email"].strip(),
        act=act,
        order=min(order, MOST_RECIPIENTS),
        party=row["party"],
        position=row["position"].strip(),
        organisation=row["organisation"].strip(),
        authority=row["authority"].strip(),
        language=row["language"] if row["language"] in LANGUAGES else "ru",
        phone=row["phone"].strip(),
        channel=Channel(row["channel"]) if row["channel"] in set(Channel) else Channel.EMAIL,
        level=Level(row["level"]) if row["level"] in set(Level) else Level.ADVANCED,
        group=row["group"] if row["group"] in GROUPS else "",
        individual=bool(row["row"]) and row["row"] in ticked["individual"],
        may_delegate=bool(row["row"]) and row["row"] in ticked["may_delegate"],
        access_code=row["access_code"].strip(),
        authority_terms=terms_of(row),
    )
