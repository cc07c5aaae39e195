"""The content library, the product catalogue, and what changed between versions of a document."""

from pydantic import Field

from api.context import tools
from api.rest.blueprint import operations
from api.rest.operations import Answer
from docsvc.actions.keep_products import import_products
from docsvc.model.api_scopes import ApiScope
from docsvc.model.content_input import ProductsInput
from docsvc.model.input_errors import Strict
from docsvc.model.input_fields import Text
from docsvc.queries.api_content import (
    BlocksAnswer,
    ChangesAnswer,
    ProductsAnswer,
    ProductsSaved,
    blocks_answer,
    changes_answer,
    products_answer,
)
from docsvc.queries.compare import compared, version_pair
from docsvc.work import Actor


class BlocksQuery(Strict):
    """Which blocks are asked for."""

    search: Text = Field("", title="слова")
    tag: Text = Field("", title="тег")
    language: Text = Field("", title="язык")


class ProductsQuery(Strict):
    """Which products are asked for."""

    search: Text = Field("", title="слова")
    page: int = Field(1, title="страница", ge=1)
    limit: int = Field(50, title="размер страницы", ge=1, le=200)


class ChangesQuery(Strict):
    """Which two versions are compared, by MAJOR.MINOR; by default the current one and that before it."""

    before: Text = Field("", title="прежняя версия")
    after: Text = Field("", title="новая версия")


@operations.declare(
    "GET /blocks", scope=ApiScope.DOCUMENTS_READ, query=BlocksQuery, answers={200: BlocksAnswer}
)
def get_blocks(_who: Actor, query: BlocksQuery) -> Answer:
    """List the blocks of the content library that are in use.

    Their names go into `blocks` of a new document, where its template has a place for picked ones.
    """
    with tools().read() as session:
        return Answer(
            blocks_answer(session, search=query.search, tag=query.tag.casefold(), language=query.language)
        )


@operations.declare(
    "GET /products", scope=ApiScope.DEALS_READ, query=ProductsQuery, answers={200: ProductsAnswer}
)
def get_products(_who: Actor, query: ProductsQuery) -> Answer:
    """List the product catalogue by name."""
    with tools().read() as session:
        return Answer(products_answer(session, search=query.search, page=query.page, limit=query.limit))


@operations.declare(
    "POST /products", scope=ApiScope.DEALS_WRITE, body=ProductsInput, answers={200: ProductsSaved}
)
def put_products(who: Actor, body: ProductsInput) -> Answer:
    """Add products to the catalogue, or replace those of the same SKU; others stay as they are."""
    with tools().work() as work:
        added, replaced = import_products(work, body.products, actor=who)
    return Answer(ProductsSaved(added, replaced))


@operations.declare(
    "GET /documents/{document_id}/changes",
    scope=ApiScope.DOCUMENTS_READ,
    query=ChangesQuery,
    answers={200: ChangesAnswer},
)
def get_changes(who: Actor, document_id: str, query: ChangesQuery) -> Answer:
    """Compare two versions of a document: its data value by value, its text paragraph by paragraph."""
    blobs = tools().blobs
    with tools().read() as session:
        pair = version_pair(
            session, blobs, who, document_id, old_id=query.before or None, new_id=query.after or None
        )
    return Answer(changes_answer(pair, compared(blobs, pair)))
