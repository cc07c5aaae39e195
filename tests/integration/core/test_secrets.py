"""No link, code or key is in the database, and no personal data in what can never be erased."""

from sqlalchemy import select

from docsvc.model import AuditEntry, Base, Recipient, SigningCode
from signing import code, token
from tests.integration.core import story
from tests.integration.core.installation import Installation

PERSONAL = (
    "Иванов",
    "Соколов",
    "Кузнецова",
    "Смирнова",
    "vector.example",
    "polaris.example",
    "198.51.100.7",
    "iPhone",
)


def everything(installation: Installation) -> str:
    """Every value of every row of every table, as text."""
    with installation.tools.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return "\n".join(repr(tuple(row)) for row in rows)


def signed_contract(installation: Installation, deal_id: str) -> str:
    contract = story.approved_contract(installation, deal_id)
    story.send(installation, contract)
    story.sign(installation, contract, "director@polaris.example", typed="Соколов А. В.")
    story.sign(installation, contract, "ivanov@vector.example", typed="Иванов И. И.")
    return contract


def test_neither_links_nor_codes_are_stored_anywhere(installation: Installation, deal_id: str) -> None:
    signed_contract(installation, deal_id)
    secrets = installation.tools.secrets
    with installation.tools.read() as session:
        links = [
            token(secrets.tokens, each.id, each.generation) for each in session.scalars(select(Recipient))
        ]
        codes = [code(secrets.codes, each) for each in session.scalars(select(SigningCode.id))]
    stored = everything(installation)
    assert len(links) == len(codes) == 2
    assert not [link for link in links if link in stored]
    assert not [number for number in codes if f"'{number}'" in stored or f" {number} " in stored]


def test_the_entries_of_the_trail_hold_no_personal_data(installation: Installation, deal_id: str) -> None:
    signed_contract(installation, deal_id)
    with installation.tools.read() as session:
        bodies = [body.decode() for body in session.scalars(select(AuditEntry.body))]
    found = [(word, body) for word in PERSONAL for body in bodies if word in body]
    assert not found


def test_keys_and_secret_are_readable_by_their_owner_only(installation: Installation) -> None:
    private = [installation.folder / "secret", *(installation.folder / "keys").iterdir()]
    assert {path.stat().st_mode & 0o077 for path in private} == {0}


def test_the_master_secret_is_not_shown_by_its_tools(installation: Installation) -> None:
    secret = (installation.folder / "secret").read_bytes()
    shown = repr(installation.tools) + repr(installation.tools.secrets)
    assert secret.hex() not in shown
    assert repr(installation.tools.secrets.tokens) not in shown
