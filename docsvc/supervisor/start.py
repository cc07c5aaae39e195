"""How every process that works behind the pages starts."""

import os

from docsvc.config import Settings, read_settings
from docsvc.observe import logs
from docsvc.supervisor.parent import end_quickly, go_with_parent
from docsvc.supervisor.place import Place, take_place
from docsvc.supervisor.scratch import move_in
from docsvc.work import write_privately


def start(role: str, *, kind: str) -> tuple[Settings, Place]:
    """Go with the supervisor, write for the owner alone, take a place: it names the log's lines.

    A place may have to lie among the machine's temporary files, so one's own are moved after it was taken.
    """
    go_with_parent()
    end_quickly()
    write_privately()
    settings = read_settings(os.environ)
    place = take_place(settings.data, kind)
    move_in()
    logs.configure(role, form=settings.log, worker=place.name)
    return settings, place
