"""Run as a process of its own: one person signs, and the failpoint chosen in the environment may end it."""

import os
import sys
from pathlib import Path

from docsvc.config import read_settings
from docsvc.wiring import open_tools
from tests.integration.core import story
from tests.integration.core.installation import Clock, Installation


def main() -> None:
    document_id, email, typed = sys.argv[1:]
    settings = read_settings(os.environ)
    story.sign_only(
        Installation(
            tools=open_tools(settings), clock=Clock(), settings=settings, folder=Path(settings.data)
        ),
        document_id,
        email,
        typed=typed,
    )


if __name__ == "__main__":
    main()
