"""Templates: uploaded, looked at by the lint and published by programs, such as a repository of templates."""

import base64
import binascii
from http import HTTPStatus
from typing import Annotated

from flask import url_for
from pydantic import AfterValidator, ConfigDict, Field

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from api.rest.told import in_language
from docsvc.actions.publish_template import publish_template
from docsvc.actions.template_file import Named, read_template
from docsvc.actions.upload_template import upload_template, upload_version
from docsvc.errors.phrase import Phrase
from docsvc.model import Kind
from docsvc.model.api_scopes import ApiScope
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import LongText, Name, Text, refusal
from docsvc.queries.api_templates import (
    LintAnswer,
    TemplateAnswer,
    TemplatesList,
    lint_answer,
    template_answer,
    templates_list,
)
from docsvc.queries.studio import one_version
from docsvc.work import Actor

LANGUAGES = ("ru", "en")


def _bytes(text: str) -> str:
    """Take base64 and nothing else."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise refusal("— нужен файл в base64") from None
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise refusal(Phrase("— бывает: %(languages)s", languages=", ".join(LANGUAGES)))
    return text


class FileInput(Strict):
    """A template's file, `.docx`, `.html` or `.zip`, in base64; the whole body is at most 1 MiB."""

    model_config = ConfigDict(title="Файл шаблона")

    file_name: Name = Field(title="имя файла")
    file: Annotated[str, AfterValidator(_bytes)] = Field(title="файл")


class TemplateInput(FileInput):
    """A new template: its first version, a draft."""

    kind: Kind = Field(title="вид")
    language: Annotated[Text, AfterValidator(_language)] = Field("ru", title="язык")
    title: Name = Field(title="название")


class VersionInput(FileInput):
    """The next version of a template, a draft; `note` says what changed and why."""

    note: LongText = Field(title="что изменилось")
    major: bool = Field(default=False, title="существенные изменения")


class PublishInput(Strict):
    """A draft to be published; `reason` is needed where it had no green trial on deals."""

    note: LongText = Field(title="что изменилось")
    reason: LongText = Field("", title="почему без пробы")


@operations.declare("GET /templates", scope=ApiScope.TEMPLATES_READ, answers={200: TemplatesList})
def get_templates(who: Actor) -> Answer:
    """List the templates with the versions in use."""
    with tools().read() as session:
        return Answer(templates_list(session, actor=who))


@operations.declare(
    "GET /templates/{template_id}", scope=ApiScope.TEMPLATES_READ, answers={200: TemplateAnswer}
)
def get_template(who: Actor, template_id: str) -> Answer:
    """Read a template: its versions and its fields."""
    return Answer(_template(who, template_id))


@operations.declare(
    "POST /templates", scope=ApiScope.TEMPLATES_WRITE, body=TemplateInput, answers={201: TemplateAnswer}
)
def make_template(who: Actor, body: TemplateInput) -> Answer:
    """Upload a new template as a draft: no document is made by it before it is published.

    A file that cannot be a template is refused with the reason (422) and nothing is stored.
    """
    named = Named(body.kind.value, body.language, body.title)
    source = read_template(body.file_name, base64.b64decode(body.file), named=named)
    with tools().work() as work:
        version_id = upload_template(work, source, actor=who)
    with tools().read() as session:
        template_id = one_version(session, version_id, actor=who).template_id
    where = {"Location": url_for("rest.get_template", template_id=template_id)}
    return Answer(_template(who, template_id), HTTPStatus.CREATED, where)


@operations.declare(
    "POST /templates/{template_id}/versions",
    scope=ApiScope.TEMPLATES_WRITE,
    body=VersionInput,
    answers={201: TemplateAnswer},
)
def make_version(who: Actor, template_id: str, body: VersionInput) -> Answer:
    """Upload the next version of a template as a draft."""
    known = _template(who, template_id)
    named = Named(known.kind.value, known.language, known.title)
    source = read_template(body.file_name, base64.b64decode(body.file), named=named)
    with tools().work() as work:
        upload_version(work, template_id, source, actor=who, note=body.note, major=body.major)
    return Answer(_template(who, template_id), HTTPStatus.CREATED)


@operations.declare(
    "GET /templates/{template_id}/versions/{version_id}/lint",
    scope=ApiScope.TEMPLATES_READ,
    answers={200: LintAnswer},
)
def get_lint(who: Actor, template_id: str, version_id: str) -> Answer:
    """Look a version over: every error and warning with its place and a suggestion."""
    with tools().read() as session:
        found = lint_answer(session, tools().blobs, template_id, version_id, actor=who)
    return Answer(in_language(found))


@operations.declare(
    "POST /templates/{template_id}/versions/{version_id}/publish",
    scope=ApiScope.TEMPLATES_WRITE,
    body=PublishInput,
    answers={200: TemplateAnswer},
)
def publish_version(who: Actor, template_id: str, version_id: str, body: PublishInput) -> Answer:
    """Publish a draft: new documents are made by it; those made before keep their version."""
    with tools().read() as session:  # outside of the transaction, which will find it known
        lint_answer(session, tools().blobs, template_id, version_id, actor=who)
    with tools().work() as work:
        publish_template(work, version_id, actor=who, note=body.note, reason=body.reason)
    return Answer(_template(who, template_id))


def _template(who: Actor, template_id: str) -> TemplateAnswer:
    with tools().read() as session:
        return template_answer(session, tools().blobs, template_id, actor=who)
