"""A recipient's link: GET only says that there is something; POST exchanges it for a session."""

from flask import redirect, render_template, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from api.context import tools
from api.errors import status_of
from api.language import reader_language
from api.web.signing.blueprint import blueprint
from api.web.signing.visitor import keep_session, origin
from api.web.signing.words import NOUN
from docsvc.actions.open_link import open_link
from docsvc.errors import LinkInvalid
from docsvc.queries.invitation import read_invitation


@blueprint.get("/s/<token>")
def link(token: str) -> str:
    """Offer to go on; nothing changes, because mail scanners follow links."""
    with tools().read() as session:
        invitation = read_invitation(session, token, now=tools().clock())
    with force_locale(reader_language(invitation.language)):
        noun = NOUN[invitation.kind] if invitation.kind else ""
        return render_template("signing/link.html", invitation=invitation, noun=noun)


@blueprint.post("/s/<token>")
def open_session(token: str) -> Response:
    """Exchange the link for a session and leave the address that holds the secret."""
    with tools().work() as work:
        opened = open_link(work, token, **origin())
    response = redirect(url_for("signing.document", document_id=opened.document_ids[0]), 303)
    for document_id in opened.document_ids:
        keep_session(response, opened.session_token, document_id=document_id)
    return response


@blueprint.errorhandler(LinkInvalid)
def link_invalid(error: LinkInvalid) -> tuple[str, int]:
    """Say the same of every link and session that opens nothing."""
    return render_template("signing/invalid.html"), status_of(error)
