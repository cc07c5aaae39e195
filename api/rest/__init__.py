"""JSON for machines: deals in, documents out. Bearer keys only, so nothing here needs a CSRF token."""

from api.rest import deals, description, documents, files
from api.rest.blueprint import blueprint

__all__ = ["blueprint", "deals", "description", "documents", "files"]
