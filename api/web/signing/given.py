"""A recipient's form as the will that it expresses."""

from flask import request

from api.web.signing.asking import Asking, given_values
from api.web.signing.document import agreement_for
from api.web.signing.words import consent
from docsvc.actions.clean_look import PICTURE_MOST, clean_look
from docsvc.model import Act
from docsvc.model.will import LookInput, LookKind, Offer, Will
from docsvc.queries.recipient import RecipientView

SIGNATURE_MOST = 1024 * 1024
"""Bytes of a signature made outside: far more than any chain of certificates takes."""


def will_of(view: RecipientView, asking: Asking) -> Will:
    """Return what the form says; raise `BadInput` for a drawing or picture that cannot be used."""
    agreement, _ = agreement_for(view)
    form = request.form
    return Will(
        typed=form.get("typed", ""),
        code=form.get("code", ""),
        consent=consent(Act.SIGN, several=asking.several) if form.get("consent") else "",
        agreement=Offer(agreement.version, agreement.sha256, agreement.text)
        if agreement
        else Offer("", "", b""),
        agreed_sha256=form.get("agreement", ""),
        shown=shown(asking, view.document_id),
        look=clean_look(_look()),  # outside of the transaction: a picture is read in a process of its own
        values=given_values(asking, form),
        detached=_detached(asking),
        confirmed=form.get("confirmed") == "yes",
        consents=tuple(name.removeprefix("consent-") for name in form if name.startswith("consent-")),
    )


def shown(asking: Asking, document_id: str) -> dict[str, str]:
    """Return which bytes the page showed of each document."""
    names = {each.id: "shown" if each.id == document_id else f"shown.{each.id}" for each in asking.documents}
    return {each: request.form.get(name, "") for each, name in names.items()}


def _look() -> LookInput:
    form = request.form
    match form.get("how"):
        case LookKind.DRAWN:
            return LookInput(LookKind.DRAWN, content=form.get("strokes", "").encode())
        case LookKind.PICTURE:
            file = request.files.get("picture")
            return LookInput(LookKind.PICTURE, content=file.read(PICTURE_MOST + 1) if file else b"")
        case _:
            return LookInput(LookKind.TYPED, face=form.get("face", ""))


def _detached(asking: Asking) -> dict[str, bytes]:
    files = {each.id: request.files.get(f"detached.{each.id}") for each in asking.documents}
    return {each: file.read(SIGNATURE_MOST) for each, file in files.items() if file}
