"""Asking OpenSSL's command line, in a process of its own: for GOST, unknown to our libraries, and for chains.

What it reads are files in a private folder that is gone afterwards; it gets its own configuration and no
environment of ours, is bounded in memory, time and what it may write, and talks to no network.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, getrlimit
from typing import Final

from signing.errors import SigningError

ENGINES: Final = (
    "/usr/lib/*/engines-3/gost.so",
    "/usr/lib/engines-3/gost.so",
    "/usr/lib64/engines-3/gost.so",
)
SECONDS: Final = 5
_LIMITS: Final = {
    "cpu": (RLIMIT_CPU, SECONDS),
    "as": (RLIMIT_AS, 1024 * 2**20),
    "fsize": (RLIMIT_FSIZE, 64 * 2**20),
    "core": (RLIMIT_CORE, 0),
}
_PLAIN: Final = "[req]\ndistinguished_name = dn\n[dn]\n"
_WITH_GOST: Final = """openssl_conf = start
[start]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {path}
default_algorithms = ALL
"""


class OpensslMissing(SigningError):
    """There is no `openssl` on this machine, or not the engine that was needed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What OpenSSL said: whether it was content, what it wrote, and its words otherwise."""

    ok: bool
    output: bytes
    words: str


@lru_cache(maxsize=1)
def gost_engine() -> str:
    """Return the path of the GOST engine, empty where it is not installed (libengine-gost-openssl)."""
    found = (path for pattern in ENGINES for path in Path("/").glob(pattern.lstrip("/")))
    return str(next(found, ""))


def ask(arguments: Sequence[str], files: Mapping[str, bytes], *, gost: bool = False) -> Answer:
    """Run `openssl` with these arguments beside these files, named without a folder.

    Raises OpensslMissing where it, or the engine for GOST, is not installed. One that takes too long is
    stopped, and its answer is no.
    """
    program = shutil.which("openssl")
    if program is None or (gost and not gost_engine()):
        raise OpensslMissing("openssl, or libengine-gost-openssl, is not installed")
    settings = _WITH_GOST.format(path=gost_engine()) if gost else ""
    with tempfile.TemporaryDirectory(prefix="docsvc-openssl-") as folder:  # readable for its owner only
        room = Path(folder)
        for name, content in {**files, "openssl.cnf": (settings + _PLAIN).encode()}.items():
            (room / name).write_bytes(content)
        return _run([*_bounds(), program, *arguments], room)


def _run(command: Sequence[str], room: Path) -> Answer:
    environment = {"OPENSSL_CONF": str(room / "openssl.cnf"), "LC_ALL": "C", "HOME": str(room)}
    try:
        done = subprocess.run(
            command,
            cwd=room,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(ok=False, output=b"", words="took too long")
    words = (done.stderr + done.stdout).decode("utf-8", "replace")
    return Answer(ok=done.returncode == 0, output=done.stdout, words=words)


def _bounds() -> tuple[str, ...]:
    """Bound what is run, no wider than this process is bound: nobody may raise their own bounds."""
    program = shutil.which("prlimit")
    return (program, *(_limit(*each) for each in _LIMITS.items())) if program else ()


def _limit(name: str, wanted: tuple[int, int]) -> str:
    which, most = wanted
    hard = getrlimit(which)[1]
    return f"--{name}={most if hard == RLIM_INFINITY else min(most, hard)}"
