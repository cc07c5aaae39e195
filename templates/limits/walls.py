"""How a kitchen is started: without our environment, and seeing as little of the machine as can be."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_SEEN = (
    *("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin", "/opt"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/mime.types"),
    *("/etc/alternatives", "/var/cache/fontconfig", "/var/lib/defoma"),
    *("~/.fonts", "~/.local/share/fonts", "~/.cache/fontconfig", "~/.config/fontconfig"),
)
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
_SCRATCH = str(64 * 2**20)  # WeasyPrint keeps the fonts of a template in files
_TRIAL_SECONDS = 10

COLD = "cold"
"""Tells a kitchen to load nothing ahead: for a command line that makes one call."""


def command(*, warm: bool = True) -> list[str]:
    """Return how a kitchen is started, warm or cold: inside bubblewrap where that works."""
    bare = [sys.executable, "-m", "templates.limits", *(() if warm else (COLD,))]
    return [*_bubblewrap(), *bare] if bubblewrap_works() else bare


def environ() -> dict[str, str]:
    """Return the environment of a kitchen: nothing that could be a secret."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(_PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"}


@lru_cache(maxsize=1)
def bubblewrap_works() -> bool:
    """Tell whether this machine lets us build walls: many containers do not."""
    if not shutil.which("bwrap"):
        return False
    trial = [*_bubblewrap(), sys.executable, "-I", "-c", ""]
    try:
        return not subprocess.run(trial, capture_output=True, timeout=_TRIAL_SECONDS, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def _bubblewrap() -> list[str]:
    # No --die-with-parent: it means the thread that started us, and a web server's threads come and go.
    walls = ["bwrap", "--unshare-all", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    walls += ["--size", _SCRATCH, "--tmpfs", "/tmp"]  # noqa: S108 - the kitchen's own
    for path in dict.fromkeys([*map(os.path.expanduser, _SEEN), *_python()]):
        if os.access(path, os.R_OK):  # in a home that is closed to us, bubblewrap fails instead of passing on
            walls += ["--ro-bind-try", path, path]
    return [*walls, "--chdir", "/", "--"]


def _python() -> list[str]:
    """Name where this Python, its packages and our package are."""
    packages = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    home = str(Path(sys.executable).resolve().parents[1])
    return [sys.base_prefix, home, sys.prefix, *sorted(packages), str(_PACKAGE)]
