"""The one application: pages for people and JSON for machines over the same installation."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from apiflask import APIFlask

from api.assets import init_assets
from api.errors import init_errors
from api.language import init_language
from api.security import csrf, init_security
from api.web.areas import register_areas
from api.web.filters import init_filters
from api.web.frame import init_frame
from docsvc import __version__
from docsvc.tools import Tools

PAGES = Path(__file__).parent / "web" / "pages"


def create_app(tools: Tools | None = None) -> APIFlask:
    """Make the application over `tools`, or over the installation that `DOCSVC_*` names."""
    parts = tools or _open_tools()
    app = APIFlask(
        __name__,
        title="docsvc",
        version=__version__,
        spec_path=None,
        docs_path=None,
        static_folder=None,
        template_folder=str(PAGES),
        json_errors=False,
    )
    app.extensions["docsvc"] = parts
    init_security(app, parts)
    init_language(app)
    init_assets(app)
    init_errors(app)
    init_filters(app)
    init_frame(app)
    register_areas(app)
    _register_colleagues(app)
    return app


def _register_colleagues(app: APIFlask) -> None:
    for name in ("api.rest", "api.web.signing"):
        if find_spec(name) and hasattr(module := import_module(name), "blueprint"):
            app.register_blueprint(module.blueprint)
            if name == "api.rest":
                csrf.exempt(module.blueprint)


def _open_tools() -> Tools:
    from docsvc.wiring import open_tools

    return open_tools()
