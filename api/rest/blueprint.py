"""The JSON API for machines, under /api/v1."""

from apiflask import APIBlueprint
from flask import Response

from api.rest.operations import Operations

blueprint = APIBlueprint(
    "rest", __name__, url_prefix="/api/v1", template_folder="pages", enable_openapi=False
)
operations = Operations(blueprint)


@blueprint.after_request
def say_how_to_authenticate(response: Response) -> Response:
    """Name the scheme with every 401. Source: RFC 9110 §11.6.1."""
    if response.status_code == 401:  # noqa: PLR2004 -- the status itself is the word
        response.headers["WWW-Authenticate"] = 'Bearer realm="docsvc"'
    return response
