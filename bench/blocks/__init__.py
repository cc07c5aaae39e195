"""The blocks, by the name that `--only` takes."""

from collections.abc import Callable, Iterator

from bench.blocks import (
    audit,
    bulk,
    html,
    lists,
    mailing,
    office,
    pool,
    signature,
    verification,
    web,
    word,
    workers,
)
from bench.installation import Place
from bench.report import Row

BLOCKS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "html": html.rows,
    "word": word.rows,
    "office": office.rows,
    "pool": pool.rows,
    "sign": signature.rows,
    "verify": verification.rows,
    "audit": audit.rows,
    "http": web.rows,
    "bulk": bulk.rows,
    "mailing": mailing.rows,
    "workers": workers.rows,
    "lists": lists.rows,
}
