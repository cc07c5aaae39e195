"""The log of the web server: what gunicorn says goes where everything else of docsvc goes."""

import os
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # ships no types

from docsvc.config import read_settings
from docsvc.observe import logs


class WebLog(Logger):  # type: ignore[misc]  # of a library without types
    """Leaves gunicorn without handlers of its own, and without an access log: paths hold links."""

    def setup(self, cfg: Any) -> None:
        """Let its lines through to the log of the process."""
        super().setup(cfg)
        logs.configure("web", form=read_settings(os.environ).log)
        for own in (self.error_log, self.access_log):
            own.handlers.clear()
        self.error_log.propagate = True
