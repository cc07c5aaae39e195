"""Every word that the code uses is known where it has to be."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.errors import STATUS
from api.web.words import TEMPLATES
from docsvc import errors
from docsvc.access import GRANTS, Right
from docsvc.jobs import JOBS
from docsvc.jobs.failpoints import FAILPOINTS
from docsvc.mail.compose import NAMES
from docsvc.migrations.upgrade import configuration, upgrade
from docsvc.model import Base, Kind, Role
from docsvc.model.event_words import EVENT_WORDS
from docsvc.model.kinds import KINDS
from docsvc.work import Database
from tests.integration.core.test_kill import COMMIT, IN_ORDER

ROOT = Path(__file__).parents[2]


def calls(method: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a method or function by this name in docsvc, with its file."""
    for path in (ROOT / "docsvc").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name == method:
                    yield str(path.relative_to(ROOT)), node


def words(call: ast.Call, index: int) -> Iterator[str]:
    """The literal that a call has as its argument at `index`; both of a conditional expression."""
    if len(call.args) > index:
        for node in ast.walk(call.args[index]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
                yield node.value


def test_every_promised_job_has_a_handler() -> None:
    promised = {name for _, call in calls("later") for name in words(call, 0)}
    assert promised == set(JOBS)


def test_every_audit_kind_has_words() -> None:
    recorded = {kind for _, call in calls("record") for kind in words(call, 1) if "." in kind}
    known = {kind for kind in recorded if not kind.endswith(".")}
    assert known <= set(EVENT_WORDS)


def test_every_posted_mail_has_its_page() -> None:
    posted = {
        name
        for method in ("post_to_user", "post_to_recipient")
        for _, call in calls(method)
        for name in words(call, 1)
    }
    assert posted <= set(NAMES)


def test_every_mail_has_a_name_in_the_list_of_outgoing_mail() -> None:
    assert set(TEMPLATES) == set(NAMES)


def test_every_error_has_a_status_and_a_code_of_its_own() -> None:
    classes = [
        each
        for _, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, errors.DocsvcError)
    ]
    assert set(classes) == set(STATUS)
    assert len({each.code for each in classes}) == len(classes)


def test_every_failpoint_has_its_place_and_the_life_that_both_layouts_play_dies_at_it() -> None:
    placed = [name for _, call in calls("failpoint") for name in words(call, 1)]
    assert sorted(placed) == sorted(FAILPOINTS)
    assert sorted(IN_ORDER) == sorted((*FAILPOINTS, COMMIT))


def test_every_kind_has_rules_and_every_role_a_grant() -> None:
    assert set(KINDS) == set(Kind)
    assert set(GRANTS) == set(Role)
    assert {right for grants in GRANTS.values() for right in grants} == set(Right)


def test_there_is_one_migration_head_and_it_matches_the_models(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    upgrade(url)
    database = Database(url)
    with database.writer.connect() as connection:
        assert len(ScriptDirectory.from_config(configuration(connection)).get_heads()) == 1
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.dispose()


@pytest.mark.parametrize("job", sorted(JOBS))
def test_every_job_is_told_of_in_its_docstring(job: str) -> None:
    assert inspect.getdoc(JOBS[job])
