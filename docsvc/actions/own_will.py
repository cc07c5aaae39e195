"""What a colleague gives to sign with on their own page: the same as a recipient, read and kept."""

from typing import Any

from docsvc.actions.enact import AGREEMENTS
from docsvc.actions.weigh import TYPED_MAX, require_consent
from docsvc.errors import BadInput
from docsvc.model.will import Will
from docsvc.queries.recipient import has_accepted
from docsvc.work import Work
from signing.values import clean


def read_will(work: Work, will: Will, *, email: str) -> dict[str, Any]:
    """Return what is kept of a will until it is used; the text of the agreement becomes a blob.

    Raises `BadInput` without a name, `ConsentRequired` without a consent, `StalePage` for another agreement.
    """
    typed = clean(will.typed)
    if not typed or len(typed) > TYPED_MAX:
        raise BadInput([("typed", "напишите фамилию, имя и отчество")])
    agreement = will.agreement
    known = {"version": agreement.version, "sha256": agreement.sha256}
    require_consent(will, accepted=has_accepted(work.session, email=email, **known))
    blob = work.blobs.put(AGREEMENTS, agreement.text)
    return {
        "typed": typed,
        "consent": will.consent,
        "agreement": agreement.sha256,
        "agreement_version": agreement.version,
        "agreement_blob": blob,
    }
