"""What is told of every request: its id, how long it took, and one line of the log. Never its path.

A path may hold a recipient's link and a query what somebody looks for, so the route speaks for them.
"""

import re
from time import perf_counter
from typing import Final
from uuid import uuid4

from flask import Flask, Response, g, request

from docsvc.observe import logs, metrics
from docsvc.observe.lines import REQUEST_ID, UUID

log = logs.logger(__name__)

HEADER: Final = "X-Request-ID"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET: Final = frozenset({"static", "health.alive", "health.ready", "health.metrics"})
"""Routes that are asked all the time: counted, and written down only when they fail."""

FAILED: Final = 500
_GIVEN: Final = re.compile(REQUEST_ID)
_DOCUMENT: Final = re.compile(UUID)


def init_observing(app: Flask) -> None:
    """Stand around everything else, so that what others refuse is told of too."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GIVEN.fullmatch(given) else uuid4().hex
    g.begun = perf_counter()
    logs.begin(request=g.request_id)
    document = str((request.view_args or {}).get("document_id", ""))
    if _DOCUMENT.fullmatch(document):
        logs.about(document=document)


def _end(response: Response) -> Response:
    seconds = perf_counter() - g.begun
    route = request.endpoint or "unknown"
    method = request.method if request.method in METHODS else "OTHER"
    metrics.REQUESTS.labels(route, method, str(response.status_code)).inc()
    metrics.REQUEST_SECONDS.labels(route).observe(seconds)
    response.headers[HEADER] = g.request_id
    if route not in QUIET or response.status_code >= FAILED:
        log.info(
            "request", route=route, method=method, status=response.status_code, ms=round(seconds * 1000, 1)
        )
    return response
