"""The operations of the API as one table: routes, access and the OpenAPI document are read from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from inspect import signature
from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort, request
from flask_babel import gettext as _
from pydantic import BaseModel, TypeAdapter

from api.errors import problem
from api.rest.auth import caller
from api.rest.keyed import keyed_request
from docsvc.errors import BadInput
from docsvc.model.api_scopes import ApiScope
from docsvc.model.input_errors import checked
from docsvc.model.strict_json import MAX_BYTES, read_json
from docsvc.queries.api_documents import PDF_FILES

JSON = "application/json"
MULTIPART = "multipart/form-data"
_IDS = (
    "deal_id",
    "dispatch_id",
    "document_id",
    "mailing_id",
    "question_id",
    "recipient_id",
    "template_id",
    "version_id",
)
CONVERTERS = dict.fromkeys(_IDS, "uuid") | {
    "file": f"any({','.join(PDF_FILES)})",
    "route_code": "string(maxlength=40)",
}
"""How the variables of paths are matched; anything else is «not found» before a database sees it."""

View = Callable[..., "Answer | Response"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers: a value of the operation's schema, its status and headers."""

    value: object
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `answers` maps a status to the schema of its body, or to media types of bytes.

    One with a `form` takes `multipart/form-data`: those fields, and a `file`.
    """

    method: str
    path: str
    view: View
    scope: ApiScope
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answers: Mapping[int, Any]
    example: Mapping[str, Any] | None
    form: type[BaseModel] | None = None

    @property
    def takes_key(self) -> bool:
        """Tell whether it makes something, so that it takes an `Idempotency-Key`."""
        return "once" in signature(self.view).parameters


class Operations:
    """The table; declaring an operation serves it on the blueprint."""

    def __init__(self, blueprint: APIBlueprint) -> None:
        self.blueprint = blueprint
        self.table: list[Operation] = []

    def declare(
        self,
        route: str,
        *,
        scope: ApiScope,
        answers: Mapping[int, Any],
        body: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        example: Mapping[str, Any] | None = None,
        form: type[BaseModel] | None = None,
    ) -> Callable[[View], View]:
        """Serve `route` («GET /deals/{deal_id}») to keys with `scope`.

        The view gets the caller, the variables of the path as strings, and `body` and `query` checked, or
        `form` checked with the bytes of the `file`; `example` is a body to show. One that makes something
        asks for `once`: by which key this may be repeated.
        """
        method, path = route.split(" ")

        def serve(view: View) -> View:
            operation = Operation(method, path, view, scope, body, query, answers, example, form)
            self.table.append(operation)
            rule = re.sub(r"\{(\w+)\}", lambda found: f"<{CONVERTERS[found[1]]}:{found[1]}>", path)
            self.blueprint.add_url_rule(rule, view.__name__, _answering(operation), methods=[method])
            return view

        return serve


def _answering(operation: Operation) -> Callable[..., Response]:
    adapters = {
        status: TypeAdapter(schema)
        for status, schema in operation.answers.items()
        if not isinstance(schema, tuple)
    }

    takes_key = operation.takes_key

    @wraps(operation.view)
    def answer(**path: object) -> Response:
        who = caller(operation.scope)
        given: dict[str, Any] = {name: str(value) for name, value in path.items()}
        if operation.query is not None:
            given["query"] = checked(operation.query, _query())
        if operation.body is not None:
            given["body"] = checked(operation.body, read_json(_body()))
        if operation.form is not None:
            given |= {"file": _file(), "form": checked(operation.form, dict(request.form))}
        if takes_key:
            given["once"] = keyed_request(operation.view.__name__, who, given)
        result = operation.view(who, **given)
        if isinstance(result, Response):
            return result
        text = adapters[result.status].dump_json(result.value)
        return Response(text, status=result.status, headers=dict(result.headers), mimetype=JSON)

    return answer


def _file() -> bytes:
    """Return the bytes of the posted file; stop with 415 where the body is no form."""
    if request.mimetype != MULTIPART:
        detail = _("Нужна форма: передайте multipart/form-data с полем file.")
        abort(problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail))
    given = request.files.get("file")
    return given.read() if given else b""


def _query() -> dict[str, str]:
    """Return the parameters of the query; one that is repeated could be read in two ways."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise BadInput([(name, _("параметр повторяется")) for name in repeated])
    return dict(request.args)


def _body() -> bytes:
    """Return the body, an empty one as `{}`; stop with 415 where it is not JSON, with 413 over the limit."""
    if request.content_length == 0 or ("Content-Length" not in request.headers and not request.is_json):
        return b"{}"
    if not request.is_json:
        detail = _("Нужен JSON: передайте заголовок Content-Type: application/json.")
        abort(problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail))
    request.max_content_length = MAX_BYTES
    return request.get_data(cache=False)
