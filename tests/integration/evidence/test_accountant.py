from dataclasses import replace

import pytest

from docsvc.errors import NotFound
from docsvc.model import Role
from docsvc.queries.document import one_document
from docsvc.queries.files import File, document_file
from tests.integration.evidence.conftest import APPROVED, RETURNED, REVISED, Archived

TO_BE_READ = {File.FINAL, File.CERTIFICATE, File.PACKAGE}


def test_the_accountant_is_handed_only_what_is_signed(archived: Archived) -> None:
    accountant = archived.installation.people["accountant"]
    with archived.installation.tools.read() as session:
        for what in File:
            if what in TO_BE_READ:
                assert document_file(session, accountant, archived.document_id, what=what).what is what
            else:
                with pytest.raises(NotFound):
                    document_file(session, accountant, archived.document_id, what=what)


@pytest.mark.parametrize("what", File)
def test_the_accountant_is_handed_nothing_of_an_earlier_version(archived: Archived, what: File) -> None:
    accountant, earlier = archived.installation.people["accountant"], archived.returned_id
    with archived.installation.tools.read() as session, pytest.raises(NotFound):
        document_file(session, accountant, archived.document_id, what=what, version_id=earlier)


def test_the_accountants_page_shows_the_signed_document_and_no_discussion(archived: Archived) -> None:
    with archived.installation.tools.read() as session:
        page = one_document(session, archived.installation.people["accountant"], archived.document_id)
    assert {file.what for file in page.files} == TO_BE_READ
    assert [version.current for version in page.versions] == [True]
    assert not any(words in repr(page) for words in (APPROVED, RETURNED, REVISED))
    assert page.stages[0].tasks[0].name == "Смирнова Анна Андреевна"


@pytest.mark.parametrize("who", ["manager", "director", "lawyer"])
def test_whoever_works_on_a_document_reads_its_discussion(archived: Archived, who: str) -> None:
    with archived.installation.tools.read() as session:
        page = one_document(session, archived.installation.people[who], archived.document_id)
        earlier = document_file(
            session,
            archived.installation.people[who],
            archived.document_id,
            what=File.RENDERED,
            version_id=archived.returned_id,
        )
    assert earlier.what is File.RENDERED
    assert all(words in repr(page) for words in (APPROVED, RETURNED, REVISED))


def test_an_accountant_who_also_manages_the_document_reads_all_of_it(archived: Archived) -> None:
    manager = archived.installation.people["manager"]
    both = replace(manager, roles=frozenset({Role.MANAGER, Role.ACCOUNTANT}))
    with archived.installation.tools.read() as session:
        assert APPROVED in repr(one_document(session, both, archived.document_id))
