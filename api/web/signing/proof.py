"""The public page behind a certificate's QR code: state and hashes, never contents or names."""

from flask import render_template

from api.context import tools
from api.errors import status_of
from api.web.signing import words
from api.web.signing.blueprint import blueprint
from docsvc.errors import NotFound
from docsvc.queries.proof import read_proof


@blueprint.get("/v/<document_id>")
def proof(document_id: str) -> tuple[str, int]:
    """Show what can be checked of a document; one that is unknown and one never sent look alike."""
    try:
        with tools().read() as session:
            found = read_proof(session, document_id)
    except NotFound as error:
        return render_template("signing/no_proof.html"), status_of(error)
    return render_template("signing/proof.html", proof=found, words=words), 200
