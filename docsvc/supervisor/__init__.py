"""`docsvc serve`: the web server and the embedded runner, started, watched and stopped together."""

from docsvc.supervisor.serve import serve

__all__ = ["serve"]
