from datetime import timedelta

import pytest

from docsvc.actions.create_user import create_user
from docsvc.actions.edit_user import edit_user
from docsvc.actions.log_in import check_password
from docsvc.actions.set_password import set_password
from docsvc.errors import BadInput, Forbidden, WrongPassword
from docsvc.model import Role, User, WebSession
from docsvc.queries.people import one_person
from docsvc.work import SYSTEM
from tests.integration.mail.conftest import Office


def _browser(office: Office, user_id: str) -> None:
    with office.tools.work() as work:
        until = work.now + timedelta(days=1)
        row = WebSession(
            token_hash="t", user_id=user_id, created_at=work.now, seen_at=work.now, expires_at=until
        )
        work.add(row)


def _browsers(office: Office) -> int:
    with office.tools.read() as session:
        return session.query(WebSession).count()


def test_a_new_person_logs_in_with_the_password_that_was_made(office: Office) -> None:
    with office.tools.work() as work:
        made = create_user(
            work,
            actor=office.administrator,
            email=" Petrova@Office.Example ",
            name="Петрова\nВера",
            roles=["lawyer", "finance"],
            department="Право",
        )
    assert made.password is not None
    with office.tools.read() as session:
        row = one_person(session, office.administrator, made.id)
        checked = check_password(session, "petrova@office.example", made.password)
    assert (row.email, row.name, row.department) == ("petrova@office.example", "Петрова Вера", "Право")
    assert set(row.roles) == {Role.LAWYER, Role.FINANCE}
    assert checked.user_id == made.id


def test_everything_wrong_with_a_new_person_is_told_at_once(office: Office) -> None:
    with pytest.raises(BadInput) as refused, office.tools.work() as work:
        create_user(work, actor=SYSTEM, email="MANAGER@office.example", name="Кто-то", roles=["boss"])
    assert [path for path, _ in refused.value.problems] == ["email", "roles"]


def test_a_short_password_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="password"), office.tools.work() as work:
        create_user(
            work, actor=SYSTEM, email="a@office.example", name="А", roles=["manager"], password="1234567"
        )


def test_only_an_administrator_lets_people_in(office: Office) -> None:
    with pytest.raises(Forbidden), office.tools.work() as work:
        create_user(work, actor=office.manager, email="a@office.example", name="А", roles=["administrator"])


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["manager"]}])
def test_the_last_administrator_stays(office: Office, change: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="последний администратор"), office.tools.work() as work:
        edit_user(work, office.administrator.id, actor=office.administrator, **change)  # type: ignore[arg-type]


def test_one_of_two_administrators_may_go(office: Office) -> None:
    with office.tools.work() as work:
        edit_user(work, office.manager.id, actor=SYSTEM, roles=["administrator", "manager"])
        edit_user(work, office.administrator.id, actor=SYSTEM, active=False)
    with office.tools.read() as session:
        assert not one_person(session, SYSTEM, office.administrator.id).active
        assert set(one_person(session, SYSTEM, office.manager.id).roles) == {Role.ADMINISTRATOR, Role.MANAGER}


def test_who_leaves_is_logged_out(office: Office) -> None:
    _browser(office, office.manager.id)
    with office.tools.work() as work:
        edit_user(work, office.manager.id, actor=office.administrator, active=False)
    assert _browsers(office) == 0


def test_a_new_password_ends_the_sessions_of_the_old_one(office: Office) -> None:
    _browser(office, office.manager.id)
    with office.tools.work() as work:
        made = set_password(work, office.manager.id, actor=office.administrator)
    assert made
    assert _browsers(office) == 0


def test_a_person_changes_their_own_password_by_the_old_one(office: Office) -> None:
    with office.tools.work() as work:
        old = set_password(work, office.manager.id, actor=office.administrator)
    with pytest.raises(WrongPassword), office.tools.work() as work:
        set_password(work, office.manager.id, actor=office.manager, password="новый пароль", current="не тот")
    with office.tools.work() as work:
        set_password(work, office.manager.id, actor=office.manager, password="новый пароль", current=old)
    with office.tools.read() as session:
        assert check_password(session, office.manager.email, "новый пароль").user_id == office.manager.id


def test_nobody_else_sets_a_password(office: Office) -> None:
    with pytest.raises(Forbidden), office.tools.work() as work:
        set_password(work, office.administrator.id, actor=office.manager, password="захвачено!")


def test_no_password_is_kept_as_it_is(office: Office) -> None:
    with office.tools.work() as work:
        made = set_password(work, office.manager.id, actor=office.administrator)
        assert made not in work.get(User, office.manager.id).password_hash
