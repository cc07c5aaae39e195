"""The blocks, by the name that `--only` takes."""

from collections.abc import Callable, Iterator

from bench.blocks import audit, bulk, html, pool, signature, verification, web
from bench.installation import Place
from bench.report import Row

BLOCKS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "html": html.rows,
    "pool": pool.rows,
    "sign": signature.rows,
    "verify": verification.rows,
    "audit": audit.rows,
    "http": web.rows,
    "bulk": bulk.rows,
}
