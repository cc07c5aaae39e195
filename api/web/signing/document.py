"""The document's page of a recipient, and the files that it shows and gives away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from flask import Response, render_template, request, send_file
from flask_babel import force_locale

from api.context import tools
from api.web.signing import words
from api.web.signing.blueprint import blueprint
from api.web.signing.terms import key_terms
from api.web.signing.visitor import origin, session_token
from docsvc.actions.read_file import FileToRead, Part, read_file
from docsvc.model import Act, Kind
from docsvc.model.kinds import KINDS
from docsvc.queries.agreement import Agreement, read_agreement
from docsvc.queries.recipient import RecipientView, has_accepted, recipient_view
from docsvc.queries.standing import READABLE, Standing


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and ticked, kept when something has to be mended, and what has to be: by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@blueprint.get("/sign/<document_id>")
def document(document_id: str) -> str:
    """Show the document and what is asked, or what has become of it."""
    view = load(document_id)
    with force_locale(view.language):
        return page(view, Form())


@blueprint.get("/sign/<document_id>/file.pdf")
def file(document_id: str) -> Response:
    """Give the document's bytes to its recipient: to the page, or to keep."""
    return _file(document_id, Part.DOCUMENT, download="download" in request.args)


@blueprint.get("/sign/<document_id>/certificate.pdf")
def certificate(document_id: str) -> Response:
    """Give the certificate of completion to keep."""
    return _file(document_id, Part.CERTIFICATE, download=True)


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
    """Render the page in the locale that is in force."""
    agreement, accepted = agreement_for(view)
    return render_template(
        "signing/document.html",
        view=view,
        form=form,
        terms=key_terms(view),
        agreement=agreement,
        agreement_accepted=accepted,
        consent=words.consent(view.act) if view.act in words.CONSENT else "",
        readable=view.standing in READABLE,
        asked=view.standing is Standing.ASKED and view.act is not Act.RECEIVE,
        words=words,
    )


def agreement_for(view: RecipientView) -> tuple[Agreement | None, bool]:
    """Return the agreement that signing needs, and whether this person has accepted it before."""
    if view.standing is not Standing.ASKED or view.act is not Act.SIGN:
        return None, False
    agreement = read_agreement(view.facts, language=view.language)
    with tools().read() as session:
        known = {"version": agreement.version, "sha256": agreement.sha256}
        return agreement, has_accepted(session, email=view.email, **known)


def _file(document_id: str, part: Part, *, download: bool) -> Response:
    with tools().work() as work:
        found = read_file(
            work,
            session_token(document_id),
            document_id=document_id,
            part=part,
            download=download,
            **origin(),
        )
    response = send_file(
        BytesIO(tools().blobs.get(found.address)),
        mimetype="application/pdf",
        as_attachment=download,
        download_name=_name(found, part),
    )
    response.headers["Cache-Control"] = "no-store"  # send_file allows a copy to be kept and asked about
    return response


def _name(found: FileToRead, part: Part) -> str:
    """Name a file as people do: `Договор_Д-2026-0001_v1.0_signed.pdf`."""
    short = KINDS[Kind(found.kind)].short
    stem = f"{short}_{found.number}_v{found.version}".replace("/", "-").replace(" ", "_")
    if part is Part.CERTIFICATE:
        return f"{stem}_certificate.pdf"
    return f"{stem}_signed.pdf" if found.final else f"{stem}.pdf"
