"""The product catalogue: what managers add to a deal as lines of their own."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from api.context import actor, tools
from api.errors import status_of, words_of
from api.web.area import Area
from api.web.reading import asked_page, asked_text, field, typed_figure
from docsvc.access import Right
from docsvc.actions.keep_products import import_products, save_product
from docsvc.errors import DocsvcError
from docsvc.model.content_input import ProductInput
from docsvc.model.input_errors import checked
from docsvc.model.products_file import read_products
from docsvc.queries.products import one_product, product_list
from templates.words import CURRENCIES

area = Area("products", __name__, url_prefix="/products")


@area.page("", access=Right.CREATE)
def index() -> str:
    """List the catalogue."""
    return _page()


@area.page("", access=Right.CREATE, post=True)
def load() -> Response | tuple[str, HTTPStatus]:
    """Take a CSV file over: all of it, or nothing."""
    given = request.files.get("file")
    try:
        products = read_products(given.read() if given else b"")
        with tools().work() as work:
            added, replaced = import_products(work, products, actor=actor())
    except DocsvcError as refusal:
        return _page(problem=words_of(refusal)), status_of(refusal)
    flash(
        _("Каталог загружен: новых %(added)s, обновлено %(replaced)s.", added=added, replaced=replaced),
        "success",
    )
    return redirect(url_for("products.index"), HTTPStatus.SEE_OTHER)


@area.page("/product", access=Right.CREATE)
def show() -> str:
    """Show a product by its SKU, or ask for a new one."""
    sku = request.args.get("sku", "")
    with tools().read() as session:
        found = one_product(session, sku) if sku else None
    return render_template("product.html", product=found, currencies=CURRENCIES)


@area.page("/product", access=Right.CREATE, post=True)
def save() -> Response | tuple[str, HTTPStatus]:
    """Write it down."""
    names = ("sku", "name", "description", "unit", "price", "currency", "vat_rate")
    given: dict[str, object] = {name: field(name) for name in names}
    given |= {"price": typed_figure(field("price")), "active": "active" in request.form}
    try:
        with tools().work() as work:
            save_product(work, checked(ProductInput, given), actor=actor())
    except DocsvcError as refusal:
        page = render_template("product.html", product=None, currencies=CURRENCIES, problem=words_of(refusal))
        return page, status_of(refusal)
    flash(_("Сохранено. Сделки и документы, сделанные раньше, не изменились."), "success")
    return redirect(url_for("products.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "") -> str:
    with tools().read() as session:
        found = product_list(session, text=asked_text(), page=asked_page())
    words = ngettext("%(num)s позиция", "%(num)s позиций", found.total)
    return render_template("products.html", page=found, text=asked_text(), total=words, problem=problem)
