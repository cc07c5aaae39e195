"""ARCHITECTURE.md says what the code does."""

from docs.tables import PAGE, filled


def test_the_tables_of_architecture_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "run: python -m docs.tables"
