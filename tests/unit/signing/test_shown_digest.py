"""One code for several files: what it is bound to."""

import hashlib

from signing import shown_digest

ONE, TWO = "a" * 64, "b" * 64


def test_of_one_file_it_is_that_files_hash() -> None:
    assert shown_digest([ONE]) == ONE
    assert shown_digest([]) == ""


def test_of_several_it_depends_on_each_and_not_on_their_order() -> None:
    both = shown_digest([ONE, TWO])
    assert both == shown_digest([TWO, ONE]) == hashlib.sha256(f"{ONE}\n{TWO}".encode()).hexdigest()
    assert len({both, shown_digest([ONE]), shown_digest([ONE, TWO, TWO])}) == 3
