"""JSON for machines: deals in, documents out. Bearer keys only, so nothing here needs a CSRF token."""

from api.rest import (
    approvals,
    catalog,
    content,
    deals,
    description,
    dispatches,
    documents,
    figures,
    files,
    mailings,
    routes,
    uploads,
)
from api.rest.blueprint import blueprint

__all__ = [
    "approvals",
    "blueprint",
    "catalog",
    "content",
    "deals",
    "description",
    "dispatches",
    "documents",
    "figures",
    "files",
    "mailings",
    "routes",
    "uploads",
]
