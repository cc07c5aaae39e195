"""What a lawyer does with templates, as tests tell it."""

import io

import docx
from sqlalchemy import select

from docsvc.actions.publish_template import publish_template
from docsvc.actions.run_trial import run_trial
from docsvc.actions.template_file import Named, read_template
from docsvc.actions.upload_template import upload_template, upload_version
from docsvc.model import Document, Template, TemplateVersion, Trial
from docsvc.queries.history import history
from docsvc.work import ORGANISATION
from tests.integration.core.installation import Installation

NAMED = Named("contract", "ru", "Консультации стандарт")
PAGE = """<html><body>
<h1>Договор № {DOCUMENT.NUMBER}</h1>
<p>{COMPANY.NAME}, ИНН {COMPANY.INN}</p>
<p>Цена {DEAL.AMOUNT | money}. %s</p>
<p>{SIGNATURE:client} {SIGNATURE:seller}</p>
</body></html>"""


def page(text: str = "Оплата за 5 дней.") -> bytes:
    """Return a template as an HTML page: what changes between its versions is `text`."""
    return (PAGE % text).encode()


def word(*paragraphs: str) -> bytes:
    """Return a Word file of these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def upload(
    installation: Installation, content: bytes, *, name: str = "шаблон.html", named: Named = NAMED
) -> str:
    """Upload a new template; return the id of its draft."""
    with installation.tools.work() as work:
        source = read_template(name, content, named=named)
        return upload_template(work, source, actor=installation.people["lawyer"])


def next_version(
    installation: Installation, version_id: str, content: bytes, *, note: str, major: bool = False
) -> str:
    """Upload the next version of the template that a version belongs to."""
    template_id = version(installation, version_id).template_id
    with installation.tools.work() as work:
        source = read_template("шаблон.html", content, named=NAMED)
        lawyer = installation.people["lawyer"]
        return upload_version(work, template_id, source, actor=lawyer, note=note, major=major)


def attempt(installation: Installation, version_id: str, *, count: int = 5) -> Trial:
    """Try a version on the newest deals and wait for the result."""
    with installation.tools.work() as work:
        trial_id = run_trial(work, version_id, actor=installation.people["lawyer"], count=count)
    installation.run_jobs()
    with installation.tools.read() as session:
        return session.get_one(Trial, trial_id)


def publish(installation: Installation, version_id: str, *, note: str = "Первая", reason: str = "") -> None:
    """Publish a draft."""
    with installation.tools.work() as work:
        publish_template(work, version_id, actor=installation.people["lawyer"], note=note, reason=reason)


def version(installation: Installation, version_id: str) -> TemplateVersion:
    """Return a version as it is now."""
    with installation.tools.read() as session:
        return session.get_one(TemplateVersion, version_id)


def template(installation: Installation, version_id: str) -> Template:
    """Return the template of a version as it is now."""
    with installation.tools.read() as session:
        return session.get_one(Template, session.get_one(TemplateVersion, version_id).template_id)


def made_by(installation: Installation, document_id: str) -> str:
    """Return the version of the template that a document was made by."""
    with installation.tools.read() as session:
        return session.get_one(Document, document_id).version.template_version_id


def recorded(installation: Installation) -> list[str]:
    """Return the kinds of entries about templates in the organisation's chain, in order."""
    with installation.tools.read() as session:
        rows = history(session, ORGANISATION)
        kinds = [row.kind for row in sorted(rows, key=lambda row: row.position)]
    return [kind for kind in kinds if kind.startswith("template.") and kind != "template.published"] + [
        kind for kind in kinds if kind == "template.published"
    ]


def templates(installation: Installation) -> int:
    """Count the templates."""
    with installation.tools.read() as session:
        return len(session.scalars(select(Template.id)).all())
