"""Every page × every role: who gets in, who is refused, and who may not even know."""

import pytest
from sqlalchemy import select

from api.web.area import ANYBODY, declared_access
from docsvc.access import Right, may
from docsvc.model import Attachment, ContentBlock, LegalEntity, Mail, TemplateVersion, Trial
from docsvc.work import Actor
from tests.integration.web.persons import ROLES, Browse, House, log_in_as

READERS = {
    "draft": {"administrator", "head", "manager", "director"},
    "asked": {"administrator", "head", "manager", "director", "lawyer"},
    "deal": {"administrator", "head", "manager", "director"},
}
PEOPLE = (*ROLES, "outsider")
Pages = dict[str, tuple[str, object]]


@pytest.fixture
def pages(house: House) -> Pages:
    return pages_of(house)


def pages_of(house: House) -> Pages:
    """Return every GET page by endpoint: its address, filled in, and who may open it."""
    with house.app.test_request_context():
        access = declared_access()
        values = _values(house)
        routes = {
            rule.endpoint: house.app.url_map.bind("localhost").build(
                rule.endpoint, {name: values[name] for name in rule.arguments}
            )
            for rule in house.app.url_map.iter_rules()
            if rule.endpoint in access and "GET" in (rule.methods or ())
        }
    return {endpoint: (path, access[endpoint]) for endpoint, path in routes.items()}


def _values(house: House) -> dict[str, str]:
    with house.tools.read() as session:
        entity = session.scalars(select(LegalEntity.id)).first() or ""
        mail = session.scalars(select(Mail.id)).first() or ""
        block = session.scalars(select(ContentBlock.id)).first() or ""
        attachment = session.scalars(select(Attachment.id)).one()
        version = session.scalars(
            select(TemplateVersion).where(TemplateVersion.engine == "docx", TemplateVersion.state == "draft")
        ).one()
        trial = session.scalars(
            select(Trial).join(TemplateVersion).where(TemplateVersion.engine == "html")
        ).one()
    return {
        "template_id": version.template_id,
        "version_id": version.id,
        "trial_id": trial.id,
        "position": "0",
        "code": "contract",
        "document_id": house.draft,
        "deal_id": house.deal,
        "what": "rendered",
        "user_id": house.actor("board").id,
        "entity_id": entity,
        "mail_id": mail,
        "block_id": block,
        "attachment_id": attachment,
    }


def test_every_route_of_the_staff_pages_declares_its_access(house: House) -> None:
    with house.app.app_context():
        declared = set(declared_access())
    for rule in house.app.url_map.iter_rules():
        area = rule.endpoint.rpartition(".")[0]
        if area and area in {name.rpartition(".")[0] for name in declared}:
            assert rule.endpoint in declared


def test_nobody_sees_anything_without_logging_in(pages: Pages, browse: Browse) -> None:
    browser = browse(None)
    for path, access in pages.values():
        answer = browser.get(path)
        if access is ANYBODY:
            assert answer.status_code == 200, path
        else:
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/login"), path


def test_each_role_gets_what_the_table_of_rights_says(pages: Pages, browse: Browse, house: House) -> None:
    for person in PEOPLE:
        browser, actor = browse(person), house.actor(person)
        for endpoint, (path, access) in pages.items():
            status = browser.get(path).status_code
            assert status in _expected(endpoint, path, access, actor=actor, house=house), (endpoint, person)


def _expected(endpoint: str, path: str, access: object, *, actor: Actor, house: House) -> set[int]:
    person = actor.email.partition("@")[0]
    if isinstance(access, Right) and not may(actor, access):
        return {403}
    if endpoint in {"home.index", "login.form"}:
        return {200, 302}
    # The draft has one version, and of an HTML template; nobody is asked to approve it.
    found = {409} if endpoint.startswith(("versions.", "approve_and_sign.")) else {200}
    readers = (
        READERS["draft"] if house.draft in path else READERS["deal"] if house.deal in path else set(PEOPLE)
    )
    return found if person in readers else {404}


def test_the_bytes_of_a_document_are_for_those_who_see_its_page(browse: Browse, house: House) -> None:
    for person in PEOPLE:
        browser = browse(person)
        for path in (f"/documents/{house.asked}", f"/documents/{house.asked}/files/rendered"):
            assert browser.get(path).status_code == (200 if person in READERS["asked"] else 404), person


def test_who_may_not_make_documents_cannot_post_one(browse: Browse, house: House) -> None:
    posts = (
        f"/deals/{house.deal}/documents/quote",
        f"/documents/{house.draft}/submit",
        f"/documents/{house.draft}/trash",
        "/settings/people/new",
        "/settings/keys",
        "/settings/numbering/quote",
    )
    for person in ("lawyer", "finance", "board", "accountant"):
        browser = browse(person)
        # A lawyer may edit what was asked of them, so they are told only that this is not there.
        refusals = {403, 404} if person == "lawyer" else {403}
        assert {browser.post(path).status_code for path in posts} == refusals, person


def test_who_does_not_answer_for_templates_cannot_post_about_them(browse: Browse, house: House) -> None:
    values = _values(house)
    template, version = f"/templates/{values['template_id']}", f"/templates/versions/{values['version_id']}"
    posts = (
        "/templates/new",
        *(f"{template}/{act}" for act in ("copy", "versions", "retire", "variant")),
        *(f"{version}/{act}" for act in ("file", "fields", "publish", "discard", "roll-back", "trials")),
    )
    for person in ("manager", "head", "finance", "director", "accountant"):
        browser = browse(person)
        assert {browser.post(path).status_code for path in posts} == {403}, person


def test_another_manager_cannot_act_on_a_document_of_a_colleague(browse: Browse, house: House) -> None:
    browser = browse("outsider")
    for act in ("submit", "trash", "withdraw", "revise"):
        assert browser.post(f"/documents/{house.draft}/{act}", comment="нет", reason="нет").status_code == 404


def test_every_page_opens_on_postgresql_too(house_on_postgresql: House) -> None:
    browser = log_in_as(house_on_postgresql, "administrator")
    for endpoint, (path, _access) in pages_of(house_on_postgresql).items():
        # Nothing to compare, edit or approve yet.
        found = {409} if endpoint.startswith(("versions.", "approve_and_sign.")) else {200, 302}
        assert browser.get(path).status_code in found, endpoint
