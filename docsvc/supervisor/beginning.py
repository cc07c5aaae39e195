"""What is promised once for the whole installation by whichever process starts first.

It knows the promises and not the jobs: what only hands work out starts without what does it.
"""

from sqlalchemy.exc import IntegrityError

from docsvc.actions.arm_lasting import promise_lasting
from docsvc.actions.promise_figures import promise_figures
from docsvc.actions.register_seal import register_own_seal, register_token
from docsvc.observe import logs
from docsvc.tools import Tools
from signing import KeysLocked

log = logs.logger(__name__)


def begin(tools: Tools) -> None:
    """Promise what recurs and note the keys, unless another process has just done so."""
    try:
        with tools.work() as work:
            promise_figures(work)
            register_own_seal(work, tools.settings)
            if tools.stamper:
                promise_lasting(work)
    except IntegrityError:
        log.info("begun_elsewhere")
    take_token(tools)


def take_token(tools: Tools) -> None:
    """Seal by the key in the token from now on; a token that does not answer stops nothing else."""
    try:
        with tools.work() as work:
            register_token(work, tools.settings)
    except KeysLocked as reason:
        log.warning("token_not_taken", reason=type(reason).__name__.lower())
    except IntegrityError:
        log.info("begun_elsewhere")
