"""The document's page of a recipient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request
from flask_babel import force_locale

from api.context import tools
from api.language import reader_language
from api.web.signing import words
from api.web.signing.asking import Asking, asking_of
from api.web.signing.blueprint import blueprint
from api.web.signing.steps import HANDS, means, step
from api.web.signing.terms import key_terms
from api.web.signing.visitor import session_token
from docsvc.errors import NotComparable
from docsvc.model import Act, Level
from docsvc.model.levels import LEVELS
from docsvc.queries.agreement import Agreement, read_agreement
from docsvc.queries.changed_since import text_changes
from docsvc.queries.consents import offered_consents
from docsvc.queries.recipient import EnvelopeDocument, RecipientView, has_accepted, recipient_view
from docsvc.queries.standing import READABLE
from templates.compare import Row, Sign


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and ticked, kept when something has to be mended, and what has to be: by field.

    `told` is what went well, `resent` whether the newer code that was asked for went out, `doubtful` whether
    a signature made outside has to be confirmed. Without values the page shows what was kept for later.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    doubtful: bool = False
    resent: bool | None = None

    @property
    def remarks(self) -> Sequence[tuple[str, str, str]]:
        """Return the remarks on places of the text that were sent with the form."""
        parts = (request.form.getlist(f"remark_{name}") for name in ("page", "quote", "text"))
        return list(zip(*parts, strict=False))

    @property
    def delegating(self) -> bool:
        """Tell whether it was handing over that has to be mended."""
        return any(name.startswith("to-") for name in self.errors)


@blueprint.get("/sign/<document_id>")
def document(document_id: str) -> str:
    """Show the document and what is asked, or what has become of it."""
    view = load(document_id)
    with force_locale(speaks(view)):
        return page(view, Form(view.draft))


def speaks(view: RecipientView) -> str:
    """Return the language of a recipient's page; on somebody else's device it is not that person's choice."""
    return view.language if view.in_person else reader_language(view.language)


def load(document_id: str) -> RecipientView:
    """Return what this browser's recipient may see of a document."""
    with tools().read() as session:
        return recipient_view(
            session,
            session_token(document_id),
            document_id=document_id,
            blobs=tools().blobs,
            now=tools().clock(),
        )


def page(view: RecipientView, form: Form) -> str:
    """Render the page in the locale that is in force; only a question while the access code is awaited."""
    if view.needs_access_code:
        return locked(view.document_id)
    asking = asking_of(view, form.values)
    readable = view.standing in READABLE
    return render_template(
        "signing/document.html",
        view=view,
        form=form,
        terms=key_terms(view),
        step=step,
        asking=asking,
        readable=readable,
        picture=readable and bool(view.here.picture),
        onward=_onward(view) if asking else None,
        words=words,
        **(_asked(view, asking) if asking else {}),
    )


def _asked(view: RecipientView, asking: Asking) -> dict[str, Any]:
    """Return what only a page with a form shows."""
    agreement, accepted = agreement_for(view)
    return {
        "agreement": agreement,
        "agreement_accepted": accepted,
        "consent": words.consent(view.act, several=asking.several),
        "changed": _changed(view),
        "consents": offered_consents(view.facts, language=view.language) if view.individual else (),
        "level": LEVELS[view.level],
        "means": means(view),
        "hands": HANDS,
    }


def agreement_for(view: RecipientView) -> tuple[Agreement | None, bool]:
    """Return the agreement that signing needs, and whether this person has accepted it before."""
    if view.act is not Act.SIGN or view.level is not Level.ADVANCED:
        return None, False
    agreement = read_agreement(view.facts, language=view.language)
    with tools().read() as session:
        known = {"version": agreement.version, "sha256": agreement.sha256}
        return agreement, has_accepted(session, email=view.email, **known)


def locked(document_id: str, problem: str = "") -> str:
    """Render the question for the access code; nothing of the documents is told before it is answered."""
    form = Form(errors={"access": problem} if problem else {})
    return render_template("signing/unlock.html", document_id=document_id, form=form)


def _onward(view: RecipientView) -> EnvelopeDocument | None:
    """Return the document of the envelope to read next."""
    ids = [each.id for each in view.documents]
    after = view.documents[ids.index(view.document_id) + 1 :] if view.document_id in ids else ()
    return next(iter(after), None)


def _changed(view: RecipientView) -> Sequence[Row] | None:
    """Return the paragraphs that have changed since this person saw them; None where they never did."""
    if view.changes_since is None:
        return None
    try:
        rows = text_changes(tools().blobs, view.changes_since)
    except NotComparable:
        return None
    return [each for each in rows if each.sign is not Sign.SAME]
