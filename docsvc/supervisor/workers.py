"""`docsvc worker`: a process for each queue that was asked for, and a relay beside them."""

import os
from collections.abc import Callable, Mapping

from docsvc.config import Settings
from docsvc.errors import BadConfiguration
from docsvc.model import Queue
from docsvc.observe import logs
from docsvc.supervisor.children import RELAY, Child, keep_running, python
from docsvc.supervisor.ready import answering, ready_folder
from docsvc.supervisor.scratch import FOLDER, scratch
from docsvc.work import write_privately

WORKER = "docsvc.supervisor.worker"


def work(settings: Settings, queues: Mapping[Queue, int], *, begun: Callable[[], object]) -> None:
    """Run so many workers for each queue until SIGTERM or Ctrl-C.

    On SIGHUP the next of each works before that one leaves, so that no queue is without. Raises
    `BadConfiguration` without Redis: there is nothing to tell them of work.
    """
    if not settings.redis_url:
        raise BadConfiguration(
            "DOCSVC_REDIS_URL",
            "исполнителям нужен Redis; без него всю работу делает сам «docsvc serve»",
        )
    write_privately()
    logs.configure("supervisor", form=settings.log)
    environ = os.environ | {"DOCSVC_DATA": str(settings.data)}
    with scratch() as told:
        os.environ |= told  # the port that tells how the node is gives the figures of all of them
        environ |= told
        ready = ready_folder(told[FOLDER])
        workers = [
            Child(python(WORKER, queue.value), environ, ready=lambda pid: answering(ready, pid) > 0)
            for queue, count in queues.items()
            for _ in range(count)
        ]
        keep_running([Child(python(RELAY), environ), *workers], begun=begun)
