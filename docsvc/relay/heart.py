"""The thread that gives signs of life while the others work."""

from collections.abc import Callable, Collection
from threading import Event, Thread

from docsvc.observe import logs
from docsvc.relay import leases
from docsvc.relay.leases import Holder, beat
from docsvc.relay.outbox import Claim
from docsvc.relay.patience import Patience
from docsvc.relay.true_clock import require_true_clock
from docsvc.tools import Tools

log = logs.logger(__name__)


class Heart(Thread):
    """Beats for a holder and for what it holds, until `stop`."""

    def __init__(self, tools: Tools, holder: Holder, held: Callable[[], Collection[Claim]]) -> None:
        super().__init__(name="heart", daemon=True)
        self._tools, self._holder, self._held = tools, holder, held
        self._stopped = Event()

    def run(self) -> None:
        """Beat at once, and then again and again."""
        patience = Patience(self._stopped.wait)
        while not self._stopped.is_set():
            with patience:
                require_true_clock(self._tools)  # else everybody else would look as if they were gone
                beat(self._tools, self._holder, self._held())
                self._stopped.wait(leases.BEAT_SECONDS)

    def stop(self) -> None:
        """Beat no more; return when the last beat is over."""
        self._stopped.set()
        self.join()
