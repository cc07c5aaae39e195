"""The OpenAPI 3.1 document, read from the table of operations and the schemas themselves."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from api.rest.keyed import HEADER, LONGEST
from api.rest.operations import JSON, MULTIPART, Operation
from docsvc import __version__
from docsvc.model.api_scopes import FOR_A_PERSON
from docsvc.queries.api_documents import PDF_FILES

REFERENCE = "#/components/schemas/{model}"
SECURITY = "key"
PROBLEM_TYPE = "application/problem+json"
PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` names the reason for programs, `detail` says it to people.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Every bad or missing field, by its path in what was sent.",
            "items": {
                "type": "object",
                "required": ["path", "detail"],
                "properties": {"path": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "scope": {"type": "string", "description": "Of scope-missing: what the key lacks."},
        "digest": {"type": "string", "description": "Of facts-drifted: names exactly these `differences`."},
        "differences": {
            "type": "array",
            "description": "Of facts-drifted: what the document says and what is known now.",
            "items": {
                "type": "object",
                "required": ["label", "before", "now"],
                "properties": {name: {"type": "string"} for name in ("label", "before", "now")},
            },
        },
    },
}
REFUSALS = {
    401: "The key is missing, unknown or revoked.",
    403: "The key lacks the scope, acts for nobody, or its person may not do this.",
    404: "There is nothing here, or the key's person may not know of it.",
    409: "The state of the document does not allow the act, or it has changed since.",
    413: "The body is too large: over 1 MiB, or over 11 MiB with a file.",
    415: "The body is not JSON.",
    422: "Fields are wrong or missing: `errors` names every one.",
    429: "Too often: `Retry-After` tells when to come again.",
    503: "The database or the store of files is away for a moment: `Retry-After` tells when to come again.",
}
ALSO: Mapping[str, tuple[int, ...]] = {
    "explain_route": (404,),
    "get_changes": (409,),
    "make_document": (404, 409),
    "post_dispatch": (404, 409),
    "post_reminder": (429,),
    "upload_document": (404, 409),
}
"""What operations refuse with besides what their path, body and query tell of."""
IDEMPOTENCY: Mapping[str, Any] = {
    "name": HEADER,
    "in": "header",
    "description": "Lets you send the request again where no answer came: for a day the same key with the "
    "same request makes nothing more and answers with what it made. Take a new UUID for each new request.",
    "schema": {"type": "string", "pattern": "^[!-~]+$", "maxLength": LONGEST},
}
INTRODUCTION = (
    "Deals come in, documents come out. Authenticate with `Authorization: Bearer dk_…`; a key is made by an "
    "administrator and has scopes. Sums are decimal strings. Repeated JSON keys, NaN and characters that no "
    "document can hold are refused. No answer ever holds a signing link or a code."
)

_VARIABLES: Mapping[str, Any] = {"file": {"enum": [*PDF_FILES]}, "route_code": {"maxLength": 40}}

Mode = Literal["validation", "serialization"]
Wanted = tuple[str, Mode, TypeAdapter[Any]]


def openapi(table: Iterable[Operation], *, server: str) -> dict[str, Any]:
    """Return the document for the operations of `table`, served under the path `server`."""
    operations = tuple(table)
    references, definitions = TypeAdapter.json_schemas(list(_wanted(operations)), ref_template=REFERENCE)
    schemas: dict[str, Any] = dict(definitions.get("$defs", {}))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "docsvc", "version": __version__, "description": INTRODUCTION},
        "servers": [{"url": server}],
        "security": [{SECURITY: []}],
        "paths": paths,
        "components": {
            "schemas": schemas | {"Problem": dict(PROBLEM)},
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer", "bearerFormat": "dk_…"}},
        },
    }


def _wanted(operations: Iterable[Operation]) -> Iterable[Wanted]:
    """Return every schema once: bodies as they are read, answers as they are written."""
    wanted: dict[tuple[str, Mode], Wanted] = {}
    for operation in operations:
        answers = [schema for schema in operation.answers.values() if not isinstance(schema, tuple)]
        for schema, mode in _modes(operation.body, answers):
            wanted[schema.__name__, mode] = (schema.__name__, mode, TypeAdapter(schema))
    return wanted.values()


def _modes(body: type[Any] | None, answers: Iterable[type[Any]]) -> Iterable[tuple[type[Any], Mode]]:
    if body is not None:
        yield body, "validation"
    for answer in answers:
        yield answer, "serialization"


def _operation(operation: Operation, references: Mapping[Any, Any]) -> dict[str, Any]:
    summary, _blank, rest = (getdoc(operation.view) or "").partition("\n")
    scope = f"Scope `{operation.scope.value}`" + (
        "; the key acts for a person." if operation.scope in FOR_A_PERSON else "."
    )
    about: dict[str, Any] = {
        "operationId": operation.view.__name__,
        "tags": [operation.path.split("/")[1]],
        "summary": summary.rstrip("."),
        "description": "\n\n".join(filter(None, (" ".join(rest.split()), scope))),
        "parameters": [
            *_path_parameters(operation.path),
            *_query_parameters(operation.query),
            *((IDEMPOTENCY,) if operation.takes_key else ()),
        ],
        "responses": _responses(operation, references),
    }
    if operation.body is not None:
        schema = references[operation.body.__name__, "validation"]
        shown = {"example": operation.example} if operation.example else {}
        about["requestBody"] = {"required": True, "content": {JSON: {"schema": schema} | shown}}
    if operation.form is not None:
        about["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": _form(operation.form)}}}
    return about


def _form(form: type[BaseModel]) -> dict[str, Any]:
    """Describe the fields of a form and its file."""
    schema = form.model_json_schema()
    fields = {name: _inlined(about, schema.get("$defs", {})) for name, about in schema["properties"].items()}
    file = {"type": "string", "contentMediaType": "application/pdf"}
    return {
        "type": "object",
        "required": ["file", *schema.get("required", ())],
        "properties": {"file": file} | fields,
    }


def _responses(operation: Operation, references: Mapping[Any, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, schema in operation.answers.items():
        content = (
            {media: {} for media in schema}
            if isinstance(schema, tuple)
            else {JSON: {"schema": references[schema.__name__, "serialization"]}}
        )
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    problem = {PROBLEM_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    for status in sorted({*_refusals(operation), *ALSO.get(operation.view.__name__, ())}):
        responses[str(status)] = {"description": REFUSALS[status], "content": problem}
    return responses


def _refusals(operation: Operation) -> Iterable[int]:
    yield from (401, 403, 503)
    if "{" in operation.path:
        yield 404
    if "{" in operation.path and (operation.method == "POST" or "files" in operation.path):
        yield 409
    taken = operation.body or operation.form
    if taken is not None:
        yield from (413, 415)
    if taken is not None or operation.query is not None:
        yield 422


def _path_parameters(path: str) -> Iterable[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", path):
        schema: dict[str, Any] = {"type": "string"} | _VARIABLES.get(name, {"format": "uuid"})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(query: type[BaseModel] | None) -> Iterable[dict[str, Any]]:
    """Return the fields of a query with its small schemas (enumerations) written in place."""
    if query is None:
        return
    schema = query.model_json_schema()
    for name, about in schema["properties"].items():
        yield {"name": name, "in": "query", "schema": _inlined(about, schema.get("$defs", {}))}


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    match schema:
        case {"$ref": str(reference)}:
            return definitions[reference.rpartition("/")[2]]
        case dict():
            return {name: _inlined(each, definitions) for name, each in schema.items()}
        case list():
            return [_inlined(each, definitions) for each in schema]
        case _:
            return schema
