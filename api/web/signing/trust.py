"""The public page of trust: our root certificate, its fingerprint, and how to compare and install it."""

from asn1crypto import pem
from flask import Response, render_template

from api.context import tools
from api.downloads import download
from api.web.signing import words
from api.web.signing.blueprint import blueprint
from docsvc.errors import NotFound
from docsvc.queries.published import published
from docsvc.tools import revoked_list
from signing import fingerprint


@blueprint.get("/trust")
def trust() -> str:
    """Show whose seal it is, and what to compare."""
    with tools().read() as session:
        found = published(session)
    groups = fingerprint(tools().root_pem()).split(":")
    quads = [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
    return render_template("signing/trust.html", published=found, quads=quads, words=words)


@blueprint.get("/trust/root.pem")
def root_pem() -> Response:
    """Give the root certificate as the package holds it."""
    return _file(tools().root_pem(), "root.pem", "application/x-pem-file")


@blueprint.get("/trust/root.cer")
def root_cer() -> Response:
    """Give the root certificate as Acrobat and Windows open it."""
    return _file(pem.unarmor(tools().root_pem())[2], "root.cer", "application/pkix-cert")


@blueprint.get("/trust/seal-chain.pem")
def seal_chain() -> Response:
    """Give the certificates of a seal that others issued; a seal of our own has none to give."""
    with tools().read() as session:
        chain = published(session).chain
    if not chain:
        raise NotFound
    return _file(chain.encode(), "seal-chain.pem", "application/x-pem-file")


@blueprint.get("/trust/revoked.crl")
def revoked() -> Response:
    """Give the list of what our authority has revoked, signed as of now; others' programs read it too."""
    return _file(revoked_list(tools()), "revoked.crl", "application/pkix-crl")


def _file(content: bytes, name: str, kind: str) -> Response:
    return download(content, name, media_type=kind)
