"""The one application: pages for people and JSON for machines over the same installation."""

from pathlib import Path

from apiflask import APIFlask

from api import rest
from api.assets import init_assets
from api.errors import init_errors
from api.health import init_health
from api.language import init_language
from api.observing import init_observing
from api.security import csrf, init_security
from api.uploads import InMemoryRequest
from api.web import approval_link, signing
from api.web.areas import register_areas
from api.web.filters import init_filters
from api.web.frame import init_frame
from api.web.icons import init_icons
from api.web.signing.mine import blueprint as own_documents
from docsvc import __version__
from docsvc.tools import Tools
from docsvc.work.database import WEB

PAGES = Path(__file__).parent / "web" / "pages"


def create_app(tools: Tools | None = None) -> APIFlask:
    """Make the application over `tools`, or over the installation that `DOCSVC_*` names."""
    parts = tools or _open_tools()
    app = APIFlask(
        __name__,
        title="docsvc",
        version=__version__,
        enable_openapi=False,  # api.rest writes its own, 3.1, from its own table
        static_folder=None,  # type: ignore[arg-type]  # Flask's own word for «none»
        template_folder=str(PAGES),
        json_errors=False,
    )
    app.request_class = InMemoryRequest
    app.extensions["docsvc"] = parts
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider, which has it
    init_observing(app)
    init_security(app, parts)
    init_language(app)
    init_assets(app)
    init_icons(app)
    init_errors(app)
    init_filters(app)
    init_frame(app)
    init_health(app)
    register_areas(app)
    app.register_blueprint(signing.blueprint)
    app.register_blueprint(approval_link.blueprint)
    app.register_blueprint(own_documents)
    app.register_blueprint(rest.blueprint)
    csrf.exempt(rest.blueprint)  # keys, not cookies: no browser can be made to send one
    return app


def _open_tools() -> Tools:
    from docsvc.wiring import open_tools

    return open_tools(use=WEB)
