"""Transactions: the unit of work, the database engines, the keys and who acts."""

from docsvc.work.actor import SYSTEM, Actor, ActorKind
from docsvc.work.database import Database
from docsvc.work.inserting import insert_into, insert_missing
from docsvc.work.looked_at import looked_at
from docsvc.work.private import private_files, write_privately
from docsvc.work.secrets import Secrets, make_secret, read_secrets, secret_file
from docsvc.work.unit import ORGANISATION, Work, utc_now

__all__ = [
    "ORGANISATION",
    "SYSTEM",
    "Actor",
    "ActorKind",
    "Database",
    "Secrets",
    "Work",
    "insert_into",
    "insert_missing",
    "looked_at",
    "make_secret",
    "private_files",
    "read_secrets",
    "secret_file",
    "utc_now",
    "write_privately",
]
