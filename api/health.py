"""`/healthz`, `/readyz` and `/metrics` of a web node: for balancers and monitoring, without logging in."""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, request

from api.context import tools
from docsvc.health.answers import Answers, Asker, Reply

blueprint = Blueprint("health", __name__)
KEPT = "docsvc-answers"


def init_health(app: Flask) -> None:
    """Serve them; what they look at is opened at the first question."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that this process answers."""
    return _sent(answers().alive())


@blueprint.get("/readyz")
def ready() -> Response:
    """Say of each part how it is."""
    return _sent(answers().ready())


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the figures of this node to whoever may have them."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return _sent(answers().metrics(Asker(request.remote_addr or "", headers)))


def answers() -> Answers:
    """Return what this process answers about its node."""
    if KEPT not in current_app.extensions:
        current_app.extensions[KEPT] = Answers(tools())
    return cast("Answers", current_app.extensions[KEPT])


def _sent(reply: Reply) -> Response:
    return Response(reply.body, reply.status, content_type=reply.media)
