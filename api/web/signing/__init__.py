"""The recipient's side: the link, the document's page, the answer, and the public proof page."""

from api.web.signing import answer, document, files, link, others, proof, trust, verify  # noqa: F401 -- their views register themselves
from api.web.signing.blueprint import blueprint

__all__ = ["blueprint"]
